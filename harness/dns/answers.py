"""What a name answers, as the server keeps it and as its HTTP API takes it."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import idna
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, model_validator

MAX_STRING: Final = 255
"""Octets of one string of a TXT record; its length is told in one octet."""
MAX_OCTETS: Final = 65_000
"""Octets of all records of a name: with the header and the question, 65,535 are a message's limit."""
_OVERHEAD: Final = 12
"""Octets of a record in front of its strings: a pointer to the name, type, class, time to live, length."""
MAX_DELAY_MS: Final = 60_000
_MAX_NAME: Final = 253
_MAX_LABEL: Final = 63

Labels: TypeAlias = tuple[bytes, ...]
"""A name as DNS compares it: its labels in lower case, without the root's empty one."""
Kind = Literal["records", "no-data", "no-such-name", "server-failure", "silence"]


class Binary(BaseModel):
    """One string of a TXT record that is no text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base64: Base64Bytes


String: TypeAlias = str | Binary
"""One string of a TXT record; text stands for its UTF-8."""
Record: TypeAlias = String | tuple[String, ...]
"""One TXT record: its strings, or a single text, which is split where it is too long for one string."""


class Answer(BaseModel):
    """What one name answers.

    `no-data`: the name exists, but has no TXT record. `silence`: no answer ever comes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind = "records"
    txt: tuple[Record, ...] = ()
    delay_ms: int = Field(default=0, ge=0, le=MAX_DELAY_MS)
    """How long the answer takes; no other answer waits for it."""
    truncated: bool = False
    """Whether UDP gets nothing but the advice to ask again by TCP, however short the answer is."""

    @model_validator(mode="after")
    def _is_possible(self) -> Answer:
        if self.kind == "records" and not self.txt:
            raise ValueError('give "txt" a record, or say that there is none: "kind": "no-data"')
        if self.kind != "records" and self.txt:
            raise ValueError(f'"{self.kind}" has no records: leave out "txt"')
        if sum(_octets(strings) for strings in self.records()) > MAX_OCTETS:
            raise ValueError(f"more than {MAX_OCTETS} octets of records fit into no answer")
        return self

    def records(self) -> tuple[tuple[bytes, ...], ...]:
        """Return the strings of each record. Raises ValueError for one that DNS cannot hold."""
        return tuple(_strings(record) for record in self.txt)


def _strings(record: Record) -> tuple[bytes, ...]:
    if isinstance(record, str):
        text = record.encode()
        strings = tuple(text[at : at + MAX_STRING] for at in range(0, len(text), MAX_STRING)) or (b"",)
    elif isinstance(record, Binary):
        strings = (record.base64,)
    else:
        strings = tuple(part.encode() if isinstance(part, str) else part.base64 for part in record)
    if not strings:
        raise ValueError("a TXT record has at least one string, which may be empty")
    if any(len(string) > MAX_STRING for string in strings):
        raise ValueError(
            f"a string of a TXT record has at most {MAX_STRING} octets: split it, or give it as one text"
        )
    return strings


def _octets(strings: tuple[bytes, ...]) -> int:
    return _OVERHEAD + sum(len(string) + 1 for string in strings)


def labels_of(name: str) -> Labels:
    """Read a name as somebody writes it: any case, with or without the dot at its end, U-labels or A-labels.

    Raises ValueError for what is no name.
    """
    text = name.removesuffix(".")
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise ValueError(f"{name!r} is no domain name: {error}") from error
    labels = tuple(text.lower().encode().split(b"."))
    if len(text) > _MAX_NAME or not all(0 < len(label) <= _MAX_LABEL for label in labels):
        raise ValueError(f"{name!r} is no domain name: write it as in contoso.example")
    return labels
