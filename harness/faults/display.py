"""What a user sees while breaches are measured: a line for each, and on a terminal below it how far it is."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from harness.cli.console import counted
from harness.cli.live import Live, time_left
from harness.faults.campaign import CONTROL
from harness.faults.told import line_of

if TYPE_CHECKING:
    from rich.console import Console

    from harness.faults.record import Measurement, Outcome

_MOST_SHOWN: Final = 3


class Display(Live):
    """Its methods are called from several threads."""

    def __init__(self, measurement: Measurement, console: Console | None = None) -> None:
        super().__init__(console)
        self._measurement = measurement
        self._already = len(measurement.done)
        self._at_work: dict[str, int] = {}
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self.begin("", len(measurement.asked))

    def began(self, name: str) -> None:
        self.progressed(name, 0)
        if name == CONTROL:
            self.line(("control: what has noticed something, with the portal in order", "dim"))

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
        self.line(*line_of(outcome))

    def _show(self) -> None:
        done, of = len(self._measurement.done), len(self._measurement.asked)
        shown = [f"{name} {count}" if count else name for name, count in self._at_work.items()]
        more = f" and {len(shown) - _MOST_SHOWN} more" if len(shown) > _MOST_SHOWN else ""
        self.show(
            done,
            f"{done} of {counted(of, self._measurement.word)}",
            left=self._left(done, of),
            details=f"{', '.join(shown[:_MOST_SHOWN])}{more}",
        )

    def _left(self, done: int, of: int) -> str:
        new = done - self._already
        if not new or done == of:
            return ""
        return time_left((time.monotonic() - self._began) / new * (of - done))
