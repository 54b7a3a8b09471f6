"""What a scenario's windows showed at the end of each step, from a real browser."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any

import pytest

from harness.report.browser_watch import BrowserWatch
from harness.report.keep import MISSING
from harness.report.pictures import PictureBook
from tests.harness.report.kept import kept_of
from tests.harness.report.pages_served import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from harness.report.model import Scenario


_COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0)}
_CLOSE = 20
"""How far a colour may be off, of 255: a JPEG keeps none exactly."""
_PATIENCE = 20.0
"""Seconds; the wait ends with the last frame."""
_MIDDLE = """
source => new Promise((resolve, reject) => {
  const image = new Image();
  image.onerror = reject;
  image.onload = () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    resolve([...context.getImageData(image.width / 2, image.height / 2, 1, 1).data].slice(0, 3));
  };
  image.src = source;
})
"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(lambda path: (200, f"<title>A</title><body style='background: {path[1:]}'>")) as address:
        yield address


@pytest.fixture
def context(browser: Browser, book: PictureBook) -> Iterator[BrowserContext]:
    """A context of which the book keeps the pictures, and nobody else anything."""
    context = browser.new_context()
    BrowserWatch("none", pictures=book).watch(context)
    yield context
    context.close()


@pytest.fixture
def colour(browser: Browser, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Name the colour in the middle of a picture."""
    page = browser.new_page()

    def colour_of(file: str) -> str:
        source = f"data:image/jpeg;base64,{base64.b64encode((tmp_path / file).read_bytes()).decode()}"
        found = page.evaluate(_MIDDLE, source)
        return next(
            name
            for name, colour in _COLOURS.items()
            if all(abs(one - other) <= _CLOSE for one, other in zip(found, colour, strict=True))
        )

    yield colour_of
    page.context.close()


def _shown(kept: Scenario, colour: Callable[[str], str]) -> list[list[tuple[int, str]]]:
    """Return window and colour of each step's pictures."""
    return [[(each.window, colour(each.file)) for each in step.pictures] for step in kept.steps]


def test_each_step_that_changed_the_page_has_its_last_state(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path, colour: Callable[[str], str]
) -> None:
    page = context.new_page()
    page.goto(f"{site}/red")
    page.goto(f"{site}/lime")
    book.step_ended(0)
    page.title()  # looks, and changes nothing
    book.step_ended(1)
    book.step_ended(2)  # no browser in it
    page.goto(f"{site}/blue")
    book.step_ended(3)
    book.settle(_PATIENCE)  # else the page may have changed before its frame is made
    page.evaluate("document.body.style.background = 'yellow'")
    book.step_ended(4)
    book.settle(_PATIENCE)
    context.close()
    kept = kept_of(book, tmp_path, 5)
    assert _shown(kept, colour) == [[(1, "lime")], [], [], [(1, "blue")], [(1, "yellow")]]
    picture = kept.steps[0].pictures[0]
    assert (picture.width, picture.height) == (1280, 720)
    assert kept.notes == {}


def test_equal_states_are_one_file(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path
) -> None:
    page = context.new_page()
    for step, name in enumerate(("red", "blue", "red")):
        page.goto(f"{site}/{name}")
        book.step_ended(step)
        book.settle(_PATIENCE)
    context.close()
    first, _, third = (step.pictures[0].file for step in kept_of(book, tmp_path, 3).steps)
    assert first == third
    assert len(list((tmp_path / "pictures").iterdir())) == 2


def _count_frames_asked_for(page: Page, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets the window's address each time."""
    asked: list[str] = []
    start = page.screencast.start

    def ask(_: object, **options: Any) -> object:  # noqa: ANN401 - Playwright's own pass through
        asked.append(page.url)
        return start(**options)

    monkeypatch.setattr(type(page.screencast), "start", ask)
    return asked


def test_step_that_told_the_browser_nothing_asks_for_no_frame(
    book: PictureBook, context: BrowserContext, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = context.new_page()
    asked = _count_frames_asked_for(page, monkeypatch)
    book.step_ended(0)
    assert not asked, "an empty window"
    page.goto(f"{site}/red")
    book.step_ended(1)
    assert len(asked) == 1
    book.step_ended(2)
    book.settle(_PATIENCE)
    assert len(asked) == 1


def test_step_that_checks_asks_for_a_frame_only_where_it_went_somewhere(
    site: str, book: PictureBook, context: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = context.new_page()
    asked = _count_frames_asked_for(page, monkeypatch)
    page.goto(f"{site}/red")
    book.step_ended(0, is_check=True)
    book.settle(_PATIENCE)
    page.evaluate("document.body.style.background = 'lime'")
    book.step_ended(1, is_check=True)
    assert len(asked) == 1
    page.evaluate("document.body.style.background = 'blue'")
    book.step_ended(2)
    assert len(asked) == 2


def test_two_windows_are_two_pictures(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path, colour: Callable[[str], str]
) -> None:
    first, second = context.new_page(), context.new_page()
    first.goto(f"{site}/red")
    second.goto(f"{site}/lime")
    book.step_ended(0)
    book.settle(_PATIENCE)
    first.goto(f"{site}/blue")
    book.step_ended(1)
    book.settle(_PATIENCE)
    context.close()
    assert _shown(kept_of(book, tmp_path, 2), colour) == [[(1, "red"), (2, "lime")], [(1, "blue")]]


def test_empty_window_has_no_picture(book: PictureBook, context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto("about:blank")
    book.step_ended(0)
    book.settle(_PATIENCE)
    context.close()
    kept = kept_of(book, tmp_path, 1)
    assert kept.steps[0].pictures == []
    assert kept.notes == {}


def test_window_that_is_closed_fails_nothing(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{site}/red")
    page.close()
    book.step_ended(0)
    book.step_ended(1)
    assert kept_of(book, tmp_path, 2).notes == {}


def test_context_that_is_gone_fails_nothing(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{site}/red")
    book.step_ended(0)
    context.close()
    book.step_ended(1)
    assert kept_of(book, tmp_path, 2).notes == {}


def test_window_that_has_crashed_is_named(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{site}/red")
    with page.expect_event("crash"), pytest.raises(Exception, match=r"crash|ERR_ABORTED"):
        page.goto("chrome://crash")
    before = time.monotonic()
    book.step_ended(0)
    book.step_ended(1)
    assert time.monotonic() - before < 5
    assert kept_of(book, tmp_path, 2).notes[MISSING].startswith("pictures of window 1: ")


def test_browser_that_has_no_frames_is_named_once(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = context.new_page()

    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError("no frames here")

    monkeypatch.setattr(type(page.screencast), "start", refuse)
    for step, name in enumerate(("red", "blue")):
        page.goto(f"{site}/{name}")
        book.step_ended(step)
    kept = kept_of(book, tmp_path, 2)
    assert kept.notes == {MISSING: "pictures of window 1: NotImplementedError: no frames here"}
