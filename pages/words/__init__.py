"""What the portal says in each of its languages: the tests' own knowledge, not taken from the portal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self


@dataclass(frozen=True)
class Words:
    """One language. Pages name in English what they look for; called with that, this gives the page's words.

    `language` is what a page in it says of itself (`<html lang>`), `direction` the way it is read.
    """

    language: str
    direction: Literal["ltr", "rtl"]
    phrases: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, language: str) -> Self:
        """The words of a language that has a file here."""
        return cls(**json.loads(Path(__file__).with_name(f"{language}.json").read_text("utf-8")))

    def __call__(self, english: str) -> str:
        if self.language == "en":
            return english
        if english not in self.phrases:
            raise LookupError(
                f"{english!r} is not in pages/words/{self.language}.json: add what the page says"
            )
        return self.phrases[english]


ENGLISH = Words("en", "ltr", {})
