"""Mails that nobody should send; each is taken whole, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

_PIECES: Final = [
    b"Subject: =?utf-8?q?=FF=00?=\r\n",
    b"Subject: \xff\xfe\x00\r\n",
    b"To: " + b"(" * 3000 + b"\r\n",
    b"To: " + b'"' * 3000 + b"\r\n",
    b"From: group: a@x.test, <b@x.test>;\r\n",
    b"Bcc: other@x.test\r\n",
    b"To: a@x.test\r\nBcc: injected@x.test\r\n",
    b"Subject: a\r\n\tb\r\n c\r\n",
    b"Subject: a\rBcc: b@x.test\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: text/html; charset=nope\r\n",
    b"Content-Type: message/rfc822\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Type: " + b";" * 3000,
    b"Return-Path: <x@x.test>\r\nReceived: from x\r\n        for <other@x.test>; now\r\n",
    b"Message-ID: \r\n",
    b"\r\n\r\n",
    b"\r\n--b\r\n",
    b"\r\n--b--\r\n",
    b"--b",
    b"\n",
    b"\r",
    b"\0",
    b"\x1a",
    b"\r\r\n",
    b"\n\r",
    b"\n.\n",
    b"\r.\r",
    b"\r\n.\n",
    b"\r\n.\r",
    b"\n.\r\n",
    b"\r.\r\n",
    b"\r\n..\r\n",
    b"\r\n.\0\r\n",
    b".",
    b"..",
    b"\r\n.\r\r\n",
    b"\r\n .\r\n",
    b"\r\n.\r\n",
    b"<a href=",
    b"<!--",
    b"<style>",
    b"&#",
    b"=\r\n",
    b"=00",
    b"YQ",
    b"MAIL FROM:<smuggler@x.test>\r\nRCPT TO:<smuggled@x.test>\r\nDATA\r\n",
    b"QUIT\r\n",
    "Grüße 🎉\r\n".encode(),
    b"\xc3\x28\xa0\xe2\x82",
    b"x" * 998 + b"\r\n",
    b"y" * 70_000,
    b"\xed\xa0\x80",
    b"begin 644 x\r\n",
]
SHAPES: Final = [
    (b"Subject: one line\r\n\r\n", b"x"),
    (b"Subject: lines\r\n\r\n", b"ab\r\n"),
    (b"Subject: words\r\nContent-Type: text/html; charset=utf-8\r\n\r\n", "<b>a🎉</b>\r\n".encode()),
    (b"Subject: parts\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", b"--b\r\n\r\n"),
    (b"Subject: attached\r\nContent-Transfer-Encoding: base64\r\n\r\n", b"QUJD" * 19 + b"\r\n"),
    (b"Subject: dots\r\n\r\n", b"..\r\n.\r\n"),
    (b"Subject: noise\r\n\r\n", bytes(range(256)) * 16),
    (b"Subject: a header without end, which is refused\r\n", b"To: a@x.test, b@x.test\r\n"),
    (b"Subject: nested\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"),
]
"""Of large mails: how they begin, and what is repeated up to their size."""


def odd_mail(rng: random.Random) -> bytes:
    """Make a mail of up to some hundred thousand bytes."""
    return b"".join(
        rng.choice(_PIECES) if rng.random() < 0.8 else rng.randbytes(rng.randrange(200))
        for _ in range(rng.randrange(13))
    )


def large_mail(rng: random.Random, size: int) -> bytes:
    """Make a mail of exactly that size, as its receiver counts it."""
    head, piece = rng.choice(SHAPES)
    return (head + piece * (size // len(piece) + 1))[: size - 2].rstrip(b"\r") + b"\r\n"


def as_data(raw: bytes) -> bytes:
    """Return what SMTP sends of a mail that ends in CRLF (RFC 5321, 4.5.2)."""
    # As the standard has it: a line ends in CRLF, and nothing else does.
    return (b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n"
