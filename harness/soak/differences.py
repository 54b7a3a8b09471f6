"""What a soak has found: everything that was not the same in each run."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.report.model import Status
from harness.soak.record import Result

if TYPE_CHECKING:
    from harness.soak.record import RunRecord, ScenarioRecord, Soak

_RED = (Status.FAILED, Status.ERROR, Status.XPASSED)


@dataclass(frozen=True, slots=True)
class Difference:
    """A scenario that did not end in the same way in all runs that it ended in."""

    node_id: str
    scenario: ScenarioRecord

    @property
    def runs(self) -> list[tuple[int, str]]:
        """The numbers of the runs in which it ended otherwise than in most, and how; in order."""
        return sorted(
            (number, outcome)
            for outcome, numbers in self.scenario.outcomes.items()
            if outcome != self.scenario.usual
            for number in numbers
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """How much longer a scenario took in its slowest run than it mostly takes; seconds."""

    scenario: ScenarioRecord
    least: float
    median: float
    most: float


def differences(soak: Soak) -> list[Difference]:
    """Return those that differed, in the order of their places."""
    found = [
        Difference(node_id, scenario)
        for node_id, scenario in soak.scenarios.items()
        if len(scenario.outcomes) > 1
    ]
    return sorted(found, key=lambda each: (each.scenario.place, each.node_id))


def always_red(soak: Soak) -> dict[str, ScenarioRecord]:
    """Return those that were red each time, by node id: no false alarm, but no green run either."""
    return {
        node_id: scenario
        for node_id, scenario in soak.scenarios.items()
        if len(scenario.outcomes) == 1 and scenario.usual.startswith(_RED)
    }


def left_out(soak: Soak) -> dict[int, list[str]]:
    """Return, by number of run, the titles of scenarios that a whole run did not run, but others did."""
    found: dict[int, list[str]] = {}
    for run in soak.whole_runs:
        absent = [each.title for each in soak.scenarios.values() if run.number not in each.runs()]
        if absent:
            found[run.number] = sorted(absent)
    return found


def broken(soak: Soak) -> list[RunRecord]:
    """Return the runs that could not run, and those that failed though none of their scenarios did."""
    return [
        run
        for run in soak.runs
        if run.result is Result.BROKEN or (run.result is Result.FAILED and not run.noted)
    ]


def widest_spread(soak: Soak, count: int) -> list[Spread]:
    """Return those whose slowest run was the furthest above their median, the furthest first."""
    spreads = [
        Spread(each, min(seconds), statistics.median(seconds), max(seconds))
        for each in soak.scenarios.values()
        if len(seconds := list(each.seconds.values())) > 1
    ]
    return sorted(spreads, key=lambda each: each.most - each.median, reverse=True)[:count]


def is_steady(soak: Soak) -> bool:
    """Say whether there was a whole run, and all of them passed with the same scenarios ending alike."""
    found = (differences(soak), always_red(soak), left_out(soak), broken(soak))
    return bool(soak.whole_runs) and not any(found)
