"""The runs against one target, asked about a scenario. What another target said counts for nothing here."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from harness.history.past_run import LETTERS, digest
from harness.history.scenario_past import Ran, ScenarioPast
from harness.history.trend import Trend
from harness.report.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.history.past_run import PastRun

SHOWN_RUNS: Final = 50
"""As many as are looked at for flakiness; more are too narrow to be seen on a page."""


class TargetHistory:
    """What runs of one target said, the oldest first. Partial ones count for the scenarios that they ran."""

    def __init__(self, runs: Sequence[PastRun]) -> None:
        self.runs = tuple(runs)

    def of(self, key: str) -> ScenarioPast:
        """Return what is known of the scenario with that key; a scenario that was renamed is a new one."""
        short = digest(key)
        ran = tuple(_ran(run, run.results[short]) for run in self.runs if short in run.results)
        # Of a first run everything would be new, and of one that ran a part, all the rest.
        is_new = (
            len(ran) == 1
            and ran[0].run_id == self.runs[-1].run_id
            and any(not run.partial for run in self.runs[:-1])
        )
        return ScenarioPast(ran, is_new=is_new)

    def is_steady(self, key: str) -> bool:
        """Say at little cost whether it passed in the last two runs that had it, as nearly all do."""
        short = digest(key)
        results = (run.results[short] for run in reversed(self.runs) if short in run.results)
        return [result[0] for result in islice(results, 2)] == [LETTERS[Status.PASSED]] * 2

    def trend(self, key: str) -> Trend | None:
        """Return what a report of the last run shows: the runs before it, and what stands out."""
        past = self.of(key)
        before = [each for each in past.ran if each.run_id != self.runs[-1].run_id][-SHOWN_RUNS:]
        if not before and past.sentence is None:
            return None
        return Trend([(each.status.value, each.seconds) for each in before], past.sentence)


def _ran(run: PastRun, result: str) -> Ran:
    return Ran(result[0], int(result[1:]) / 100, run.started, run.run_id, run.revision)
