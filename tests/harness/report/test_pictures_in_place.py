"""A step that changes a page without leaving it: the browser may send what was there before, first."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any

import pytest

from harness.report.browser_watch import BrowserWatch
from tests.harness.report.kept import kept_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from harness.report.pictures import PictureBook


_PATIENCE = 20.0
"""Seconds; the wait ends with the last frame."""


class _Frames:
    """Frames that come when a test sends them, in place of those of the window."""

    def __init__(self, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
        self._take: Callable[[dict[str, object]], None] | None = None
        monkeypatch.setattr(type(page.screencast), "start", self._start)
        monkeypatch.setattr(type(page.screencast), "stop", self._stop)

    @property
    def are_wanted(self) -> bool:
        return self._take is not None

    def send(self, data: bytes) -> None:
        assert self._take is not None
        now = time.time() * 1000
        self._take({"data": data, "timestamp": now, "viewportWidth": 1280, "viewportHeight": 720})

    def _start(self, *, on_frame: Callable[[dict[str, object]], None], **__: object) -> None:
        self._take = on_frame

    def _stop(self) -> None:
        self._take = None


@pytest.fixture
def page(browser: Browser, book: PictureBook) -> Iterator[Page]:
    """A window of which the book keeps the pictures."""
    context = browser.new_context()
    BrowserWatch("none", pictures=book).watch(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def frames(page: Page, book: PictureBook, monkeypatch: pytest.MonkeyPatch) -> _Frames:
    """Those of a page that was pictured after step 0, and that step 1 has changed in place."""
    page.goto("data:text/html,<title>A</title>")
    frames = _Frames(page, monkeypatch)
    book.step_ended(0)
    frames.send(b"before")
    assert not frames.are_wanted, "a page that was gone to is shown by its first frame"
    page.evaluate("document.body.style.background = 'lime'")
    book.step_ended(1)
    frames.send(b"before")
    return frames


def _pictured(book: PictureBook, folder: Path, steps: int) -> list[list[bytes]]:
    kept = kept_of(book, folder, steps)
    return [[(folder / each.file).read_bytes() for each in step.pictures] for step in kept.steps]


def test_frame_that_was_made_too_early_is_followed_by_a_second(
    frames: _Frames, book: PictureBook, tmp_path: Path
) -> None:
    book.step_began(is_check=True)
    frames.send(b"after")
    assert not frames.are_wanted
    assert _pictured(book, tmp_path, 2) == [[b"before"], [b"after"]]


def test_no_frame_is_taken_once_a_step_may_change_the_page(
    frames: _Frames, book: PictureBook, tmp_path: Path
) -> None:
    book.step_began()
    assert not frames.are_wanted
    assert _pictured(book, tmp_path, 2) == [[b"before"], []]


def test_after_the_last_step_a_page_that_stands_still_is_waited_for_no_longer_than_it_takes_to_paint(
    frames: _Frames, book: PictureBook
) -> None:
    before = time.monotonic()
    book.settle(_PATIENCE)
    assert time.monotonic() - before < _PATIENCE
    assert not frames.are_wanted


def _on_each_paint(page: Page, monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]) -> None:
    """Call `act` with 1, 2, … whenever the window is about to be let paint."""
    paint, number = page.wait_for_function, itertools.count(1)

    def count(_: Page, *arguments: Any, **options: Any) -> object:  # noqa: ANN401 - pass through
        act(next(number))
        return paint(*arguments, **options)

    monkeypatch.setattr(type(page), "wait_for_function", count)


def test_after_the_last_step_a_frame_that_comes_only_some_paints_later_is_taken(
    frames: _Frames, page: Page, book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _on_each_paint(page, monkeypatch, lambda number: frames.send(b"after") if number == 3 else None)
    book.settle(_PATIENCE)
    assert _pictured(book, tmp_path, 2) == [[b"before"], [b"after"]]
    assert not frames.are_wanted


def test_after_the_last_step_a_page_whose_change_was_seen_at_once_is_let_paint_once(
    frames: _Frames, page: Page, book: PictureBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.step_began()
    page.evaluate("document.body.style.background = 'blue'")
    book.step_ended(2)
    frames.send(b"after")
    painted: list[int] = []
    _on_each_paint(page, monkeypatch, painted.append)
    book.settle(_PATIENCE)
    assert painted == [1]
    assert not frames.are_wanted
