"""Mailpit's search language, the part of it that tests use, with its quirks.

`to: from: cc: bcc: reply-to: addressed: subject: message-id:` and free text; words in quotation marks belong
together, `-` or `!` in front negates, all terms have to hold. Values match anywhere, capitals or not, and as
with SQL's LIKE `_` is any character: a client that takes a search for exact must fail here as it does there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_FIELDS = {
    "to": ("To",),
    "from": ("From",),
    "cc": ("Cc",),
    "bcc": ("Bcc",),
    "reply-to": ("ReplyTo",),
    "addressed": ("To", "From", "Cc", "Bcc", "ReplyTo"),
    "subject": ("Subject",),
    "message-id": ("MessageID",),
}
_UNSUPPORTED = ("tag:", "is:", "has:", "after:", "before:", "larger:", "smaller:")
_PIECE = 64 * 1024
_NOISE = re.compile(r'[\r\n\t<>",;()\ufeff]')


class QueryError(ValueError):
    """The query cannot be answered; says why."""


class Searchable:
    """What the terms of a query look at in one mail: made once, as it is searched again and again."""

    __slots__ = ("_fields", "_text")

    def __init__(self, summary: Mapping[str, Any], text: Callable[[], str]) -> None:
        self._fields = {
            field: "\n".join(_strings(summary, names)).lower() for field, names in _FIELDS.items()
        }
        self._text = text

    def field(self, name: str) -> str:
        return self._fields[name] if name else self._text()


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    """"" for free text."""
    value: str
    negated: bool

    def holds(self, mail: Searchable) -> bool:
        place = mail.field(self.field)
        found = _like(self.value).search(place) is not None if "_" in self.value else self.value in place
        return found is not self.negated


def parse_query(query: str) -> list[Term]:
    """Take a query apart. Raises QueryError for an empty one and for fields that are not supported here."""
    terms = [term for word in _words(query) if (term := _term(word))]
    if not query.strip():
        raise QueryError("no search query")
    return terms


def clean(text: str) -> str:
    """Reduce a text to what is searched: small letters, single blanks, no line ends, brackets and commas."""
    kept: list[str] = []
    in_word = False
    # By pieces, for words in a list take many times the memory of a text.
    for start in range(0, len(text), _PIECE):
        piece = _NOISE.sub(" ", text[start : start + _PIECE].lower())
        words = " ".join(piece.split())
        if words:
            goes_on = in_word and not piece[0].isspace()
            kept += [words] if goes_on or not kept else [" ", words]
        in_word = bool(words) and not piece[-1].isspace()
    return "".join(kept)


def _words(query: str) -> list[str]:
    words, word, quoted = [], "", False
    for character in f"{query} ":
        if character == '"':
            quoted = not quoted
        elif character == " " and not quoted:
            words.append(word)
            word = ""
        else:
            word += character
    return [found for found in (*words, word.removesuffix(" ")) if found.strip()]


def _term(word: str) -> Term | None:
    negated = len(word) > 1 and word[0] in "-!"
    word = word[1:] if negated else word
    if word.lower().startswith(_UNSUPPORTED):
        raise QueryError(f"the embedded catcher does not know {word.partition(':')[0]}: in a search")
    field, _, value = word.partition(":")
    field = field.lower()
    if field not in _FIELDS or not value:
        field, value = "", word
    value = value.lower() if field == "subject" else clean(value)
    return Term(field, value, negated) if value else None


@lru_cache(maxsize=64)
def _like(value: str) -> re.Pattern[str]:
    return re.compile(".".join(re.escape(part) for part in value.split("_")), re.DOTALL)


def _strings(summary: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = summary[name]
        if isinstance(value, str):
            yield value
        else:
            for mailbox in value if isinstance(value, list) else [value]:
                yield from (mailbox["Address"], mailbox["Name"])
