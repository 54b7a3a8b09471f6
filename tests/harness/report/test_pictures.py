"""What a scenario's windows showed at the end of each step, from a real browser."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any, cast

import pytest

from harness.report.browser_watch import BrowserWatch
from harness.report.evidence import Evidence
from harness.report.keep import MISSING, keep_pictures
from harness.report.model import Status, StepStatus
from harness.report.pictures import PictureBook
from harness.report.recorder import Recorder
from tests.harness.report.pages_served import serving
from tests.harness.sample_run import JPEG, scenario, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, ScreencastFrame

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
def book() -> PictureBook:
    return PictureBook()


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


def _evidence(book: PictureBook | None) -> Evidence:
    return Evidence("abc", browser=BrowserWatch("none", pictures=book))


def _kept(book: PictureBook, folder: Path, count: int) -> Scenario:
    """Return a scenario of so many steps with what was kept of it."""
    kept = scenario("A use", Status.PASSED, steps(*[StepStatus.PASSED] * count))
    keep_pictures(_evidence(book), kept, folder=folder)
    return kept


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
    page.evaluate("document.body.style.background = 'yellow'")
    book.step_ended(4)
    book.settle(_PATIENCE)
    context.close()
    kept = _kept(book, tmp_path, 5)
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
    first, _, third = (step.pictures[0].file for step in _kept(book, tmp_path, 3).steps)
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
    assert _shown(_kept(book, tmp_path, 2), colour) == [[(1, "red"), (2, "lime")], [(1, "blue")]]


def test_empty_window_has_no_picture(book: PictureBook, context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    page.goto("about:blank")
    book.step_ended(0)
    book.settle(_PATIENCE)
    context.close()
    kept = _kept(book, tmp_path, 1)
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
    assert _kept(book, tmp_path, 2).notes == {}


def test_context_that_is_gone_fails_nothing(
    book: PictureBook, context: BrowserContext, site: str, tmp_path: Path
) -> None:
    page = context.new_page()
    page.goto(f"{site}/red")
    book.step_ended(0)
    context.close()
    book.step_ended(1)
    assert _kept(book, tmp_path, 2).notes == {}


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
    assert _kept(book, tmp_path, 2).notes[MISSING].startswith("pictures of window 1: ")


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
    kept = _kept(book, tmp_path, 2)
    assert kept.notes == {MISSING: "pictures of window 1: NotImplementedError: no frames here"}


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
    assert _steps_with_pictures(_kept(book, tmp_path, 2)) == []
    book.step_ended(1)
    window.send(time.time() + 1)
    assert _steps_with_pictures(_kept(book, tmp_path, 2)) == [1]


def test_frame_without_a_time_fails_no_step(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    window.on_frame(cast("ScreencastFrame", {"data": JPEG}))
    assert _kept(book, tmp_path, 1).notes == {MISSING: "pictures of window 1: KeyError: 'timestamp'"}


def test_frame_from_before_a_window_went_on_is_kept(
    book: PictureBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = _Window(book, monkeypatch)
    book.step_ended(0)
    painted = time.time()
    window.go_elsewhere()
    window.send(painted)
    assert _steps_with_pictures(_kept(book, tmp_path, 1)) == [0]


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
    assert window.told == ["start", "stop", "start", "stop"]
    assert _steps_with_pictures(_kept(book, tmp_path, 2)) == [0, 1]


@pytest.mark.parametrize("ago", [0.0, 10.0, 3600.0, -3600.0])
def test_frame_counts_for_the_step_after_which_it_was_asked_for(
    book: PictureBook, tmp_path: Path, ago: float
) -> None:
    """Also where nothing has been painted since, or where the browser goes by another clock."""
    for index in range(3):
        book.step_ended(index)
    book.keep(1, _frame(time.time() - ago), asked_after=2)
    assert _steps_with_pictures(_kept(book, tmp_path, 4)) == [2]


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
    kept = _kept(book, tmp_path, 3)
    assert [[each.window for each in step.pictures] for step in kept.steps] == [[2], [1], []]


def test_full_disk_is_told(book: PictureBook, tmp_path: Path) -> None:
    book.step_ended(0)
    book.keep(1, _frame(time.time()), asked_after=0)
    (tmp_path / "pictures").write_text("a file where the folder should be", encoding="utf-8")
    kept = _kept(book, tmp_path, 1)
    assert kept.notes[MISSING].startswith("pictures: ")
    assert kept.steps[0].pictures == []


def test_frame_that_is_not_as_expected_is_told(book: PictureBook, tmp_path: Path) -> None:
    book.step_ended(0)
    frame = _frame(time.time())
    frame["viewportWidth"] = cast("int", None)
    book.keep(1, frame, asked_after=0)
    assert _kept(book, tmp_path, 1).notes[MISSING].startswith("pictures: ")


def test_nothing_is_kept_where_nothing_was_asked_for(tmp_path: Path) -> None:
    kept = scenario("A use", Status.PASSED, steps(StepStatus.PASSED))
    keep_pictures(_evidence(None), kept, folder=tmp_path)
    assert (kept.notes, list(tmp_path.iterdir())) == ({}, [])


def test_another_attempt_begins_without_pictures(book: PictureBook, tmp_path: Path) -> None:
    book.step_ended(0)
    book.keep(1, _frame(time.time()), asked_after=0)
    kept = _kept(book, tmp_path, 1)
    assert _steps_with_pictures(kept) == [0]
    Recorder(kept, tmp_path).start(None)
    assert _steps_with_pictures(kept) == []
