"""How scenarios fare now: what the last run said of them, and what stands out in the runs before it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from harness.traceability.last_run import NOT_RUN, summed_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.changes.written import Scenario
    from harness.history.target_history import TargetHistory
    from harness.report.model import Scenario as Result
    from harness.traceability.coverage import RunKey
    from harness.traceability.last_run import LastRun

_CHANGED_SINCE: Final = "+"
"""At the end of a run's revision: files had been changed since."""


@dataclass(frozen=True)
class Faring:
    last: LastRun
    history: TargetHistory

    def states(self, scenarios: Iterable[Scenario]) -> list[tuple[int, str]]:
        """Return how many runs of these there are in each state, the worst first; nothing without results."""
        if self.last.run is None:
            return []
        states = self._states
        return summed_up(states.get(key, NOT_RUN) for each in scenarios for key in each.runs)

    def sentence(self, scenario: Scenario) -> str:
        """Return what stands out; of an outline, in the first of its rows of which something does."""
        known = self._results
        for key in scenario.runs:
            past = self.history.of(known[key].key) if key in known else None
            if past is not None and past.sentence:
                return past.sentence if len(scenario.runs) == 1 else f"{known[key].name}: {past.sentence}"
        return ""

    @cached_property
    def _states(self) -> dict[RunKey, str]:
        return self.last.states()

    @cached_property
    def _results(self) -> dict[RunKey, Result]:
        return self.last.scenarios()

    def told(self, commit: str, all_of_them: Iterable[Scenario]) -> list[str]:
        """Return which run it was, and whether it was one of this commit; "" are the files as they are."""
        told = [self.last.told(key for each in all_of_them for key in each.runs)]
        revision = self.last.run.revision if self.last.run else ""
        is_of_it = commit.startswith(revision.removesuffix(_CHANGED_SINCE))
        if revision and commit and not is_of_it:
            told.append(f"It was not of {commit[:7]}, but of {revision}.")
        elif commit and revision.endswith(_CHANGED_SINCE):
            told.append(f"It was of {commit[:7]} with files that were changed and not committed.")
        return told
