"""A mail at the moment it is received: its envelope is noted in its header, and its summary is made."""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Mime
from email.utils import format_datetime
from typing import Any

from harness.mail.bodies import attachment_names, read_bodies
from harness.mail.catcher.query import clean
from harness.mail.html_text import visible_text
from harness.mail.parsing import header, mailboxes, parse
from harness.mail.stored import head_is_longer

MAX_HEADER = 1024 * 1024
"""Bytes of the largest header that is taken, as in Exim: what lists tell of a mail stays in memory."""
_SNIPPET_BYTES = 200
_LOOKED_AT = 1_000_000
"""Characters of an HTML text whose words are told from its tags."""
_ADDRESS_HEADERS = ("From", "Subject", "To", "Cc", "Bcc", "Reply-To")

Address = dict[str, str]


class HeaderTooLargeError(ValueError):
    """The mail's header is larger than what is taken; SMTP's answer to it."""


@dataclass(frozen=True, slots=True)
class Received:
    """A mail ready to be stored: its bytes with the envelope noted on top, and what lists tell of it."""

    id: str
    stored: bytes
    summary: dict[str, Any]
    """In the shape of Mailpit's events; "Created" is added when it is stored."""
    search_text: str


def receive(
    raw: bytes,
    *,
    sender: str,
    recipients: list[str],
    peer: str,
    username: str = "",
    at: datetime | None = None,
) -> Received:
    """Turn what came by SMTP into what is stored; takes time in proportion to the size.

    Raises nothing but HeaderTooLargeError.
    """
    if head_is_longer(raw, MAX_HEADER):
        raise HeaderTooLargeError(f"552 5.3.4 The header is larger than {MAX_HEADER} bytes")
    mail_id = secrets.token_hex(11)
    written = parse(raw)
    known = {
        address.lower() for name in ("To", "Cc", "Bcc") for _, address in mailboxes(written, name) if address
    }
    unnamed = [address for address in dict.fromkeys(recipients) if address.lower() not in known]
    hidden = [_readable(address) for address in unnamed]
    message_id = (header(written, "Message-ID") or "").strip("<>")
    note = [f"Bcc: {', '.join(unnamed)}"] if unnamed else []
    if not message_id:
        message_id = f"{mail_id}@catcher.localhost"
        note.append(f"Message-ID: <{message_id}>")
    moment = format_datetime(at or datetime.now(UTC))
    note += [
        f"Return-Path: <{sender}>",
        f"Received: from [{peer}] by localhost (embedded catcher) with ESMTP",
        f"        for <{recipients[0]}>; {moment}",
    ]
    stored = "".join(f"{line}\r\n" for line in note).encode("utf-8", "surrogateescape") + raw
    text, html = read_bodies(written)
    seen = visible_text(html[:_LOOKED_AT]) if html else text or ""
    attachments = attachment_names(written)
    bcc = [*_addresses(written, "Bcc"), *({"Name": "", "Address": address} for address in hidden)]
    headers = [header(written, name) or "" for name in _ADDRESS_HEADERS]
    return Received(
        id=mail_id,
        stored=stored,
        summary={
            "ID": mail_id,
            "MessageID": message_id,
            "Read": False,
            "From": _sender(written),
            "To": _addresses(written, "To"),
            "Cc": _addresses(written, "Cc"),
            "Bcc": bcc,
            "ReplyTo": _addresses(written, "Reply-To"),
            "Subject": header(written, "Subject") or "",
            "Username": username,
            "Tags": [],
            "Size": len(stored),
            "Attachments": len(attachments),
            "Snippet": _snippet(seen),
        },
        # Both bodies, and the HTML with its markup: a search finds whatever the mail holds.
        search_text=" ".join(
            filter(
                None,
                map(
                    clean, (*headers, *hidden, _readable(sender), text or "", html or "", seen, *attachments)
                ),
            )
        ),
    )


def _sender(mail: Mime) -> Address:
    addresses = _addresses(mail, "From")
    return addresses[0] if addresses else {"Name": header(mail, "From") or "", "Address": ""}


def _addresses(mail: Mime, name: str) -> list[Address]:
    return [{"Name": display_name, "Address": address} for display_name, address in mailboxes(mail, name)]


def _readable(address: str) -> str:
    """Return an address without the surrogates that stand for bytes which are no UTF-8."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _snippet(text: str) -> str:
    flat = re.sub(r"\s+", " ", text[:_LOOKED_AT]).strip()
    encoded = flat.encode("utf-8", "replace")
    if len(encoded) <= _SNIPPET_BYTES:
        return flat
    return encoded[:_SNIPPET_BYTES].decode("utf-8", "ignore") + "..."
