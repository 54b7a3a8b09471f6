"""Mailpit's search language, the part of it that tests use, with its quirks.

`to: from: cc: bcc: reply-to: addressed: subject: message-id:` and free text; words in quotation marks belong
together, `-` or `!` in front negates, all terms have to hold. Values match anywhere, capitals or not, and as
with SQL's LIKE `_` is any character: a client that takes a search for exact must fail here as it does there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_LISTS = {"to": ("To",), "cc": ("Cc",), "bcc": ("Bcc",), "reply-to": ("ReplyTo",), "from": ("From",)}
_ANYBODY = ("To", "From", "Cc", "Bcc", "ReplyTo")
_UNSUPPORTED = ("tag:", "is:", "has:", "after:", "before:", "larger:", "smaller:")
_NOISE = re.compile(r'[\r\n\t<>",;()\ufeff]')

SearchText = Callable[[], str]


class QueryError(ValueError):
    """The query cannot be answered; says why."""


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    """"" for free text."""
    pattern: re.Pattern[str]
    negated: bool

    def holds(self, summary: Mapping[str, Any], search_text: SearchText) -> bool:
        return self._found(summary, search_text) is not self.negated

    def _found(self, summary: Mapping[str, Any], search_text: SearchText) -> bool:
        search = self.pattern.search
        if self.field == "":
            return search(search_text()) is not None
        if self.field == "subject":
            return search(str(summary["Subject"])) is not None
        if self.field == "message-id":
            return search(str(summary["MessageID"])) is not None
        names = _ANYBODY if self.field == "addressed" else _LISTS[self.field]
        mailboxes = [
            mailbox
            for name in names
            for mailbox in (summary[name] if isinstance(summary[name], list) else [summary[name]])
        ]
        return any(search(mailbox["Address"]) or search(mailbox["Name"]) for mailbox in mailboxes)


def parse_query(query: str) -> list[Term]:
    """Take a query apart. Raises QueryError for an empty one and for fields that are not supported here."""
    terms = [term for word in _words(query) if (term := _term(word))]
    if not query.strip():
        raise QueryError("no search query")
    return terms


def clean(text: str) -> str:
    """Reduce a text to what is searched: small letters, single blanks, no line ends, brackets and commas."""
    return " ".join(_NOISE.sub(" ", text).lower().split())


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
    field, colon, value = word.partition(":")
    field = field.lower()
    if not colon or field not in {*_LISTS, "addressed", "subject", "message-id"}:
        field, value = "", word
    value = value if field == "subject" else clean(value)
    return Term(field, _like(value), negated) if value else None


def _like(value: str) -> re.Pattern[str]:
    wildcards = {"_": ".", "%": ".*"}
    return re.compile(
        "".join(wildcards.get(character) or re.escape(character) for character in value),
        re.IGNORECASE | re.DOTALL,
    )
