"""What a scenario's windows looked like at the end of each step, from a frame that the browser pushes.

No step waits for a picture. When it ends, the browser is told to send what it shows; the frame arrives while
the next step is at work, and with it the sending ends. Only after the last step, the frame that is on its way
gets a moment to arrive. Asked for as a screenshot instead, a picture costs twice as much and fails now and
then in the middle of a navigation; sent all the time, frames are seven times as many, at 20 ms each.

A frame that was painted only after the window went on shows a later page, and is left out. Where a step
changed a page in place, one of fifty first frames still shows what was there before: a second one is taken
then, as long as nothing acts on the page; after the last step it is given some time more to come if the first
is the picture that the window had before. A step in which the browser was told nothing, or that changed
nothing to be seen, has no picture.
"""

from __future__ import annotations

import hashlib
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from harness.report.content import write_content
from harness.report.model import Picture

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Frame, Page, ScreencastFrame, ScreencastSize

    from harness.report.model import Step

SIZE: Final[ScreencastSize] = {"width": 800, "height": 800}
"""What a frame fits into, in pixels: text in it can be read, and a run of 500 scenarios stays small."""
QUALITY: Final = 50
"""Of the JPEG, of 100."""
_BLANK: Final = "about:blank"
"""What a window shows before it is sent anywhere: nothing."""
_PATIENCE_S: Final = 0.15
"""For what is on its way after the last step: some five times what a frame takes."""
_MOST_PAINTS: Final = 4
"""How often a window that seems not to have changed is let paint, after its first frame."""
_PAINTED_TWICE: Final = """() => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
})"""
"""Holds once the window has shown all that is to be seen by now, with which its frame is sent."""
_COUNTER: Final = "playwright._impl.isomorphic.trace_utils"
_TRUSTED_S: Final = 60.0
"""How far a frame's own time may be from this machine's: that of a browser elsewhere tells nothing."""


