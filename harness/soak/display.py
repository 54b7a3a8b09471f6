"""What a user sees of a soak while it runs: a line per run, and below it on a terminal how far it is."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from harness.cli.console import Printer
from harness.soak.told import run_line

if TYPE_CHECKING:
    from types import TracebackType

    from harness.soak.record import RunRecord, Soak

_HOUR, _MINUTE = 3600, 60
_SOON: Final = "ends within a minute"


class Display:
    def __init__(self, soak: Soak, console: Console | None = None) -> None:
        self._soak = soak
        console = console or Console(highlight=False)
        self._printer = Printer(console)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[done]}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, done="", left="", start=False)
        self._began = 0.0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def began(self, number: int) -> None:
        self._began = time.monotonic()
        of = f" of {self._soak.wanted}" if self._soak.wanted is not None else ""
        total = max((run.scenarios for run in self._soak.whole_runs), default=None)
        self._progress.reset(self._task, description=f"run {number}{of}", total=total, done="", left="")

    def progressed(self, scenarios: int) -> None:
        task = self._progress.tasks[0]
        of = f" of {task.total:.0f}" if task.total else ""
        done = f"{scenarios}{of} scenarios"
        self._progress.update(self._task, completed=scenarios, done=done, left=self._left())

    def ended(self, run: RunRecord) -> None:
        self._printer.line(*run_line(self._soak, run))

    def _left(self) -> str:
        seconds = [run.seconds for run in self._soak.whole_runs]
        if not seconds:
            return ""
        usual, ran = statistics.median(seconds), time.monotonic() - self._began
        left = []
        if self._soak.wanted is not None:
            left.append((self._soak.wanted - self._soak.counted) * usual - ran)
        if self._soak.hours is not None:
            # The run that is at it when time is up is run to its end.
            left.append(self._soak.hours * _HOUR - sum(run.seconds for run in self._soak.runs) - ran)
        return _told(max(min(left), usual - ran))


def _told(seconds: float) -> str:
    if seconds < _MINUTE:
        return _SOON
    hours, minutes = divmod(round(seconds / _MINUTE), _MINUTE)
    return f"about {f'{hours} h ' if hours else ''}{minutes} min left"
