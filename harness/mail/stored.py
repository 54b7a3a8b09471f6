"""What a catching server puts on top of a mail, told apart from what its sender wrote.

Like any receiving server, Mailpit and the embedded catcher note the envelope in the header: Return-Path
(the envelope's sender), Received, a Message-ID where there is none, and a Bcc that names those recipients
who stand in the envelope only. All of it comes before, or with, the first Received.
"""

import re
from dataclasses import dataclass

from harness.mail.parsing import plain_addresses

_FIELD = re.compile(rb"(?P<name>[!-9;-~]+)[ \t]*:(?P<value>[^\n]*\n(?:[ \t][^\n]*\n)*)")
_ADDED = {b"bcc", b"message-id", b"return-path", b"received"}
# A quoted local part may hold anything, angle brackets too.
_FOR = re.compile(r'\bfor\s+<((?:"(?:[^"\\]|\\.)*"|[^">])*)>')


@dataclass(frozen=True, slots=True)
class StoredMail:
    raw: bytes
    envelope_sender: str | None = None
    envelope_recipients: tuple[str, ...] = ()


def separate(stored: bytes) -> StoredMail:
    """Split the bytes of `/raw`. Where no server has noted that it received them, all are the sender's."""
    sender: str | None = None
    recipients: list[str] = []
    position = 0
    while (found := _FIELD.match(stored, position)) and (name := found["name"].lower()) in _ADDED:
        position = found.end()
        value = found["value"].decode("utf-8", "replace").replace("\r", "").replace("\n", "").strip()
        if name == b"return-path":
            sender = value.strip("<>")
        elif name == b"bcc":
            recipients += [address for _, address in plain_addresses(value) if address]
        elif name == b"received":
            # It ends with its date: a mail that begins with a blank would pass for a line more of it.
            if (date := found["value"].find(b";")) >= 0:
                position = stored.index(b"\n", found.start("value") + date) + 1
            recipients += _FOR.findall(stored[found.start() : position].decode("utf-8", "replace"))
            return StoredMail(stored[position:], sender, tuple(recipients))
    return StoredMail(stored)


def head_is_longer(mail: bytes, most: int) -> bool:
    """Say whether a mail's header takes more than `most` bytes; without taking it apart."""
    position = 0
    while position <= most and (field := _FIELD.match(mail, position)):
        position = field.end()
    return position > most
