"""Mails as hypothesis invents them: broken ones, and good ones whose content is known."""

from __future__ import annotations

import base64
import string
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage

from hypothesis import strategies as st

LETTERS = string.ascii_letters + string.digits
names = st.text(LETTERS, min_size=1, max_size=12)
domains = st.builds("{}.{}.test".format, names, names).map(str.lower)
# What may stand in a local part without quotation marks (RFC 5322, atext).
local_parts = st.text(LETTERS + "!#$%&'*+-/=?^_`{|}~", min_size=1, max_size=20)
addresses = st.builds("{}@{}".format, local_parts, domains)
# Words of any language; of blanks only single ones, for folding may turn them into others.
_letters = st.characters(exclude_categories=["C", "Z"])
words = st.lists(st.text(_letters, min_size=1, max_size=12), min_size=1, max_size=8).map(" ".join)
lines = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=80)
texts = st.lists(lines, min_size=1, max_size=8).map(lambda found: "".join(f"{line}\n" for line in found))

_NAMES = [
    "From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "Message-ID", "Received", "Return-Path",
    "Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "MIME-Version", "X-Odd",
]  # fmt: skip
_VALUES = [
    "multipart/mixed; boundary=b", "multipart/mixed", 'multipart/alternative; boundary=""', "text/html",
    "message/rfc822", "message/delivery-status", "text/plain; charset=utf-7; format=flowed; delsp=yes",
    "text/plain; charset=rot13", "text/html; charset*0=x; charset*1*=y'z", 'text/plain; charset="\x00"',
    "text/plain; charset=idna", "text/plain; charset=unicode_escape", "text/plain; charset=undefined",
    "application/octet-stream; name*=utf-8'en'%", "attachment; filename*0*=''%E4%; filename*1=b",
    "base64", "quoted-printable", "x-uuencode", "binary; x", "=?utf-8?B?x?=", "=?nope?Q?=FF?=",
    "=?utf-8?Q?a=0D=0ATo:_x@y.test?=", "a@x.test", '"b <c" <d@x.test>', "group: a@x.test, b@x.test;",
    "(((", "<<>>", "@,;:", '"', "\\", "Thu, 32 Foo 99999999999 25:61:61 +9999999", "[]", "=?", "\xff",
]  # fmt: skip
_breaks = st.sampled_from(["\r\n", "\n", "\r", "\r\n ", "\n\t", "\x0b", "\x85", "\u2028"])
_values = st.lists(st.sampled_from(_VALUES) | st.text(max_size=20), max_size=4).map("".join)
_headers = st.builds(
    "{}{}{}{}".format, st.sampled_from(_NAMES), st.sampled_from([":", ": ", " : "]), _values, _breaks
)
_PIECES = [
    "\r\n\r\n", "\r\n--b\r\n", "--b--", "--\r\n", "<a href=", "=", "=41", "YQ==", "begin 644 x\r\n",
]  # fmt: skip
_bodies = st.lists(st.sampled_from(_PIECES) | _headers | st.text(max_size=30), max_size=12).map("".join)
_encodings = st.sampled_from(["utf-8", "utf-16", "latin-1"])


def _encode(head: list[str], body: str, encoding: str) -> bytes:
    return "".join([*head, body]).encode(encoding, "replace")


shaped_bytes = st.builds(_encode, st.lists(_headers, max_size=8), _bodies, _encodings)
any_bytes = (
    st.binary(max_size=300)
    | shaped_bytes
    | shaped_bytes.map(b" x\n".__add__)
    | st.builds(bytes.__add__, shaped_bytes, st.binary(max_size=40))
)


@dataclass(frozen=True)
class Written:
    """A mail as the standard library writes it, and what went into it."""

    raw: bytes
    subject: str
    sender_name: str
    sender_address: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    text: str | None
    html: str | None


@st.composite
def encoded(draw: st.DrawFn, text: str) -> str:
    """Return encoded words (RFC 2047) of whole characters; the library, when it folds, loses blanks."""
    pieces, rest = [], text
    while rest:
        length = draw(st.integers(1, 10))
        pieces.append(base64.b64encode(rest[:length].encode()).decode())
        rest = rest[length:]
    return "\r\n ".join(f"=?utf-8?b?{piece}?=" for piece in pieces)


@st.composite
def written(draw: st.DrawFn) -> Written:
    subject, sender_name, sender_address = draw(words), draw(words), draw(addresses)
    to, cc = (draw(st.lists(addresses, min_size=least, max_size=4)) for least in (1, 0))
    head = f"Subject: {draw(encoded(subject))}\r\nFrom: {draw(encoded(sender_name))} <{sender_address}>\r\n"
    separator = draw(st.sampled_from([",", ", ", ",\r\n "]))
    head += "".join(f"{name}: {separator.join(who)}\r\n" for name, who in (("To", to), ("Cc", cc)) if who)
    mail = EmailMessage(policy.SMTP)
    charset = draw(st.sampled_from(["utf-8", "gb18030", "utf-7"]))
    encoding = draw(st.sampled_from([None, "base64", "quoted-printable"]))
    if charset != "utf-8" and encoding is None:
        encoding = "base64"
    text, html = draw(st.none() | texts), draw(st.none() | texts)
    if text is not None:
        mail.set_content(text, charset=charset, cte=encoding)
        if html is not None:
            mail.add_alternative(html, subtype="html", charset=charset, cte=encoding)
    elif html is not None:
        mail.set_content(html, subtype="html", charset=charset, cte=encoding)
    for content in draw(st.lists(st.binary(max_size=30), max_size=2)):
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=draw(words))
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=={number}==")  # else the library draws one, and no run is like another
    if text is None and html is None and not mail.is_multipart():
        text = ""
    raw = head.encode() + mail.as_bytes()
    return Written(raw, subject, sender_name, sender_address, tuple(to), tuple(cc), text, html)
