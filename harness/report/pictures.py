"""What a scenario's windows looked like at the end of each step, from a frame that the browser pushes.

Nobody waits for a picture. When a step ends, the browser is told to send what it shows; the frame arrives
while the next step is at work, and with it the sending ends. Asked for as a screenshot instead, a picture
costs twice as much and fails now and then in the middle of a navigation; sent all the time, frames are seven
times as many, at 20 ms each.

A step in which the browser was told nothing, or that changed nothing to be seen, has no picture.
"""

from __future__ import annotations

import hashlib
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

    def step_ended(self, step: int) -> None:
        """Have the browser show what came of the step: every window that went somewhere, or else the last."""
        self._ends.append((time.time(), step))
        calls = sum(window.calls for window in self._windows[:1])
        if not self._windows or calls == self._calls:
            return
        moved = [window for window in self._windows if window.has_moved]
        for window in moved or self._windows[-1:]:
            window.ask()
        self._calls = sum(window.calls for window in self._windows[:1])

    def keep(self, window: int, frame: ScreencastFrame) -> None:
        """Count a frame as the picture of the step that had ended when it was painted."""
        self._frames[self._step_at(frame["timestamp"] / 1000), window] = frame

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

    def _step_at(self, painted: float) -> int:
        """Return which step was the last to have ended; a frame may arrive after the next one has, too."""
        ended = [step for end, step in self._ends if end <= painted]
        is_trusted = abs(painted - time.time()) <= _TRUSTED_S
        return ended[-1] if ended and is_trusted else self._ends[-1][1]


@dataclass
class _Window:
    book: PictureBook
    page: Page
    number: int
    has_moved: bool = False
    _state: Literal["quiet", "asked", "stopping", "gone"] = "quiet"
    _again: bool = field(default=False, init=False)

    @property
    def calls(self) -> int:
        """How often the browser has been told something by now, where Playwright tells; else a new number."""
        connection = getattr(self.page._impl_obj, "_connection", None)  # noqa: SLF001 - see below
        # No public name tells it. Without it every step has its frame made, also those without a browser.
        return int(getattr(connection, "_last_id", time.monotonic_ns()))

    def on_navigated(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url != _BLANK:
            self.has_moved = True

    def ask(self) -> None:
        """Have a frame sent. It comes by itself; one that is on its way already is not waited for."""
        self.has_moved = False
        if self._state in ("asked", "stopping"):
            self._again = True
        elif self._state == "quiet" and self.page.url != _BLANK and not self.page.is_closed():
            self._state = "asked"
            try:
                self.page.screencast.start(on_frame=self._on_frame, size=SIZE, quality=QUALITY)
            except Exception as error:  # noqa: BLE001 - a browser that has no frames, or is gone, fails nothing
                self._give_up(error)

    def _on_frame(self, frame: ScreencastFrame) -> None:
        if self._state != "asked":
            return
        self.book.keep(self.number, frame)
        self._state = "stopping"
        try:
            self.page.screencast.stop()
        except Exception as error:  # noqa: BLE001 - likewise
            self._give_up(error)
            return
        self._state = "quiet"
        if self._again:
            self._again = False
            self.ask()

    def _give_up(self, error: Exception) -> None:
        self._state = "gone"
        if not self.page.is_closed():
            self.book.problems.append(f"pictures of window {self.number}: {type(error).__name__}: {error}")
