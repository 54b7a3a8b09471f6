"""A terminal whose last lines are live, or a log to which whole lines are added.

All output of pytest passes through here, so that a live area at the bottom is always taken away before
something is written, and put back after. Writes come from pytest's thread and from one that keeps time.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from collections.abc import Sequence

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_ERASE_BELOW = "\x1b[J"
# Terminals that know it paint what is between in one go; the others ignore it.
_BEGIN_FRAME, _END_FRAME = "\x1b[?2026h", "\x1b[?2026l"
_FALLBACK_SIZE = (80, 24)


class Screen(io.TextIOBase):
    """Takes the place of `sys.stdout` for pytest's terminal reporter.

    It writes to a copy of the stream's file descriptor: while a test runs, pytest points the descriptor
    itself to a file, and what is said of a running test must not end up as that test's output.
    """

    def __init__(self, stream: TextIO, *, live: bool) -> None:
        self._original = stream
        self._stream = _copy_of(stream)
        self._live = live
        self._lock = threading.RLock()
        self._area: tuple[str, ...] = ()
        self._drawn: tuple[str, ...] = ()
        self._at_line_start = True
        self._paused = False

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._original.encoding or "utf-8"

    @property
    def is_live(self) -> bool:
        return self._live

    def isatty(self) -> bool:
        return self._original.isatty()

    def fileno(self) -> int:
        return self._original.fileno()

    def writable(self) -> bool:
        return True

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines, as they are now."""
        try:
            return os.get_terminal_size(self._original.fileno())
        except (OSError, ValueError):
            return shutil.get_terminal_size(_FALLBACK_SIZE)

    def write(self, text: str) -> int:
        """Write pytest's output, above the live area."""
        if not text:
            return 0
        with self._lock:
            frame = self._to_top() + (_ERASE_BELOW if self._drawn else "") + text
            self._drawn = ()
            self._at_line_start = _ESCAPE.sub("", text).endswith("\n")
            if self._at_line_start:
                frame += self._draw()
            self._emit(frame)
        return len(text)

    def add_line(self, line: str) -> None:
        """Add a line of our own from any thread; begins a new one where pytest has not ended its own."""
        with self._lock:
            self.write(line + "\n" if self._at_line_start else f"\n{line}\n")
            self.flush()

    def show(self, lines: Sequence[str]) -> None:
        """Replace the live area. Lines are cut to the terminal's width. Does nothing without a terminal."""
        if not self._live:
            return
        with self._lock:
            self._area = tuple(lines)
            if self._at_line_start and not self._paused:
                # Written over, not wiped first, so that nothing flickers.
                self._emit(self._to_top() + self._draw() + _ERASE_BELOW)
                self.flush()

    def hide(self) -> None:
        """Take the live area away for good."""
        self.show(())

    def pause(self) -> None:
        """Leave the terminal to somebody else, such as a debugger."""
        with self._lock:
            self._emit(self._to_top() + _ERASE_BELOW if self._drawn else "")
            self.flush()
            self._drawn = ()
            self._paused = True

    def resume(self) -> None:
        with self._lock:
            self._paused = False
            self._at_line_start = True

    def flush(self) -> None:
        with self._lock, suppress(OSError, ValueError):
            self._stream.flush()

    def close(self) -> None:
        """Take the area away; what is still written goes to the stream itself."""
        with self._lock:
            self.hide()
            self.flush()
            copy, self._stream = self._stream, self._original
            if copy is not self._original:
                copy.close()

    def _emit(self, text: str) -> None:
        if text:
            self._stream.write(
                f"{_BEGIN_FRAME}{text}{_END_FRAME}" if self._live and "\x1b[" in text else text
            )

    def _to_top(self) -> str:
        """Return what moves the cursor to where the drawn area begins."""
        if not self._drawn:
            return ""
        columns, _ = self.size
        # A terminal that was made narrower has wrapped what it showed.
        rows = sum(max(1, -(-cell_len(_ESCAPE.sub("", line)) // columns)) for line in self._drawn)
        return f"\x1b[{rows}A\r"

    def _draw(self) -> str:
        """Return the live area; the cursor is below it then."""
        if self._paused or not self._area:
            self._drawn = ()
            return ""
        columns, lines = self.size
        # One column stays free: some terminals wrap after the last one.
        self._drawn = tuple(cut(line, columns - 1) for line in self._area[-max(lines - 2, 1) :])
        return "".join(f"{line}\x1b[K\n" for line in self._drawn)


def cut(line: str, columns: int) -> str:
    """Cut a line to `columns` cells of a terminal, without counting or breaking its colours."""
    visible = _ESCAPE.sub("", line)
    if cell_len(visible) <= columns:
        return line
    kept: list[str] = []
    room = max(columns - 1, 0)
    position = 0
    for escape in [*_ESCAPE.finditer(line), None]:
        text = line[position : escape.start() if escape else None]
        if cell_len(text) > room:
            kept.append(set_cell_size(text, room).rstrip() + "…")
            kept.append("\x1b[0m" if "\x1b" in line else "")
            break
        kept.append(text)
        room -= cell_len(text)
        if escape:
            kept.append(escape[0])
            position = escape.end()
    return "".join(kept)


def _copy_of(stream: TextIO) -> TextIO:
    try:
        descriptor = os.dup(stream.fileno())
    except (OSError, ValueError, io.UnsupportedOperation):
        return stream
    stream.flush()
    return os.fdopen(
        descriptor, "w", encoding=stream.encoding, errors="backslashreplace", newline="", buffering=1
    )
