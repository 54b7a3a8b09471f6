"""How a scenario, its steps and what is around them ended, in the words of Messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cucumber_messages import Exception as MessageException
from cucumber_messages import TestStepResult, TestStepResultStatus

from harness.formats.attempts import failures_by_attempt
from harness.formats.cucumber_messages.envelopes import duration
from harness.report.condense import plain
from harness.report.model import UNSUCCESSFUL, Status, StepStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.report.model import Failure, Scenario

PASSED: Final = TestStepResultStatus.passed
FAILED: Final = TestStepResultStatus.failed
SKIPPED: Final = TestStepResultStatus.skipped
PENDING: Final = TestStepResultStatus.pending
UNDEFINED: Final = TestStepResultStatus.undefined
UNKNOWN: Final = TestStepResultStatus.unknown

_RED: Final = (FAILED, UNDEFINED)
_STEPS: Final = {
    StepStatus.PASSED: PASSED,
    StepStatus.FAILED: FAILED,
    StepStatus.UNDEFINED: UNDEFINED,
    StepStatus.SKIPPED: SKIPPED,
    StepStatus.INTERRUPTED: UNKNOWN,
    StepStatus.NOT_RUN: SKIPPED,
}
_INTERRUPTED: Final = (
    "The run was stopped while this scenario was running: "
    "how it would have ended is not known, nor how its teardown did."
)


@dataclass
class Result:
    """How one thing ended; times are in seconds after the scenario's start."""

    status: TestStepResultStatus
    message: str = ""
    failures: list[Failure] = field(default_factory=list)
    begins: float = 0.0
    ends: float = 0.0

    def fail(self, failures: Sequence[Failure] = (), message: str = "") -> None:
        self.status, self.message, self.failures = FAILED, message, list(failures)

    def told(self) -> TestStepResult:
        """Return it as a message; what happened stands before the traceback, for it is read from the top."""
        text = "\n\n".join(
            "\n\n".join(filter(None, [plain(failure.message), plain(failure.traceback)]))
            for failure in self.failures
        )
        first = self.failures[0] if self.failures else None
        return TestStepResult(
            duration=duration(self.ends - self.begins),
            status=self.status,
            message=text or self.message or None,
            exception=None
            if first is None
            else MessageException(
                type=first.kind,
                message=plain(first.message).removeprefix(f"{first.kind}: "),  # shown beside the type
                stack_trace=text if any(failure.traceback for failure in self.failures) else None,
            ),
        )


@dataclass
class Results:
    """One attempt: the two hooks, and the steps between them."""

    before: Result
    steps: list[Result]
    after: Result


def results_of(scenario: Scenario) -> Results:
    """Return the attempt that counts, which is the last one."""
    results = Results(
        Result(PASSED), [Result(_STEPS[step.status]) for step in scenario.steps], Result(PASSED)
    )
    _place_times(scenario, results)
    _place_failures(scenario, results)
    ended_early = {
        Status.SKIPPED: (SKIPPED, scenario.reason or "skipped"),
        Status.XFAILED: (PENDING, f"Failed, as was expected: {scenario.reason or 'no reason given'}"),
    }.get(scenario.status)
    if ended_early is not None:
        _end_early(scenario, results, *ended_early)
    elif scenario.status in UNSUCCESSFUL:
        _make_red(scenario, results)
    return results


def earlier_results(scenario: Scenario) -> list[Result]:
    """Return the end of each attempt before that one: all that is known of them."""
    found = []
    for status, failures in zip(scenario.earlier, failures_by_attempt(scenario), strict=False):
        word = {
            Status.PASSED: PASSED,
            Status.XPASSED: PASSED,
            Status.SKIPPED: SKIPPED,
            Status.XFAILED: PENDING,
        }
        result = Result(word.get(status, UNKNOWN), f"An earlier attempt: {status.value}")
        if status in UNSUCCESSFUL:
            result.fail(failures, result.message)
        found.append(result)
    return found


def _place_times(scenario: Scenario, results: Results) -> None:
    """What is before the first step is set-up, what remains after the last one is teardown."""
    now = next((step.started for step in scenario.steps if step.started is not None), 0.0)
    if all(step.status == StepStatus.NOT_RUN for step in scenario.steps) and scenario.steps:
        now = scenario.seconds
    results.before.ends = now
    for step, result in zip(scenario.steps, results.steps, strict=True):
        result.begins = now = max(now, step.started or 0.0)
        result.ends = now = now + step.seconds
    results.after.begins, results.after.ends = now, max(now, scenario.seconds)


def _place_failures(scenario: Scenario, results: Results) -> None:
    before: list[Failure] = []
    after: list[Failure] = []
    for failure in failures_by_attempt(scenario)[-1]:
        step = scenario.current_step if failure.step is None else failure.step
        of_step = results.steps[step : step + 1] if failure.phase == "step" and step is not None else []
        if failure.phase == "setup":
            before.append(failure)
        elif of_step and of_step[0].status in _RED:
            of_step[0].failures.append(failure)
        else:
            after.append(failure)
    if before:
        results.before.fail(before)
    if after:
        results.after.fail(after)
    for result in results.steps:
        if result.status == UNKNOWN:
            result.message = "It was running when its run or its process ended."


def _end_early(scenario: Scenario, results: Results, word: TestStepResultStatus, reason: str) -> None:
    """Say the reason where the scenario ended: at a step, or around them."""
    ending = {StepStatus.SKIPPED} if word == SKIPPED else {StepStatus.FAILED, StepStatus.UNDEFINED}
    for step, result in zip(scenario.steps, results.steps, strict=True):
        if step.status in ending:
            result.status = UNDEFINED if step.status == StepStatus.UNDEFINED else word
            result.message = reason
            return
    began = any(step.status != StepStatus.NOT_RUN for step in scenario.steps)
    where = results.after if began or not scenario.steps else results.before
    where.status, where.message = word, reason


def _make_red(scenario: Scenario, results: Results) -> None:
    """See to it that what did not succeed has something that is seen not to have."""
    everything = [results.before, *results.steps, results.after]
    if scenario.status == Status.INTERRUPTED and results.after.status != FAILED:
        results.after.fail(message=_INTERRUPTED)
    elif not any(result.status in _RED for result in everything):
        results.after.fail(message=f"It ended as {scenario.status.value}; nothing says more.")