class PictureBook:
    """The pictures of one scenario. Nothing in it ever raises because of a browser."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        """Windows without pictures, and why."""
        self._windows: list[_Window] = []
        self._ends: list[tuple[float, int]] = []
        self._frames: dict[tuple[int, int], ScreencastFrame] = {}
        self._calls = 0

    def watch(self, page: Page) -> None:
        """Keep the pictures of a window from now on."""
        window = _Window(self, page, number=len(self._windows) + 1)
        self._windows.append(window)
        page.on("framenavigated", window.on_navigated)
        page.on("crash", window.on_crash)

    def step_began(self, *, is_check: bool = False) -> None:
        """Take no more of what the last step came to, where the one that begins may change it."""
        if not is_check:
            for window in self._windows:
                window.rest()

    def step_ended(self, step: int, *, is_check: bool = False) -> None:
        """Have the browser show what came of the step: every window that went somewhere, or else the last.

        One that checks, and sends no window anywhere, leaves what is seen as it is.
        """
        self._ends.append((time.time(), step))
        if not self._windows or _calls() == self._calls:
            return
        moved = [window for window in self._windows if window.moved is not None]
        others = [] if is_check else self._windows[-1:]
        for window in moved or others:
            window.ask()
        self._calls = _calls()

    def settle(self, patience: float = _PATIENCE_S) -> None:
        """Let arrive what is on its way. To be called after the last step, while the windows are open."""
        until = time.monotonic() + patience
        for window in self._windows:
            painted = 0
            while window.is_waiting and (left := until - time.monotonic()) > 0:
                painted += window.has_shown
                window.paint(within=left)
                if painted == _MOST_PAINTS or (painted and window.has_changed):
                    window.rest()

    @property
    def last_ended(self) -> int:
        """Index of the last step that has ended."""
        return self._ends[-1][1]

    def keep(self, window: int, frame: ScreencastFrame, *, asked_after: int) -> None:
        """Count a frame as the picture of the step that had ended when it was painted.

        That is the one after which it was asked for, although a page that stood still was painted before; or
        a later one, where the frame took its time.
        """
        painted = frame["timestamp"] / 1000
        ended = [step for end, step in self._ends if end <= painted and is_trusted(painted)]
        self._frames[max([asked_after, *ended]), window] = frame

    def write(self, folder: Path, steps: Sequence[Step]) -> None:
        """Write the pictures below the run's `folder`, and name them in the steps.

        Raises OSError where there is no room.
        """
        last: dict[int, bytes] = {}
        for (index, window), frame in sorted(self._frames.items(), key=lambda entry: entry[0]):
            digest = hashlib.blake2b(frame["data"], digest_size=16).digest()
            if index < len(steps) and last.get(window) != digest:
                last[window] = digest
                name = write_content(folder, "pictures", frame["data"], ".jpg")
                steps[index].pictures.append(
                    Picture(
                        file=name,
                        width=frame["viewportWidth"],
                        height=frame["viewportHeight"],
                        window=window,
                    )
                )


def _calls() -> int:
    """How often browsers have been told something by now, where Playwright tells; else a new number."""
    # No public name tells it. Without it every step has its frame made, also those without a browser.
    return int(getattr(sys.modules.get(_COUNTER), "_last_id_ordinal", time.monotonic_ns()))


def is_trusted(painted: float) -> bool:
    """Whether a frame's time is of this machine's clock."""
    return abs(painted - time.time()) <= _TRUSTED_S


@dataclass
class _Window:
    book: PictureBook
    page: Page
    number: int
    moved: float | None = None
    """When it last went somewhere since it was asked, in seconds since the epoch."""
    _state: Literal["quiet", "asked", "shown", "stopping", "gone"] = "quiet"
    """Whether a frame is asked for; "shown" is for one that came, and may be followed by a better one."""
    _in_place: bool = field(default=False, init=False)
    """Whether it was asked after a step that sent it nowhere."""
    _again: bool = field(default=False, init=False)
    _asked_after: int = field(default=0, init=False)
    _before: bytes = field(default=b"", init=False)
    """The frame that it had when it was asked."""
    _last: bytes = field(default=b"", init=False)

    def on_navigated(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url != _BLANK:
            self.moved = time.time()

    def on_crash(self, page: Page) -> None:
        self._give_up(f"the page has crashed: {page.url}")

    @property
    def is_waiting(self) -> bool:
        return self._state in ("asked", "shown", "stopping") and not self.page.is_closed()

    @property
    def has_shown(self) -> bool:
        return self._state == "shown"

    @property
    def has_changed(self) -> bool:
        """Whether the frame that came last is another than the one before it was asked."""
        return self._last != self._before

    def rest(self) -> None:
        """Be content with the frame that came."""
        if self.has_shown:
            self._stop()

    def paint(self, *, within: float) -> None:
        """Let the window paint, for at most so many seconds; what it has sent meanwhile is taken."""
        from playwright.sync_api import TimeoutError as TooLate  # noqa: PLC0415 - loaded by now

        try:
            self.page.wait_for_function(_PAINTED_TWICE, timeout=within * 1000)
        except TooLate:  # it is busy, or the machine is: the step has no picture then
            return
        except Exception as error:  # noqa: BLE001 - a browser that is gone fails nothing
            self._give_up(f"{type(error).__name__}: {error}")

    def ask(self) -> None:
        """Have a frame sent. It comes by itself; one that is on its way already is not waited for."""
        moved, self.moved = self.moved, None
        self.rest()
        if self._state == "asked" and moved is not None:
            self._again = False
            self._stop()  # going elsewhere may have lost the frame, and no other would come
        if self._state in ("asked", "stopping"):
            self._again = True
        elif self._state == "quiet" and self.page.url != _BLANK and not self.page.is_closed():
            self._state, self._asked_after, self._in_place = "asked", self.book.last_ended, moved is None
            self._before = self._last
            try:
                self.page.screencast.start(on_frame=self._on_frame, size=SIZE, quality=QUALITY)
            except Exception as error:  # noqa: BLE001 - a browser that has no frames, or is gone, fails nothing
                self._give_up(f"{type(error).__name__}: {error}")

    def _on_frame(self, frame: ScreencastFrame) -> None:
        if self._state not in ("asked", "shown"):
            return
        try:
            painted = frame["timestamp"] / 1000
            if self.moved is None or painted < self.moved or not is_trusted(painted):
                self.book.keep(self.number, frame, asked_after=self._asked_after)
                self._last = frame["data"]
        except Exception as error:  # noqa: BLE001 - Playwright would raise it in the midst of the next step
            self._give_up(f"{type(error).__name__}: {error}")
            return
        if self._state == "asked" and self._in_place and self.moved is None and not self._again:
            self._state = "shown"
            return
        self._stop()
        again, self._again = self._again, False
        if again and self.moved is None:  # else it is asked anew when the step ends that made it move
            self.ask()

    def _stop(self) -> None:
        self._state = "stopping"
        try:
            self.page.screencast.stop()
        except Exception as error:  # noqa: BLE001 - likewise
            self._give_up(f"{type(error).__name__}: {error}")
        else:
            self._state = "quiet"

    def _give_up(self, why: str) -> None:
        if self._state != "gone" and not self.page.is_closed():
            self.book.problems.append(f"pictures of window {self.number}: {why}")
        self._state = "gone"
