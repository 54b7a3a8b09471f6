"""The forms in which a secret can stand in a file: as it is, and as the formats around it write it."""

from __future__ import annotations

import base64
import html
import json
import quopri
import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK: Final = "[masked]"
CANONICAL: Final = bytes.maketrans(b"+/", b"-_")
"""Puts the letters of standard base64 as those of its URL-safe sister, so that one form stands for both."""
_ALIGNMENTS: Final = range(3)
_LETTERS: Final = frozenset(string.ascii_letters.encode() + string.digits.encode())
_SAME_EVERYWHERE: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_FORM_SAFE: Final = "*-._"
_IN_SCRIPTS: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"}
_NAMED: Final = {'"': "&quot;", "'": "&apos;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Form:
    name: str
    pattern: bytes
    """What to look for in what was put through `CANONICAL`."""
    mask: bytes | None = None
    """What to write over it, of the same length; None where it is to be replaced by `MASK`."""


def forms_of(value: str) -> list[Form]:
    """Return all forms that differ, the plain one first."""
    found: dict[bytes, Form] = {}
    for form in (*_written(value), *_in_base64(value)):
        found.setdefault(form.pattern, form)
    return list(found.values())


def _written(value: str) -> Iterator[Form]:
    if _SAME_EVERYWHERE.fullmatch(value):  # as most are, of which there are thousands
        yield Form("plain", value.encode().translate(CANONICAL))
        yield _in_header(value.encode())
        return
    texts = {
        "plain": [value],
        "URL-encoded": list(_for_addresses(value)),
        "HTML-escaped": list(_for_html(value)),
        "JSON-escaped": list(_for_json(value)),
    }
    for name, spellings in texts.items():
        for text in spellings:
            yield Form(name, text.encode("utf-8", "surrogatepass").translate(CANONICAL))
    encoded = value.encode("utf-8", "surrogatepass")
    soft = [quopri.encodestring(encoded), quopri.encodestring(encoded, quotetabs=True)]
    for spelled in soft:
        # Lines that it broke are joined before anybody looks.
        yield Form("quoted-printable", spelled.replace(b"=\n", b"").translate(CANONICAL))
    yield _in_header(encoded)


def _in_header(encoded: bytes) -> Form:
    """Return it as within a header (RFC 2047), where more is escaped than in a body."""
    escaped = b"".join(bytes([each]) if each in _LETTERS else b"=%02X" % each for each in encoded)
    return Form("quoted-printable", escaped)


def _for_addresses(value: str) -> Iterator[str]:
    value_ = value.encode("utf-8", "surrogatepass")
    for encoded in (
        quote(value_, safe=""),
        quote(value_),
        quote_plus(value_),
        quote_plus(value_, safe=_FORM_SAFE).replace("~", "%7E"),
        quote(quote(value_, safe=""), safe=""),  # an address within another one
    ):
        yield encoded
        yield _with_small_hex(encoded)


def _with_small_hex(encoded: str) -> str:
    head, *escaped = encoded.split("%")
    return "%".join([head, *(each[:2].lower() + each[2:] for each in escaped)])


def _for_html(value: str) -> Iterator[str]:
    escaped = html.escape(value)
    yield escaped
    yield html.escape(value, quote=False)
    yield escaped.replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    yield escaped.replace("&#x27;", "&#39;")
    named = value.replace("&", "&amp;")
    for sign, name in _NAMED.items():
        named = named.replace(sign, name)
    yield named


def _for_json(value: str) -> Iterator[str]:
    for ascii_only in (False, True):
        escaped = json.dumps(value, ensure_ascii=ascii_only)[1:-1]
        yield escaped
        yield escaped.replace("/", "\\/")
        for sign, code in _IN_SCRIPTS.items():
            escaped = escaped.replace(sign, code)
        yield escaped
        yield escaped.replace("\\u003c", "\\u003C").replace("\\u003e", "\\u003E")
    yield repr(value)[1:-1]


def _in_base64(value: str) -> Iterator[Form]:
    """Yield what is the same whatever stands before and after the value, for each of three alignments."""
    encoded = value.encode("utf-8", "surrogatepass")
    for before in _ALIGNMENTS:
        start, end = -(-before * 8 // 6), (before + len(encoded)) * 8 // 6
        pattern = base64.urlsafe_b64encode(bytes(before) + encoded)[start:end]
        # Whoever decodes it reads stars, and all around them is as it was.
        mask = base64.urlsafe_b64encode(bytes(before) + b"*" * len(encoded))[start:end]
        yield Form("base64", pattern, mask)
