"""All breaches that were asked for, several at once, and at the end the control of what noticed them."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from harness.faults.control import control
from harness.faults.hunt import hunt, now
from harness.faults.memory import FILE_NAME as MEMORY
from harness.faults.memory import passed_in
from harness.faults.order import Order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from harness.child_run import Child
    from harness.faults.breach import Breach
    from harness.faults.hunt import Circumstances
    from harness.faults.memory import Memory
    from harness.faults.record import Measurement, Outcome

CONTROL: Final = "control"


@dataclass(frozen=True, slots=True)
class _Found:
    """What is kept of a run until all are done: not all that it knows of each scenario."""

    outcome: Outcome
    scenarios: int
    passed: dict[str, float]


class Watcher(Protocol):
    """Whoever shows how far it is. Called from several threads."""

    def began(self, name: str) -> None: ...

    def progressed(self, name: str, scenarios: int) -> None: ...

    def stopped(self, name: str) -> None: ...

    def ended(self, outcome: Outcome) -> None: ...


@dataclass
class Campaign:
    """`path` is the file of the outcomes, which is written after each of them."""

    breaches: Sequence[Breach]
    """Those that are asked for."""
    measurement: Measurement
    memory: Memory
    around: Circumstances
    path: Path
    watcher: Watcher
    _over: threading.Event = field(default_factory=threading.Event)
    _children: set[Child] = field(default_factory=set)

    def run_all(self) -> None:
        """Return once all was measured and controlled, which is on the disk then.

        However it ends, by a KeyboardInterrupt or a SystemExit as a signal brings it, what was measured is
        kept, and no run is left behind. Raises OSError.
        """
        before, started = self.measurement.seconds, time.monotonic()
        try:
            self._measure()
            self._control()
            self.measurement.finished = now()
        finally:
            # None is left, but where somebody could not wait.
            for child in list(self._children):
                child.kill()
            self.measurement.seconds = round(before + time.monotonic() - started, 1)
            self.measurement.write(self.path)
            self.memory.write(self.path.parent / MEMORY)

    def _measure(self) -> None:
        pending = set(self.measurement.pending)
        breaches = [each for each in self.breaches if each.name in pending]
        pool = ThreadPoolExecutor(self.measurement.jobs, thread_name_prefix="hunt")
        futures: list[Future[_Found | None]] = []
        taken: set[Future[_Found | None]] = set()
        try:
            futures += [pool.submit(self._one, breach) for breach in breaches]
            for future in as_completed(futures):
                taken.add(future)
                self._take_in(future)
        finally:
            self._over.set()
            pool.shutdown(cancel_futures=True)
            # What came to its end while the others were being stopped.
            for future in set(futures) - taken:
                if not future.cancelled() and future.exception() is None:
                    self._take_in(future)

    def _one(self, breach: Breach) -> _Found | None:
        order = self._order(breach)
        children: list[Child] = []

        def began(child: Child) -> None:
            children.append(child)
            self._children.add(child)

        self.watcher.began(breach.name)
        try:
            found = hunt(
                breach,
                order,
                self.around,
                began=began,
                progressed=lambda scenarios: self.watcher.progressed(breach.name, scenarios),
                is_over=self._over.is_set,
            )
            if found is None:
                return None
            outcome, run = found
            return _Found(outcome, len(run.scenarios) if run else 0, passed_in(run) if run else {})
        finally:
            self._children.difference_update(children)
            self.watcher.stopped(breach.name)

    def _order(self, breach: Breach) -> Order:
        return Order(
            named=self.memory.likely(breach),
            rules=list(breach.rules),
            seconds=dict(self.memory.seconds),
            only_these=self.around.own_rule_only,
        )

    def _take_in(self, future: Future[_Found | None]) -> None:
        found = future.result()
        if found is None:
            return
        self.measurement.features = max(found.scenarios, self.measurement.features)
        self.memory.learn(found.passed)
        self.measurement.take_in(found.outcome)
        self.memory.remember(found.outcome)
        self.measurement.write(self.path)
        self.watcher.ended(found.outcome)

    def _control(self) -> None:
        self.watcher.began(CONTROL)
        try:
            control(
                self.measurement,
                self.around,
                progressed=lambda scenarios: self.watcher.progressed(CONTROL, scenarios),
            )
        finally:
            self.watcher.stopped(CONTROL)
