"""What a user sees while breaches are measured: a line for each, and on a terminal below it how far it is."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from harness.cli.console import Printer
from harness.faults.campaign import CONTROL
from harness.faults.told import line_of

if TYPE_CHECKING:
    from types import TracebackType

    from harness.faults.record import Measurement, Outcome

_MINUTE: Final = 60
_SOON: Final = "ends within a minute"
_MOST_SHOWN: Final = 3


class Display:
    """Its methods are called from several threads."""

    def __init__(self, measurement: Measurement, console: Console | None = None) -> None:
        self._measurement = measurement
        self._console = console or Console(highlight=False)
        self._printer = Printer(self._console)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[at]}", style="dim"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._already = len(measurement.done)
        self._task = self._progress.add_task("", total=len(measurement.asked), left="", at="")
        self._at_work: dict[str, int] = {}
        self._lock = threading.Lock()
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._progress.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def began(self, name: str) -> None:
        self.progressed(name, 0)
        if name == CONTROL:
            self._printer.line(("control: what has noticed something, with the portal in order", "dim"))

    def progressed(self, name: str, scenarios: int) -> None:
        with self._lock:
            self._at_work[name] = scenarios
            self._show()

    def stopped(self, name: str) -> None:
        with self._lock:
            self._at_work.pop(name, None)
            self._show()

    def ended(self, outcome: Outcome) -> None:
        with self._lock:
            self._show()
        self._printer.line(*line_of(outcome))

    def _show(self) -> None:
        done, of = len(self._measurement.done), len(self._measurement.asked)
        shown = [f"{name} {count}" if count else name for name, count in self._at_work.items()]
        more = f" and {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
        self._progress.update(
            self._task,
            completed=done,
            description=f"{done} of {of} faults",
            left=self._left(done, of),
            at=f"{', '.join(shown[:_MOST_SHOWN])}{more}",
        )

    def _left(self, done: int, of: int) -> str:
        new = done - self._already
        if not new or done == of:
            return ""
        seconds = (time.monotonic() - self._began) / new * (of - done)
        return _SOON if seconds < _MINUTE else f"about {round(seconds / _MINUTE)} min left"
