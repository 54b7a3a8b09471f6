"""Mails and their headers taken apart by the standard library, within bounds of time and memory.

The library takes time by the square of a header's length (a minute for 64 KB of quotation marks), and some
hundred bytes for each line and each part: whoever sends it 50 MB of either has stopped it. No mail that
anybody writes comes near these bounds; one that does is read in a simpler way, and never dropped.
"""

import email.utils
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message as Mime
from email.parser import BytesFeedParser, BytesParser

LONGEST_HEADER = 8192
"""Characters of a header that is decoded; a longer one is read as it stands."""
_PIECE = 64 * 1024
_MOST_LINES = 1_000_000
_MOST_PARTS = 20_000
_MOST_LOOKS = 5_000_000
"""Each line is compared with each boundary around it."""
_HEAD_ALONE = 1024 * 1024
"""Bytes that are read of a mail that is past these bounds."""
# What the standard library's parsers of structured headers raise on some malformed ones.
_BAD_HEADER = (
    *(ValueError, IndexError, AttributeError, TypeError, LookupError, AssertionError, MessageError),
    RecursionError,
)
# Blanks between two encoded words are none (RFC 2047, 6.2); some releases of the library keep them in names.
_BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{1,80}\?[bBqQ]\?[^?\s]{0,80}\?=)\s+(?==\?)")


class BoundedMime(Mime):
    """A part of a mail; the parameters of a header that is too long are not taken apart."""

    def get_param(  # type: ignore[override]  # the library's types tell each combination apart
        self,
        param: str,
        failobj: object = None,
        header: str = "content-type",
        unquote: bool = True,  # noqa: FBT001, FBT002 - as in the library
    ) -> object:
        if len(str(self.get(header, ""))) > LONGEST_HEADER:
            return failobj
        return super().get_param(param, failobj, header, unquote)


def parse(raw: bytes) -> Mime:
    """Parse a mail into its parts; one that is too much or nested too deep, into its header alone."""
    if _is_too_much(raw):
        return BytesParser(_class=BoundedMime).parsebytes(raw[:_HEAD_ALONE], headersonly=True)
    try:
        parser = BytesFeedParser(BoundedMime)
        # By pieces, for a mail as one text takes four times its bytes, twice.
        for start in range(0, len(raw), _PIECE):
            parser.feed(raw[start : start + _PIECE])
        return parser.close()
    except RecursionError:
        return BytesParser(_class=BoundedMime).parsebytes(raw, headersonly=True)


def header(mail: Mime, name: str) -> str | None:
    """Return the decoded value of the first header of that name, or as it stands if it cannot be decoded."""
    value = next(_raw_headers(mail, name), None)
    return None if value is None else _decoded(name, value)


def mailboxes(mail: Mime, name: str) -> list[tuple[str, str]]:
    """Return (display name, address) of everybody in the headers of that name."""
    found: list[tuple[str, str]] = []
    for value in _raw_headers(mail, name):
        try:
            if len(value) > LONGEST_HEADER:
                raise ValueError(value)
            words = _BETWEEN_WORDS.sub(r"\1", value)
            addresses = policy.default.header_factory(name, words).addresses
            found += [(mailbox.display_name, mailbox.addr_spec) for mailbox in addresses]
        except _BAD_HEADER:
            found += [(_decoded("Subject", who), address) for who, address in plain_addresses(value)]
    return [(display_name, address) for display_name, address in found if address not in {"", "<>"}]


def plain_addresses(value: str) -> list[tuple[str, str]]:
    """Return (display name, address) of a list of addresses, read simply; none of one nested too deep."""
    try:
        return email.utils.getaddresses([value])
    except RecursionError:
        return []


def _decoded(name: str, value: str) -> str:
    if len(value) > LONGEST_HEADER:
        return value
    try:
        return str(policy.default.header_factory(name, value))
    except _BAD_HEADER:
        return value


def _raw_headers(mail: Mime, name: str) -> Iterator[str]:
    for key, value in mail.raw_items():
        if key.lower() == name.lower():
            # Bytes beyond ASCII come as surrogates, and would be replaced by the library; mails in UTF-8
            # (RFC 6532) mean what UTF-8 says.
            text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            yield text.replace("\r", "").replace("\n", "").strip()


def _is_too_much(raw: bytes) -> bool:
    lines = raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n")
    parts = raw.count(b"\n--") + raw.count(b"\r--")
    boundaries = raw.lower().count(b"boundary") if lines * parts > _MOST_LOOKS else 0
    return lines > _MOST_LINES or parts > _MOST_PARTS or lines * (1 + boundaries) > _MOST_LOOKS
