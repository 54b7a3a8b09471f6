"""What is said at the end of a run, where the history makes a difference to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.history.target_history import TargetHistory
    from harness.report.model import Run


def news(run: Run, history: TargetHistory) -> list[list[str]]:
    """Return lines of three kinds: what fails that passed before, what passes again, and what may be flaky.

    Flakiness is told of scenarios alone that did not pass at once in this very run: of others it is no news.
    """
    failing: list[str] = []
    passing: list[str] = []
    flaky: list[str] = []
    for scenario in run.scenarios:
        past = history.of(scenario.key)
        if not past.ran or past.ran[-1].run_id != run.run_id:
            continue
        last, flakiness = past.ran[-1], past.flakiness
        if flakiness is not None and (last.is_red or last.retried):
            flaky.append(f"{flakiness}: {scenario.title}")
        elif last.is_red and past.failing and past.failing.runs == 1 and past.failing.passed_before:
            failing.append(f"{past.sentences[0]}: {scenario.title}")
        elif past.recovered is not None:
            passing.append(f"{past.sentences[0]}: {scenario.title}")
    return [failing, passing, flaky]
