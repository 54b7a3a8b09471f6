"""The inboxes of everybody in the tests: wait for a mail to an address, read what came, look for leaks."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeVar

from harness.mail.events import MailEvents
from harness.mail.mailpit_client import MailGoneError, MailpitClient, MailServerError, MessageSummary
from harness.mail.message import Message, read_message

PATIENCE = 10.0
"""Seconds that a mail may take, unless said otherwise."""
_REMEMBERED = 64
_REMEMBERED_SIZE = 1_000_000
"""Mails up to this many bytes are kept decoded, so many of them."""
_PAGE = 50
_SUBJECTS_SHOWN = 5

Subject = str | re.Pattern[str]
MailT = TypeVar("MailT", Message, MessageSummary)


class MailNotFoundError(AssertionError):
    """A mail did not come: the portal broke its word, so a test that waited for it has failed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the server's sequence of mails; None: before the first."""

    created: datetime | None


class Inbox:
    """Reads mail by the exact address that it was sent to, whatever else the server catches meanwhile."""

    def __init__(
        self,
        client: MailpitClient,
        events: MailEvents,
        *,
        backstop: float = 1.0,
        on_read: Callable[[Message], object] | None = None,
        allowance: float = 0.0,
        copied: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        """`backstop`: seconds after which a wait looks by itself, in case an event was lost.

        `on_read` is called with each mail that was fetched, before anybody else has it. `allowance`: seconds
        that every mail may take longer, where something on its way is slow on purpose. `copied`: where that
        copies mails as well, those that are the same to the byte as their sender wrote them are one.
        `patience`: seconds to wait for a mail where nothing else is said.
        """
        self._client = client
        self._events = events
        self._backstop = backstop
        self._on_read = on_read
        self._allowance = allowance
        self._copied = copied
        self._patience = patience
        self._read: OrderedDict[str, Message] = OrderedDict()
        self._opened = self.mark()

    @classmethod
    @contextmanager
    def open(
        cls,
        url: str,
        *,
        on_read: Callable[[Message], object] | None = None,
        allowance: float = 0.0,
        copied: bool = False,
        patience: float = PATIENCE,
    ) -> Iterator["Inbox"]:
        """Open with a client and event socket of its own, which find a server that is being restarted again.

        The server may be away for the `allowance`. Raises MailServerError if there is none.
        """
        with MailpitClient(url, patience=allowance) as client, MailEvents(client) as events:
            yield cls(client, events, on_read=on_read, allowance=allowance, copied=copied, patience=patience)

    def wait_for(
        self,
        address: str,
        *,
        subject: Subject | None = None,
        after: Message | None = None,
        count: int = 1,
        timeout: float | None = None,
    ) -> Message:
        """Return the oldest mail to the address, or with `count` the second, third and so on.

        `subject`: only mails of exactly this subject, or in whose subject the pattern is found. `after`: only
        mails that came after this one. Mails that have come before the call count, too. Raises
        MailNotFoundError after `timeout` seconds, or after the inbox's own patience.

        Blocks this thread, and with it Playwright's dispatcher: not while a route handler has to answer.
        """
        timeout = (self._patience if timeout is None else timeout) + self._allowance
        received, interruptions = self._events.received, self._events.interruptions
        mail = self._first(address, subject, after, count, timeout)
        if mail is not None:
            return mail
        certain = self._events.connected.is_set() and self._events.interruptions == interruptions
        raise self._not_found(
            _describe(address, subject, after, count, timeout),
            address,
            self._events.received - received if certain else None,
        )

    def first_within(
        self, address: str, seconds: float, *, subject: Subject | None = None, after: Message | None = None
    ) -> Message | None:
        """Return the mail that must not come, as soon as it is there; None if it has not come in time.

        With 0 seconds it looks once, for portals that hand over their mail before they answer.
        """
        return self._first(address, subject, after, 1, seconds)

    def messages(self, address: str) -> list[Message]:
        """Return all mails to the address, in order of arrival."""
        return list(self._matching(address, None, None))

    def mark(self) -> Mark:
        """Remember this moment, for `containing`."""
        newest = self._client.messages(limit=1)
        return Mark(newest[0].created if newest else None)

    def containing(self, text: str, *, since: Mark | None = None) -> list[Message]:
        """Return the mails, to whomever, that contain this text (a token, a link), in order of arrival.

        Reads every mail that came after `since` (default: the opening of this object), for Mailpit's search
        leaves out the text part of a mail that also has HTML; older mails are found by that search.
        """
        candidates = {summary.id: summary for summary in self._since(since or self._opened)}
        if words := re.findall(r"[A-Za-z0-9]+", text):
            # Signs would be taken for operators of the query: a token may begin with "-", which negates.
            candidates |= {summary.id: summary for summary in self._client.search(max(words, key=len))}
        found = [mail for mail in self._open(candidates.values()) if mail.contains(text)]
        order = [summary.id for summary in candidates.values()]
        return self._distinct(sorted(found, key=lambda mail: order.index(mail.id), reverse=True))

    def _since(self, mark: Mark) -> Iterator[MessageSummary]:
        start = 0
        while page := self._client.messages(start=start, limit=_PAGE):
            for summary in page:
                if mark.created is not None and summary.created < mark.created:
                    return
                yield summary
            start += len(page)

    def _first(
        self, address: str, subject: Subject | None, after: Message | None, count: int, timeout: float
    ) -> Message | None:
        """Return the mail that `wait_for` means, or None after `timeout` seconds; look once at least."""
        deadline = time.monotonic() + timeout
        with self._events.watch(address) as news:
            while True:
                found = self._matching(address, subject, after)
                if mail := next(islice(found, count - 1, None), None):
                    return mail
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    return None
                news.wait(min(self._backstop, remaining))

    def _matching(self, address: str, subject: Subject | None, after: Message | None) -> Iterator[Message]:
        summaries = self._to(address)
        if self._copied:
            # Copies are told by those before them, so all are looked at.
            mails = iter(_later(self._distinct(self._open(summaries)), after))
        else:
            mails = self._open(_later(summaries, after))
        return (mail for mail in mails if subject is None or _has_subject(mail, subject))

    def _distinct(self, mails: Iterable[Message]) -> list[Message]:
        """Leave out those that something on their way has copied, and nothing else."""
        if not self._copied:
            return list(mails)
        first: dict[tuple[frozenset[str], bytes], Message] = {}
        for mail in mails:
            first.setdefault((mail.recipients, mail.raw), mail)
        return list(first.values())

    def _to(self, address: str) -> list[MessageSummary]:
        """Return summaries of the mails to exactly this address, the oldest first."""
        # The search takes quotes, blanks and much else for its own: ask for the longest harmless part.
        part = max(re.findall(r"[A-Za-z0-9.@_+-]+", address), key=len, default="")
        found = self._client.search(f"addressed:{part.lstrip('-')}")
        return [summary for summary in reversed(found) if summary.is_to(address)]

    def _open(self, summaries: Iterable[MessageSummary]) -> Iterator[Message]:
        for summary in summaries:
            mail = self._read.get(summary.id)
            if mail is None:
                try:
                    mail = read_message(summary.id, self._client.raw(summary.id), summary.created)
                except MailGoneError:
                    continue  # deleted since it was listed
                if self._on_read is not None:
                    self._on_read(mail)
                self._remember(mail)
            yield mail

    def _remember(self, mail: Message) -> None:
        if len(mail.raw) <= _REMEMBERED_SIZE:
            self._read[mail.id] = mail
            if len(self._read) > _REMEMBERED:
                self._read.popitem(last=False)

    def _not_found(self, what: str, address: str, received: int | None) -> MailNotFoundError:
        try:
            arrived = [f"{mail.subject!r}" for mail in self.messages(address)]
            info = self._client.info()
        except MailServerError as error:
            return MailNotFoundError(f"{what}, and the mail server is gone: {error}")
        if arrived:
            more = f" and {len(arrived) - _SUBJECTS_SHOWN} more" if len(arrived) > _SUBJECTS_SHOWN else ""
            state = f"to that address came {', '.join(arrived[:_SUBJECTS_SHOWN])}{more}"
        else:
            state = "nothing ever came to that address"
        counted = {None: "an unknown number of mails", 0: "no mail", 1: "1 mail"}.get(
            received, f"{received} mails"
        )
        return MailNotFoundError(
            f"{what}; {state}. Meanwhile {counted} came to the {info.description} at {self._client.url}, "
            f"which answers and holds {info.messages} in all: see in the portal's log whether it sent this "
            "one, to whom, and to which SMTP server."
        )


def _later(mails: list[MailT], after: Message | None) -> list[MailT]:
    ids = [mail.id for mail in mails]
    return mails[ids.index(after.id) + 1 :] if after is not None and after.id in ids else mails


def _has_subject(mail: Message, subject: Subject) -> bool:
    return mail.subject == subject if isinstance(subject, str) else subject.search(mail.subject) is not None


def _describe(
    address: str, subject: Subject | None, after: Message | None, count: int, timeout: float
) -> str:
    wanted = "no mail" if count == 1 else f"fewer than {count} mails"
    about = "" if subject is None else f" with subject {getattr(subject, 'pattern', subject)!r}"
    later = "" if after is None else f" after {after.subject!r}"
    return f"{wanted} to {address}{about}{later} within {timeout:g} s"
