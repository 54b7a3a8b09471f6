"""The mails of a scenario: as they arrived, at which step, with the links that were followed, no secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from harness.report.browser_watch import BrowserWatch
from harness.report.evidence import Evidence
from harness.report.keep import MISSING, keep_mails
from harness.report.mails import MOST
from harness.report.model import Status, StepStatus
from harness.secrecy.masking import Masker
from tests.harness.sample_run import scenario, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from harness.report.model import Scenario

_NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_TOKEN = "0123456789abcdef"
_LINK = f"http://hup.localhost:8800/confirm/{_TOKEN}/"
_HELP = "http://hup.localhost:8800/help"


@dataclass(frozen=True)
class _Caught:
    raw: bytes = b"Subject: Hello\r\n\r\nHello\r\n"
    subject: str = "Hello"
    sender_name: str = "Account"
    sender_address: str = "no-reply@hup.localhost"
    text: str | None = None
    html: str | None = None
    arrived: datetime | None = _NOW


class _Unreadable(_Caught):
    def __getattribute__(self, name: str) -> object:
        if name == "subject":
            raise ValueError("invalid header")
        return super().__getattribute__(name)


def _at(seconds: float, subject: str = "Hello") -> _Caught:
    return _Caught(subject.encode(), subject=subject, arrived=_NOW + timedelta(seconds=seconds))


def _evidence(inboxes: dict[str, Sequence[_Caught] | Exception]) -> Evidence:
    def mails_to(address: str) -> Iterable[_Caught]:
        found = inboxes[address]
        if isinstance(found, Exception):
            raise found
        return found

    evidence = Evidence("abc", browser=BrowserWatch("none"), mails_to=mails_to)
    for address in inboxes:
        evidence.watch_address(address)
    return evidence


@pytest.fixture
def kept(tmp_path: Path) -> Callable[..., Scenario]:
    """Keep the mails of some inboxes; two steps began ten and twenty seconds after the time that is now."""

    def keep(
        inboxes: dict[str, Sequence[_Caught] | Exception], *visited: str, secret: str = _TOKEN
    ) -> Scenario:
        evidence = _evidence(inboxes)
        evidence.browser.visited.update(visited)
        evidence.note("organization", f"Contoso {secret}")
        result = scenario("A use", Status.PASSED, steps(StepStatus.PASSED, StepStatus.PASSED))
        starts = [_NOW.timestamp() + 10, _NOW.timestamp() + 20]
        keep_mails(evidence, result, folder=tmp_path, masker=Masker([secret]), starts=starts)
        return result

    return keep


def test_they_are_told_in_the_order_of_arrival(kept: Callable[..., Scenario]) -> None:
    mails = kept(
        {"kim@a.example": [_at(25, "last"), _at(5, "first")], "jo@b.example": [_at(12, "second")]}
    ).mails
    assert [(mail.subject, mail.to) for mail in mails] == [
        ("first", "kim@a.example"),
        ("second", "jo@b.example"),
        ("last", "kim@a.example"),
    ]
    assert mails[0].arrived == "2026-03-02T09:30:05.000+00:00"
    assert mails[0].sender == "Account <no-reply@hup.localhost>"


@pytest.mark.parametrize(("seconds", "step"), [(5, None), (10, 0), (19.9, 0), (20, 1), (300, 1)])
def test_step_is_the_one_that_was_at_work(
    kept: Callable[..., Scenario], seconds: float, step: int | None
) -> None:
    assert kept({"kim@a.example": [_at(seconds)]}).mails[0].step == step


def test_unknown_time_of_arrival_comes_first_and_has_no_step(kept: Callable[..., Scenario]) -> None:
    unknown = _Caught(b"unknown", subject="unknown", arrived=None)
    mails = kept({"kim@a.example": [_at(5), unknown]}).mails
    assert (mails[0].subject, mails[0].arrived, mails[0].step) == ("unknown", None, None)


def test_time_of_another_zone_is_told_in_utc(kept: Callable[..., Scenario]) -> None:
    arrived = datetime.fromisoformat("2026-03-02T11:30:15+02:00")
    mail = kept({"kim@a.example": [_Caught(arrived=arrived)]}).mails[0]
    assert (mail.arrived, mail.step) == ("2026-03-02T09:30:15.000+00:00", 0)


def test_followed_links_are_told_masked_as_they_are_in_the_file(
    kept: Callable[..., Scenario], tmp_path: Path
) -> None:
    caught = _Caught(
        f"Subject: Hello\r\n\r\n{_LINK}\r\n".encode(),
        text=f"Go to {_LINK}.",
        html=f'<a href="{_LINK}">here</a> or <a href="{_HELP}">there</a>',
    )
    result = kept({"kim@a.example": [caught]}, _LINK, "http://elsewhere.localhost/", secret=_TOKEN)
    mail = result.mails[0]
    written = (tmp_path / mail.file).read_text(encoding="utf-8")
    assert len(mail.followed) == 1
    assert mail.followed[0].startswith("http://hup.localhost:8800/confirm/")
    assert _TOKEN not in mail.followed[0] + written + result.notes["organization"]
    assert mail.followed[0] in written


def test_link_of_html_alone_is_told(kept: Callable[..., Scenario]) -> None:
    caught = _Caught(html=f'<a href="{_HELP}?a=1&amp;b=2">here</a>')
    assert kept({"kim@a.example": [caught]}, f"{_HELP}?a=1&b=2").mails[0].followed == [f"{_HELP}?a=1&b=2"]


def test_more_than_the_most_are_counted_and_left_out(kept: Callable[..., Scenario], tmp_path: Path) -> None:
    flood = [_at(number, f"mail {number}") for number in reversed(range(MOST + 10))]
    result = kept({"kim@a.example": flood, "jo@b.example": [_at(-1, "before all")]})
    subjects = [mail.subject for mail in result.mails]
    assert subjects == ["before all", *(f"mail {number}" for number in range(MOST - 1))]
    assert result.notes[MISSING] == f"11 mails that arrived after the first {MOST}"
    assert len(list((tmp_path / "mails").iterdir())) == MOST


def test_server_that_is_gone_is_told_and_hides_no_other_inbox(kept: Callable[..., Scenario]) -> None:
    gone = ConnectionError("refused")
    result = kept({"kim@a.example": gone, "jo@b.example": [_at(1)]})
    assert [mail.to for mail in result.mails] == ["jo@b.example"]
    assert result.notes[MISSING] == "mails to kim@a.example: ConnectionError: refused"


def test_mail_that_nobody_can_read_is_told_and_hides_no_other(kept: Callable[..., Scenario]) -> None:
    result = kept({"kim@a.example": [_Unreadable(), _at(1, "good")]})
    assert [mail.subject for mail in result.mails] == ["good"]
    assert result.notes[MISSING] == "a mail to kim@a.example: ValueError: invalid header"


def test_full_disk_is_told(kept: Callable[..., Scenario], tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("a file where the folder should be", encoding="utf-8")
    result = kept({"kim@a.example": [_at(1)]})
    assert result.mails == []
    assert result.notes[MISSING].startswith("a mail to kim@a.example: ")


def test_large_mail_is_kept_whole_and_once(kept: Callable[..., Scenario], tmp_path: Path) -> None:
    raw = b"Subject: Large\r\n\r\n" + b"0123456789abcde\n" * (5 * 2**16)
    result = kept({"kim@a.example": [_Caught(raw)], "jo@b.example": [_Caught(raw)]})
    first, second = result.mails
    assert first.file == second.file
    assert (tmp_path / first.file).read_bytes() == raw
