"""The mails of a scenario, kept for its report whether it is red or green."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC
from typing import TYPE_CHECKING, Final, Protocol

from harness.mail.links import html_links, text_links
from harness.report.content import write_content
from harness.report.model import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from harness.report.evidence import Evidence
    from harness.secrecy.masking import Masker

_MOST: Final = 50
"""Mails of one scenario: a portal that sends without end shall not fill the disk as well."""


class CaughtMail(Protocol):
    """What evidence needs of a mail that was caught."""

    @property
    def raw(self) -> bytes: ...
    @property
    def subject(self) -> str: ...
    @property
    def sender_name(self) -> str: ...
    @property
    def sender_address(self) -> str: ...
    @property
    def text(self) -> str | None: ...
    @property
    def html(self) -> str | None: ...
    @property
    def arrived(self) -> datetime | None: ...


def mails_of(evidence: Evidence, *, folder: Path, masker: Masker, starts: Sequence[float]) -> list[Mail]:
    """Write what has come to the scenario's addresses below the run's `folder`; return it as it arrived.

    `starts`: when each step began, in seconds since the epoch. Raises whatever the mail server's client
    raises, and OSError where there is no room.
    """
    kept = [
        (
            mail.arrived,
            Mail(
                file=write_content(folder, "mails", masker.bytes(mail.raw), ".eml"),
                to=address,
                sender=masker.text(f"{mail.sender_name} <{mail.sender_address}>".strip()),
                subject=masker.text(mail.subject),
                arrived=mail.arrived.astimezone(UTC).isoformat(timespec="milliseconds")
                if mail.arrived
                else None,
                step=_step_at(mail.arrived, starts),
                followed=[masker.text(link) for link in _links(mail) if link in evidence.browser.visited],
            ),
        )
        for address, mail in _caught(evidence)
    ]
    # Those without a time of arrival stay where they were found, before all others.
    kept.sort(key=lambda pair: pair[0].timestamp() if pair[0] else 0.0)
    return [mail for _, mail in kept]


def _caught(evidence: Evidence) -> Iterator[tuple[str, CaughtMail]]:
    found = 0
    for address in evidence.addresses:
        for mail in evidence.mails_to(address):
            found += 1
            if found > _MOST:
                return
            yield address, mail


def _links(mail: CaughtMail) -> Iterable[str]:
    return dict.fromkeys((*text_links(mail.text or ""), *html_links(mail.html or "")))


def _step_at(arrived: datetime | None, starts: Sequence[float]) -> int | None:
    """Return which step was running; None for what came before the first one, or at an unknown time."""
    if arrived is None:
        return None
    index = bisect_right(starts, arrived.timestamp()) - 1
    return index if index >= 0 else None
