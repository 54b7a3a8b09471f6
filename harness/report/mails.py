"""The mails of a scenario, kept for its report whether it is red or green."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC
from typing import TYPE_CHECKING, Final, Protocol

from harness.mail.links import html_links, text_links
from harness.report.content import write_content
from harness.report.failure import message_of
from harness.report.model import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from harness.report.evidence import Evidence
    from harness.secrecy.masking import Masker

MOST: Final = 50
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


def mails_of(
    evidence: Evidence, *, folder: Path, masker: Masker, starts: Sequence[float]
) -> tuple[list[Mail], list[str]]:
    """Write what has come to the scenario's addresses below the run's `folder`.

    Return it as it arrived, those at an unknown time first; and what could not be had of it, and why. One
    that cannot be asked for, read or written leaves out no other one. `starts`: when each step began, in
    seconds since the epoch.
    """
    problems: list[str] = []
    caught = sorted(_caught(evidence, problems), key=lambda pair: _arrival(pair[1]))
    if len(caught) > MOST:
        problems.append(f"{len(caught) - MOST} mails that arrived after the first {MOST}")
    kept = []
    for address, mail in caught[:MOST]:
        try:
            kept.append(_kept(mail, address, evidence, folder=folder, masker=masker, starts=starts))
        except Exception as error:  # noqa: BLE001 - a full disk, a mail that no parser reads
            problems.append(f"a mail to {address}: {message_of(error)}")
    return kept, problems


def _kept(
    mail: CaughtMail,
    address: str,
    evidence: Evidence,
    *,
    folder: Path,
    masker: Masker,
    starts: Sequence[float],
) -> Mail:
    arrived = mail.arrived
    return Mail(
        file=write_content(folder, "mails", masker.bytes(mail.raw), ".eml"),
        to=address,
        sender=masker.text(f"{mail.sender_name} <{mail.sender_address}>".strip()),
        subject=masker.text(mail.subject),
        arrived=arrived.astimezone(UTC).isoformat(timespec="milliseconds") if arrived else None,
        step=_step_at(arrived, starts),
        followed=[masker.text(link) for link in _links(mail) if link in evidence.browser.visited],
    )


def _caught(evidence: Evidence, problems: list[str]) -> Iterator[tuple[str, CaughtMail]]:
    for address in evidence.addresses:
        try:
            mails = evidence.mails_to(address)
        except Exception as error:  # noqa: BLE001 - a mail server that is gone
            problems.append(f"mails to {address}: {message_of(error)}")
            continue
        yield from ((address, mail) for mail in mails)


def _arrival(mail: CaughtMail) -> float:
    try:
        return mail.arrived.timestamp() if mail.arrived else 0.0
    except Exception:  # noqa: BLE001 - that of a mail that no parser reads, which is told when it is kept
        return 0.0


def _links(mail: CaughtMail) -> Iterable[str]:
    return dict.fromkeys((*text_links(mail.text or ""), *html_links(mail.html or "")))


def _step_at(arrived: datetime | None, starts: Sequence[float]) -> int | None:
    """Return which step was running; None for what came before the first one, or at an unknown time."""
    if arrived is None:
        return None
    index = bisect_right(starts, arrived.timestamp()) - 1
    return index if index >= 0 else None
