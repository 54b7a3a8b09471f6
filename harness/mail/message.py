"""One mail as a test reads it: decoded from the raw bytes, whichever server caught it.

Servers offer a text and an HTML of their own making (Mailpit invents a text for a mail that has HTML only),
so nothing of theirs is used but the bytes. Whatever a sender got wrong is shown as well as it can be: reading
a mail never fails.
"""

import email.utils
import html
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.message import Message as Mime
from functools import cached_property

from harness.mail.addresses import canonical
from harness.mail.bodies import read_bodies
from harness.mail.parsing import header, mailboxes, parse
from harness.mail.stored import separate


@dataclass(frozen=True, eq=False)
class Message:
    """A mail that was caught. Two of them with equal content are still two mails: compare `id`."""

    id: str
    """The server's name for it, as in `/view/<id>`."""
    raw: bytes
    """As the sender handed it over: without what the catching server put on top."""
    subject: str
    sender_name: str
    sender_address: str
    to: tuple[str, ...]
    """Addresses of the To header, as written there."""
    cc: tuple[str, ...]
    recipients: frozenset[str]
    """Everybody known to have got it, in lower case: To, Cc, Bcc and those named in the envelope alone.

    Mailpit 1.30.5 drops the envelope's recipients if the sender left a Bcc header of its own in the mail; the
    first of them is still known then, by the Received header.
    """
    envelope_sender: str | None
    date: datetime | None
    """The Date header, with its time zone; None where it is missing or no date."""
    message_id: str | None
    """As the sender wrote it, with its angle brackets; None where the server had to make one up."""
    text: str | None
    """What the mail's own text/plain parts say, attachments left out; None where it has no such part."""
    html: str | None
    """What the mail's own text/html parts say; None where it has no such part."""
    arrived: datetime | None = None
    """The server's time of arrival. Mails tie on it, so it is no order: lists of mails are in theirs."""

    @cached_property
    def email(self) -> EmailMessage:
        """The mail in the standard library's terms, for what the fields above do not say.

        Parsed when it is asked for: with this policy it takes ten times as long as all the rest.
        """
        return message_from_bytes(self.raw, _class=EmailMessage, policy=policy.default)

    def __repr__(self) -> str:
        return f"<Message {self.id} {self.subject!r} to {', '.join(sorted(self.recipients))}>"

    def is_to(self, address: str) -> bool:
        """Say whether exactly this address got the mail; capitals don't matter."""
        return canonical(address) in map(canonical, self.recipients)

    def contains(self, text: str) -> bool:
        """Say whether the text stands in the header, in the subject as decoded, or in a body."""
        head = self.raw.partition(b"\r\n\r\n")[0].decode("utf-8", "replace")
        bodies = (self.text or "", self.html or "", html.unescape(self.html or ""))
        return any(text in place for place in (head, self.subject, *bodies))


def read_message(message_id: str, stored: bytes, arrived: datetime | None = None) -> Message:
    """Decode the bytes that a server's `/raw` gives for the mail with that id."""
    parts = separate(stored)
    mail = parse(parts.raw)
    to, cc, bcc = (_addresses(mail, name) for name in ("To", "Cc", "Bcc"))
    sender_name, sender_address = _sender(mail)
    bodies = read_bodies(mail)
    return Message(
        id=message_id,
        raw=parts.raw,
        subject=header(mail, "Subject") or "",
        sender_name=sender_name,
        sender_address=sender_address,
        to=to,
        cc=cc,
        recipients=frozenset(address.lower() for address in (*to, *cc, *bcc, *parts.envelope_recipients)),
        envelope_sender=parts.envelope_sender,
        date=_date(mail),
        message_id=header(mail, "Message-ID"),
        text=bodies.text,
        html=bodies.html,
        arrived=arrived,
    )


def _sender(mail: Mime) -> tuple[str, str]:
    senders = mailboxes(mail, "From")
    return senders[0] if senders else (header(mail, "From") or "", "")


def _addresses(mail: Mime, name: str) -> tuple[str, ...]:
    return tuple(address for _, address in mailboxes(mail, name))


def _date(mail: Mime) -> datetime | None:
    value = header(mail, "Date")
    try:
        moment = email.utils.parsedate_to_datetime(value) if value else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    # "-0000" means: UTC, of an unknown place.
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
