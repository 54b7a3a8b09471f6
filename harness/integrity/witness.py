"""What pytest and pytest-bdd said of each scenario, noted beside the recorder that reports are made from.

Two who watch the same and share no code: where the reports say something else, one of them errs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from pytest_bdd.parser import Scenario as ParsedScenario

TESTIMONY: Final = "hup_testimony"
"""Attribute of a report: what came of each step by then, so that it passes from worker to controller."""
_STEPS: Final = pytest.StashKey[list[str]]()
_CRASH: Final = "???"
"""The phase that pytest-xdist gives to the report of a test whose worker died."""

PASSED: Final = "passed"
FAILED: Final = "failed"
UNDEFINED: Final = "undefined"
BEGUN: Final = "begun"
"""Of a step that was at work when the scenario ended: skipped there, timed out, interrupted."""
NOT_RUN: Final = "not run"


class StepWitness:
    """In every process: notes what pytest-bdd says of steps, and gives it to the reports of the test."""

    NAME: Final = "hup-step-witness"

    def pytest_bdd_before_scenario(self, request: pytest.FixtureRequest, scenario: ParsedScenario) -> None:
        request.node.stash[_STEPS] = [NOT_RUN] * len(scenario.steps)

    def pytest_bdd_before_step(self, request: pytest.FixtureRequest) -> None:
        self._note(request, NOT_RUN, BEGUN)

    def pytest_bdd_after_step(self, request: pytest.FixtureRequest) -> None:
        self._note(request, BEGUN, PASSED)

    def pytest_bdd_step_error(self, request: pytest.FixtureRequest) -> None:
        self._note(request, BEGUN, FAILED)

    def pytest_bdd_step_func_lookup_error(self, request: pytest.FixtureRequest) -> None:
        self._note(request, NOT_RUN, UNDEFINED)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        # What is there at the set-up is of an earlier attempt.
        steps: list[str] = [] if report.when == "setup" else item.stash[_STEPS]
        item.stash[_STEPS] = steps
        setattr(report, TESTIMONY, list(steps))
        return report

    @staticmethod
    def _note(request: pytest.FixtureRequest, before: str, after: str) -> None:
        """Give the first step in one state the next state."""
        steps = request.node.stash[_STEPS]
        if before in steps:
            steps[steps.index(before)] = after


@dataclass
class _Attempt:
    outcomes: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """The word of pytest's own summary for it."""
        outcomes = self.outcomes
        if outcomes.get("call") == "failed":
            return "failed"
        if "failed" in outcomes.values() or _CRASH in outcomes:
            return "error"
        if outcomes.get("teardown") in ("skipped", "xfailed"):
            return outcomes["teardown"]
        if self.before_teardown not in ("", "passed"):
            return self.before_teardown
        return "passed" if self.before_teardown and "teardown" in outcomes else "interrupted"

    @property
    def before_teardown(self) -> str:
        """The outcome of the call, or of a set-up that let none come; "" where neither was told."""
        setup = self.outcomes.get("setup", "passed")
        return self.outcomes.get("call", "") if setup == "passed" else setup


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one scenario."""

    verdict: str
    """passed, failed, error, skipped, xfailed, xpassed, interrupted or not run."""
    earlier: tuple[str, ...] = ()
    """Verdicts of its earlier attempts."""
    steps: tuple[str, ...] = ()
    """Empty where none of it is known: it did not begin, or its process died."""
    before_teardown: str = ""
    """What it had come to before its teardown, "" where that is not known."""
    is_crash: bool = False
    is_failed_teardown: bool = False


class Witness:
    """In the controller: notes the reports of pytest as they come."""

    NAME: Final = "hup-witness"

    def __init__(self) -> None:
        self._attempts: dict[str, list[_Attempt]] = {}

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._attempts.setdefault(nodeid, []).append(_Attempt())

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        attempts = self._attempts.setdefault(report.nodeid, [])
        phase: str = report.when
        # A plugin that runs tests again may do so without saying that they start.
        if not attempts or phase in attempts[-1].outcomes:
            attempts.append(_Attempt())
        attempts[-1].outcomes[phase] = _outcome(report)
        attempts[-1].steps = getattr(report, TESTIMONY, attempts[-1].steps)

    def seen(self, node_id: str) -> Seen:
        """Return what was seen of a test."""
        if node_id not in self._attempts:
            return Seen("not run")
        *before, last = self._attempts[node_id]
        return Seen(
            last.verdict,
            tuple(each.verdict for each in before if each.outcomes),
            tuple(last.steps),
            before_teardown=last.before_teardown,
            is_crash=_CRASH in last.outcomes,
            is_failed_teardown=last.outcomes.get("teardown") == "failed",
        )

    @property
    def tests(self) -> set[str]:
        """Node ids of all tests that began."""
        return set(self._attempts)


def _outcome(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return {"skipped": "xfailed", "passed": "xpassed"}.get(report.outcome, report.outcome)
    # "rerun" is how plugins that run failed tests again call the failure of before.
    return "failed" if str(report.outcome) == "rerun" else report.outcome
