"""What is said at the end of a run, where the history makes a difference to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.history.scenario_past import runs_in_words

if TYPE_CHECKING:
    from harness.history.target_history import TargetHistory
    from harness.report.model import Run

_MOST_LINES: Final = 5
"""Of a kind; a run in which all fails needs no list of all."""


def news(run: Run, history: TargetHistory) -> list[str]:
    """Return lines of what fails that passed before, of what may be flaky, and of what passes again.

    Flakiness is told of scenarios alone that did not pass at once in this very run: of others it is no news.
    """
    failing: list[str] = []
    flaky: list[str] = []
    passing: list[str] = []
    for scenario in run.scenarios:
        if history.is_steady(scenario.key):
            continue
        past = history.of(scenario.key)
        if not past.ran or past.ran[-1].run_id != run.run_id:
            continue
        last, title = past.ran[-1], scenario.title
        if past.flakiness is not None and (last.is_red or last.retried):
            flakiness = past.flakiness
            flaky.append(f"Flaky: {title} ({flakiness.failed} of the last {flakiness.runs} runs failed)")
        elif last.is_red and past.failing and past.failing.runs == 1 and past.failing.passed_before:
            failing.append(f"Newly failing: {title} (passed in {_before(past.failing.passed_before)})")
        elif past.recovered is not None:
            was = past.recovered
            passing.append(f"Passes again: {title} (failed in {_before(was.runs)}, since {was.since})")
    return [line for kind in (failing, flaky, passing) for line in _cut(kind)]


def _before(count: int) -> str:
    return f"the {runs_in_words(count)} before" if count > 1 else "the run before"


def _cut(lines: list[str]) -> list[str]:
    left = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], f"… and {left} more"] if left > 0 else lines
