"""What a user sees of a soak while it runs: a line per run, and on a terminal how far it is."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Final

from harness.cli.console import counted
from harness.cli.live import Live, time_left
from harness.soak.told import run_line

if TYPE_CHECKING:
    from rich.console import Console

    from harness.soak.record import RunRecord, Soak

_HOUR: Final = 3600


class Display(Live):
    def __init__(self, soak: Soak, console: Console | None = None) -> None:
        super().__init__(console)
        self._soak = soak
        self._began = 0.0

    def began(self, number: int) -> None:
        self._began = time.monotonic()
        of = f" of {self._soak.wanted}" if self._soak.wanted is not None else ""
        self.begin(f"run {number}{of}", self._usual_scenarios())

    def progressed(self, scenarios: int) -> None:
        of = self._usual_scenarios()
        done = f"{scenarios} of {counted(of, 'scenario')}" if of else counted(scenarios, "scenario")
        self.show(scenarios, left=self._left(), details=done)

    def ended(self, run: RunRecord) -> None:
        self.line(*run_line(self._soak, run))

    def _usual_scenarios(self) -> int | None:
        return max((run.scenarios for run in self._soak.whole_runs), default=None)

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
        return time_left(max(min(left), usual - ran))
