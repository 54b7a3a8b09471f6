"""What pytest and pytest-bdd tell about a scenario while it runs, put into the model."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pytest_bdd.exceptions import StepDefinitionNotFoundError

from harness.report.failure import Phase, failure_from
from harness.report.model import UNSUCCESSFUL, Failure, Scenario, Status, Step, StepStatus
from harness.report.snippet import snippet_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass
class Recorder:
    """Keeps one scenario's model up to date. Its methods follow the order of pytest's hooks."""

    scenario: Scenario
    root: Path
    step_starts: list[float] = field(default_factory=list)
    """When each step began that has begun by now, in seconds since the epoch."""
    is_over: bool = False
    """Whether its teardown has ended: what comes then is another attempt."""
    _next: int = 0
    _step_started: float | None = None
    _started: float = 0.0

    def start(self, worker: str | None) -> None:
        """Begin, or begin anew where a plugin runs a test again; failures of before are kept."""
        scenario = self.scenario
        begin_attempt(scenario)
        scenario.worker = worker
        scenario.started = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.step_starts.clear()
        self.is_over = False
        self._next, self._step_started, self._started = 0, None, time.perf_counter()

    def step_started(self) -> int:
        """Return the index of the step that begins."""
        self._step_started = time.perf_counter()
        self.step_starts.append(time.time())
        self._step.started = round(self._step_started - self._started, 4)
        self._step.status = StepStatus.INTERRUPTED  # until something better is known
        return self._next

    def step_passed(self) -> int:
        """Return the index of the step that has ended."""
        self._end_step(StepStatus.PASSED)
        self._next += 1
        return self._next - 1

    def step_failed(self) -> int:
        """Return the index of the step that has ended."""
        self._end_step(StepStatus.FAILED)
        return self._next

    def step_undefined(self, is_defined: Callable[[int], bool]) -> None:
        """Mark this step, and those after it that have no definition either."""
        for index, step in enumerate(self.scenario.steps[self._next :], start=self._next):
            if index == self._next or not is_defined(index):
                step.status = StepStatus.UNDEFINED

    def phase_ended(
        self, report: pytest.TestReport, excinfo: pytest.ExceptionInfo[BaseException] | None
    ) -> None:
        """Take over the outcome of set-up, call or teardown."""
        scenario = self.scenario
        scenario.seconds = round(scenario.seconds + report.duration, 4)
        self.is_over = report.when == "teardown"
        if report.failed:
            self._add_failure(report, excinfo)
        elif report.skipped:
            if scenario.status not in UNSUCCESSFUL:  # a teardown that is skipped makes nothing good
                expected = hasattr(report, "wasxfail")
                scenario.status = Status.XFAILED if expected else Status.SKIPPED
                scenario.reason = _reason(report)
            if self._step_started is not None:
                self._end_step(StepStatus.SKIPPED)
        elif report.when == "call":
            xpassed = hasattr(report, "wasxfail")
            scenario.status = Status.XPASSED if xpassed else Status.PASSED
            scenario.reason = _reason(report)

    def _add_failure(
        self, report: pytest.TestReport, excinfo: pytest.ExceptionInfo[BaseException] | None
    ) -> None:
        scenario = self.scenario
        ended_by_step = report.when == "call" and self._ended_by_step
        phase: Phase = "step" if ended_by_step else _PHASES[report.when]
        if self._step_started is not None:  # neither passed nor failed was told: a time-out, a crash
            self._end_step(StepStatus.FAILED)
            phase = "step"
        if report.when == "call":
            scenario.status = Status.FAILED
        else:
            # A failure of a step is not made less by one of the teardown.
            scenario.status = Status.FAILED if scenario.status == Status.FAILED else Status.ERROR
        step = self._next if phase == "step" else None
        if excinfo is None:
            failure = Failure(phase=phase, step=step, kind="Failed", message=report.longreprtext)
        else:
            failure = failure_from(
                excinfo, phase=phase, root=self.root, step=step, traceback=report.longreprtext
            )
        failure.attempt = len(scenario.earlier)
        if excinfo is not None and isinstance(excinfo.value, StepDefinitionNotFoundError):
            failure.message = "No definition says what this sentence means."
            failure.places, failure.source = [], ""
            undefined = [step for step in scenario.steps if step.status == StepStatus.UNDEFINED]
            failure.snippets = list(dict.fromkeys(snippet_for(step) for step in undefined))
        scenario.failures.append(failure)

    @property
    def _ended_by_step(self) -> bool:
        ended = {StepStatus.FAILED, StepStatus.UNDEFINED}
        return self._next < len(self.scenario.steps) and self._step.status in ended

    @property
    def _step(self) -> Step:
        return self.scenario.steps[self._next]

    def _end_step(self, status: StepStatus) -> None:
        step = self._step
        step.status = status
        if self._step_started is not None:
            step.seconds = round(time.perf_counter() - self._step_started, 4)
            self._step_started = None


def begin_attempt(scenario: Scenario) -> None:
    """Keep of an attempt before how it ended and why, and nothing else."""
    if scenario.status != Status.NOT_RUN:
        scenario.earlier.append(scenario.status)
    scenario.status, scenario.reason, scenario.seconds = Status.NOT_RUN, "", 0.0
    scenario.mails = []
    for step in scenario.steps:
        step.status, step.seconds, step.started, step.pictures = StepStatus.NOT_RUN, 0.0, None, []


_PHASES: dict[str, Phase] = {"setup": "setup", "call": "call", "teardown": "teardown"}


def _reason(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return str(report.wasxfail).removeprefix("reason: ")
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return ""
