"""Tag expressions as Cucumber has them: `@admin and not (@slow or @HUP-BUY-6)`."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from cucumber_tag_expressions import (  # type: ignore[import-untyped] # it has no types
    TagExpressionError,
)
from cucumber_tag_expressions import parse as parse_expression

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_EXAMPLE: Final = "for example: --tags '@admin and not @slow'"
_TOKEN: Final = re.compile(r"[()]|[^\s()]+")
_OPERATORS: Final = frozenset({"and", "or"})
_WORDS: Final = _OPERATORS | {"not", "(", ")"}


class SelectionError(Exception):
    """What was asked for cannot be; the message says in one line why, and what may have been meant."""


class TagExpression:
    """Raises SelectionError for what is no expression."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        if not self.text:
            raise SelectionError(f"--tags is empty; {_EXAMPLE}")
        try:
            self._matches: Callable[[Collection[str]], bool] = parse_expression(self.text)
            self._matches(())
        except TagExpressionError as error:
            raise SelectionError(_explained(self.text, error)) from error
        except RecursionError as error:
            raise SelectionError(f"--tags is nested too deep; {_EXAMPLE}") from error

    def matches(self, tags: Collection[str]) -> bool:
        """Say whether it holds for a scenario with these tags, given without @."""
        return self._matches({f"@{tag}" for tag in tags})

    def check(self, known: Collection[str]) -> None:
        """Raise SelectionError for a tag that is not among the known ones, which are given without @."""
        for word in self.tags():
            if word.startswith("@") and word[1:] in known:
                continue
            by_lower_case = {f"@{name}".lower(): f"@{name}" for name in known}
            meant = difflib.get_close_matches(f"@{word.lstrip('@').lower()}", by_lower_case, n=1)
            hint = f"did you mean {by_lower_case[meant[0]]}?" if meant else f"the tags are {_listed(known)}"
            what = f"no scenario carries {word}, and it is not declared"
            if not word.startswith("@"):
                what = f"{word!r} is no tag, for it does not begin with @"
            raise SelectionError(f"--tags: {what}; {hint}")

    def tags(self) -> Iterator[str]:
        """Yield the tags as they are written, with their @."""
        return (match[0] for match in _TOKEN.finditer(self.text) if match[0] not in _WORDS)


def _explained(text: str, error: TagExpressionError) -> str:
    what, column = _fault(text) or (str(error).splitlines()[0], len(text))
    shown = (
        f"{text[:column]} >>>{text[column:]}" if column == len(text) else f"{text[:column]}>>>{text[column:]}"
    )
    return f"--tags: {what} at >>> in {shown!r}; {_EXAMPLE}"


def _fault(text: str) -> tuple[str, int] | None:
    """Return what is wrong and at which character, which the parser's own error does not tell."""
    open_at: list[int] = []
    expects_tag = True
    for match in _TOKEN.finditer(text):
        word, column = match[0], match.start()
        if expects_tag:
            if word in _OPERATORS or word == ")":
                return "a tag is missing", column
            if word == "(":
                open_at.append(column)
            expects_tag = word in {"(", "not"}
        elif word == ")":
            if not open_at:
                return "a ) without its (", column
            open_at.pop()
        elif word in _OPERATORS:
            expects_tag = True
        else:
            return "'and' or 'or', in lower case, is missing", column
    if expects_tag:
        return "a tag is missing", len(text)
    return ("a ( without its )", open_at[-1]) if open_at else None


def _listed(known: Collection[str]) -> str:
    words = sorted(name for name in known if name.islower())
    return ", ".join([*(f"@{name}" for name in words), "and the ids of the rules, such as @HUP-BUY-2"])
