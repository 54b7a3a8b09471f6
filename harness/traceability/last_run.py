"""What the last run said of each scenario, as far as its results can be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from harness.report.model import Run, Scenario, Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harness.traceability.coverage import RunKey

NOT_RUN: Final = "not run"
NEVER_RUN: Final = "never run"
PASSED: Final = "passed"
_WORDS: Final = {
    Status.PASSED: PASSED,
    Status.FAILED: "failed",
    Status.ERROR: "failed",
    Status.SKIPPED: "skipped",
    Status.XFAILED: "failed as expected",
    Status.XPASSED: "passed unexpectedly",
    Status.INTERRUPTED: NOT_RUN,
    Status.NOT_RUN: NOT_RUN,
}
_WORST_FIRST: Final = (
    "failed", "passed unexpectedly", "failed as expected", NEVER_RUN, NOT_RUN, "skipped", PASSED,
)  # fmt: skip
_TO_THE_END: Final = (0, 1)
"""Exit codes of runs that nobody stopped."""
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


@dataclass(frozen=True)
class LastRun:
    """`run` is None where there is none that could be read; `problem` then says why."""

    run: Run | None
    problem: str = ""

    @classmethod
    def of(cls, reports: Path) -> LastRun:
        """Read that of the latest run, or of the one before it where that had no scenario to run."""
        latest = reports / "latest" / "results.json"
        # Their names begin with their time.
        earlier = sorted(reports.glob("*/results.json"), reverse=True)
        return cls.read(next((path for path in [latest, *earlier] if path.exists()), latest))

    @classmethod
    def read(cls, path: Path) -> LastRun:
        try:
            return cls(Run.model_validate_json(path.read_bytes()))
        except FileNotFoundError:
            return cls(None, "no run has left results yet: ./run e2e")
        except OSError as error:
            return cls(None, f"the results of the last run cannot be read: {error}")
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            return cls(
                None,
                f"the results in {path} are broken, or of another version of this project "
                f"({where + ': ' if where else ''}{first['msg']}): run again",
            )

    def scenarios(self) -> dict[RunKey, Scenario]:
        return {_key(scenario): scenario for scenario in self.run.scenarios} if self.run else {}

    def states(self) -> dict[RunKey, str]:
        return {key: _WORDS[scenario.status] for key, scenario in self.scenarios().items()}

    def told(self, all_runs: Iterable[RunKey], now: datetime | None = None) -> str:
        """Return which run it was, when, how long ago, and whether it was of some scenarios only."""
        if self.run is None:
            return self.problem
        started = datetime.fromisoformat(self.run.started)
        age = ((now or datetime.now(UTC)) - started).total_seconds()
        states, wanted = self.states(), set(all_runs)
        ran = sum(states.get(key, NOT_RUN) != NOT_RUN for key in wanted)
        partial = f", partial: {ran} of {len(wanted)} scenarios" if ran < len(wanted) else ""
        stopped = "" if self.run.exit_status in _TO_THE_END else f", {self.run.exit_reason}"
        when = f"{started.astimezone():%Y-%m-%d %H:%M}, {_ago(age)}"
        return f"last run: {self.run.run_id}, {when}{partial}{stopped}"


def summed_up(states: Iterable[str]) -> list[tuple[int, str]]:
    """Return how many there are of each state, the worst first."""
    counts = Counter(states)
    return [(counts[state], state) for state in _WORST_FIRST if counts[state]]


def _key(scenario: Scenario) -> RunKey:
    return scenario.feature.path, scenario.outline, tuple(sorted((scenario.example or {}).items()))


def _ago(seconds: float) -> str:
    for unit, length in _UNITS:
        count = int(seconds // length)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"
