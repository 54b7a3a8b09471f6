"""Where a run stands: how much is done, how it went, and what each worker does at the moment.

Knows nothing of terminals. Told by pytest's thread and, with workers, by threads that receive from them.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.report.model import Scenario

Outcome = Literal["passed", "failed", "error", "skipped", "xfailed", "xpassed"]

# A test has several reports; the gravest of them is its outcome.
_GRAVITY: tuple[Outcome, ...] = ("passed", "xpassed", "xfailed", "skipped", "error", "failed")
BAD: frozenset[Outcome] = frozenset({"failed", "error"})


@dataclass
class Running:
    """A test that is being run. Times are of the board's clock."""

    node_id: str
    worker: str
    since: float
    scenario: Scenario | None = None
    step: int | None = None

    @property
    def title(self) -> str:
        return self.scenario.title if self.scenario else self.node_id

    @property
    def step_text(self) -> str:
        """The sentence that is being run, or nothing before the first."""
        if self.scenario is None or self.step is None:
            return ""
        step = self.scenario.steps[self.step]
        return f"{step.keyword} {step.text}"


@dataclass(frozen=True)
class Finished:
    """A test that is over, `number` of those that are."""

    node_id: str
    number: int
    outcome: Outcome
    seconds: float
    worker: str
    scenario: Scenario | None = None

    @property
    def title(self) -> str:
        return self.scenario.title if self.scenario else self.node_id


@dataclass
class Board:
    clock: Callable[[], float] = time.monotonic
    total: int = 0
    counts: Counter[Outcome] = field(default_factory=Counter)
    _scenarios: dict[str, Scenario] = field(default_factory=dict)
    _running: dict[str, Running] = field(default_factory=dict)
    """By worker; without workers that is "" ."""
    _seen: dict[str, tuple[Outcome, float]] = field(default_factory=dict)
    """What the reports of a test that is not over yet have said."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _is_on: bool = False
    _first: float | None = None
    """When the first test began: what comes before says nothing of how long the others take."""
    _last_news: float = 0.0

    def know(self, scenarios: list[Scenario]) -> None:
        with self._lock:
            self._scenarios = {scenario.node_id: scenario for scenario in scenarios}
            for running in self._running.values():  # other workers may have begun before the first has told
                running.scenario = self._scenarios.get(running.node_id)

    def expect(self, total: int) -> None:
        with self._lock:
            self.total = total

    def begin(self) -> None:
        """Tell that tests may run from now on."""
        with self._lock:
            self._last_news = self.clock()
            self._is_on = True

    def started(self, node_id: str, worker: str) -> None:
        with self._lock:
            scenario = self._scenarios.get(node_id)
            self._first = self.clock() if self._first is None else self._first
            self._running[worker] = Running(node_id, worker, self.clock(), scenario)

    def step(self, node_id: str, index: int) -> None:
        with self._lock:
            for running in self._running.values():
                if running.node_id == node_id:
                    running.step = index

    def reported(self, node_id: str, outcome: Outcome, seconds: float) -> None:
        """Take the report of one phase: set-up, call or teardown."""
        with self._lock:
            before, so_far = self._seen.get(node_id, ("passed", 0.0))
            gravest = max(before, outcome, key=_GRAVITY.index)
            self._seen[node_id] = (gravest, so_far + seconds)

    def begins_anew(self, node_id: str) -> None:
        """Forget what was reported of a test that a plugin runs again: it counts once, as it ends at last."""
        with self._lock:
            self._seen.pop(node_id, None)

    def finished(self, node_id: str) -> Finished | None:
        """Count a test as over; None where it was already, or where nothing was reported of it."""
        with self._lock:
            if node_id not in self._seen:
                return None
            outcome, seconds = self._seen.pop(node_id)
            self.counts[outcome] += 1
            self._last_news = self.clock()
            # A worker may be on its next test already.
            worker = next((name for name, test in self._running.items() if test.node_id == node_id), None)
            if worker is not None:
                del self._running[worker]
            scenario = self._scenarios.get(node_id)
            return Finished(node_id, self.done, outcome, seconds, worker or "", scenario)

    @property
    def done(self) -> int:
        return self.counts.total()

    @property
    def running(self) -> list[Running]:
        """What is being run, by worker."""
        with self._lock:
            return sorted(self._running.values(), key=lambda test: (len(test.worker), test.worker))

    @property
    def elapsed(self) -> float:
        """Seconds since the first test began."""
        return 0.0 if self._first is None else self.clock() - self._first

    @property
    def quiet_for(self) -> float:
        """Seconds since a test was over."""
        return self.clock() - self._last_news if self._is_on else 0.0

    @property
    def remaining(self) -> float | None:
        """Seconds that the rest will take if it goes on like this; None while that is anybody's guess."""
        if self.done < _ENOUGH_TO_GUESS or self.done >= self.total:
            return None
        return self.elapsed / self.done * (self.total - self.done)

    def make_news(self) -> None:
        """Have the quiet end, since something was said meanwhile."""
        with self._lock:
            self._last_news = self.clock()


_ENOUGH_TO_GUESS = 4
