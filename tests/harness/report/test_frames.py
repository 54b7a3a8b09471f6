"""Which step a browser's frame is a picture of, with windows that send frames when they are told to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

import pytest

from harness.report.keep import MISSING, keep_pictures
from harness.report.model import Status, StepStatus
from harness.report.pictures import PictureBook
from harness.report.recorder import Recorder
from tests.harness.report.kept import evidence_of, kept_of
from tests.harness.sample_run import JPEG, scenario, steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page, ScreencastFrame

    from harness.report.model import Scenario


def _frame(painted: float, data: bytes = JPEG) -> ScreencastFrame:
    """Return a frame that was painted at this time, in seconds since the epoch."""
    fields = {"data": data, "timestamp": painted * 1000, "viewportWidth": 1280, "viewportHeight": 720}
    return cast("ScreencastFrame", fields)


def _steps_with_pictures(kept: Scenario) -> list[int]:
    return [index for index, step in enumerate(kept.steps) if step.pictures]


class _Window:
    """As far as a book knows one: sends nothing by itself."""

    def __init__(self, book: PictureBook, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "harness.report.pictures._calls", time.monotonic_ns
        )  # each step tells it something
        self.told: list[str] = []
        self.url = "http://hup.localhost/"
        self.main_frame = self
        self.screencast = self
        self._handlers: dict[str, Callable[[object], None]] = {}
        self.on_frame: Callable[[ScreencastFrame], None] = lambda _: None
        book.watch(cast("Page", self))

    def on(self, event: str, handler: Callable[[object], None]) -> None:
        self._handlers[event] = handler

    def start(self, on_frame: Callable[[ScreencastFrame], None], **_: object) -> None:
        self.told.append("start")
        self.on_frame = on_frame

    def stop(self) -> None:
        self.told.append("stop")

    def is_closed(self) -> bool:
        return False

    def go_elsewhere(self) -> None:
        self._handlers["framenavigated"](self)

    def send(self, painted: float) -> None:
        self.on_frame(_frame(painted, f"frame {painted}".encode()))


def test_frame_of_a_later_page_is_left_out(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    window.go_elsewhere()
    window.send(time.time() + 1)
    assert _steps_with_pictures(kept_of(book, tmp_path, 2)) == []
    book.step_ended(1)
    window.send(time.time() + 1)
    assert _steps_with_pictures(kept_of(book, tmp_path, 2)) == [1]


def test_frame_without_a_time_fails_no_step(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    window.on_frame(cast("ScreencastFrame", {"data": JPEG}))
    assert kept_of(book, tmp_path, 1).notes == {MISSING: "pictures of window 1: KeyError: 'timestamp'"}


def test_frame_from_before_a_window_went_on_is_kept(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    painted = time.time()
    window.go_elsewhere()
    window.send(painted)
    assert _steps_with_pictures(kept_of(book, tmp_path, 1)) == [0]


def test_frame_that_a_navigation_may_have_lost_is_asked_for_anew(
    book: PictureBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    window.go_elsewhere()
    book.step_ended(1)
    assert window.told == ["start", "stop", "start"]


def test_step_that_ends_while_a_frame_is_on_its_way_gets_its_own(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    book.step_ended(1)
    assert window.told == ["start"]
    window.send(time.time() - 1)
    window.send(time.time())
    book.step_began()
    assert window.told == ["start", "stop", "start", "stop"]
    assert _steps_with_pictures(kept_of(book, tmp_path, 2)) == [0, 1]


@pytest.mark.parametrize("ago", [0.0, 10.0, 3600.0, -3600.0])
def test_frame_counts_for_the_step_after_which_it_was_asked_for(
    book: PictureBook, tmp_path: Path, ago: float
) -> None:
    """Also where nothing has been painted since, or where the browser goes by another clock."""
    for index in range(3):
        book.step_ended(index)
    book.keep(1, _frame(time.time() - ago), asked_after=2)
    assert _steps_with_pictures(kept_of(book, tmp_path, 4)) == [2]


def test_frame_that_is_late_counts_for_the_step_that_had_ended(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for index, end in enumerate((now - 3, now - 2, now - 1)):
        monkeypatch.setattr(time, "time", lambda end=end: end)
        book.step_ended(index)
    monkeypatch.setattr(time, "time", lambda: now)
    book.keep(1, _frame(now - 1.5), asked_after=0)
    book.keep(2, _frame(now - 2.5), asked_after=0)
    kept = kept_of(book, tmp_path, 3)
    assert [[each.window for each in step.pictures] for step in kept.steps] == [[2], [1], []]


def test_full_disk_is_told(book: PictureBook, tmp_path: Path) -> None:
    book.step_ended(0)
    book.keep(1, _frame(time.time()), asked_after=0)
    (tmp_path / "pictures").write_text("a file where the folder should be", encoding="utf-8")
    kept = kept_of(book, tmp_path, 1)
    assert kept.notes[MISSING].startswith("pictures: ")
    assert kept.steps[0].pictures == []


def test_frame_that_is_not_as_expected_is_told(book: PictureBook, tmp_path: Path) -> None:
    book.step_ended(0)
    frame = _frame(time.time())
    frame["viewportWidth"] = cast("int", None)
    book.keep(1, frame, asked_after=0)
    assert kept_of(book, tmp_path, 1).notes[MISSING].startswith("pictures: ")


def test_nothing_is_kept_where_nothing_was_asked_for(tmp_path: Path) -> None:
    kept = scenario("A use", Status.PASSED, steps(StepStatus.PASSED))
    keep_pictures(evidence_of(None), kept, folder=tmp_path)
    assert (kept.notes, list(tmp_path.iterdir())) == ({}, [])


def test_another_attempt_begins_without_pictures(book: PictureBook, tmp_path: Path) -> None:
    book.step_ended(0)
    book.keep(1, _frame(time.time()), asked_after=0)
    kept = kept_of(book, tmp_path, 1)
    assert _steps_with_pictures(kept) == [0]
    Recorder(kept, tmp_path).start(None)
    assert _steps_with_pictures(kept) == []
