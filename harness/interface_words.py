"""Words of the interface that feature files do without, and the rules whose scenarios may use them.

Read from the file that product owners read: `rules/interface-words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS = "(?:s|es|d|ed|ing)?"
_Words = Annotated[str, Field(min_length=1)]


class InterfaceWordsError(Exception):
    """The file cannot be read; the message names it and says what is expected there."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Allowed(_Model):
    """A word that scenarios of these rules may use, and why."""

    word: _Words
    rules: Annotated[tuple[_Words, ...], Field(min_length=1)]
    reason: _Words


class InterfaceWords(_Model):
    words: tuple[_Words, ...] = ()
    allowed: tuple[Allowed, ...] = ()

    def in_text(self, text: str) -> Iterator[str]:
        """Yield each of the words that the text has, as the file writes it."""
        for word, pattern in self._patterns.items():
            if pattern.search(text):
                yield word

    def rules_that_allow(self, word: str) -> frozenset[str]:
        return frozenset(rule for each in self.allowed if each.word == word for rule in each.rules)

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {
            word: re.compile(rf"(?<!\w){re.escape(word)}{_ENDINGS}(?!\w)", re.IGNORECASE)
            for word in self.words
        }


def path_for(root: Path) -> Path:
    return root / "rules" / "interface-words.toml"


def load(path: Path) -> InterfaceWords:
    """Return the words of a file; none where there is no file. Raises InterfaceWordsError."""
    try:
        return InterfaceWords.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return InterfaceWords()
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InterfaceWordsError(f"{path}: {error}") from error
    except ValidationError as error:
        flaws = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        raise InterfaceWordsError(f"{path}: {flaws}") from error
