"""What is known of a soak: its runs, and how each scenario ended in them. Kept as `soak.json`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.report.condense import clip, in_one_line, plain
from harness.report.model import Run, Scenario, Status
from harness.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

FILE_NAME: Final = "soak.json"
PASSED: Final = Status.PASSED.value
_WIDEST: Final = 300
_NEVER_ENDED: Final = frozenset({Status.NOT_RUN, Status.INTERRUPTED})


class SoakError(Exception):
    """The soak cannot begin or go on; the message says what to do."""


class Result(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    STOPPED = "stopped"
    """The user ended the soak in the middle of it; it counts for what it had done, and for no whole run."""
    BROKEN = "broken"
    """It could not run at all, or not to its end: neither of pytest's exit codes 0 and 1."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Ending(_Model):
    """How a scenario ended in one run, where there is more to say than that it passed."""

    message: str
    """The first line of why it failed or was skipped."""
    evidence: str | None = None
    """Folder, relative to the soak's."""


class ScenarioRecord(_Model):
    title: str
    place: str
    outcomes: dict[str, list[int]] = Field(default_factory=dict)
    """The numbers of the runs in which it ended so."""
    endings: dict[int, Ending] = Field(default_factory=dict)
    """By number of run."""
    seconds: dict[int, float] = Field(default_factory=dict)
    """By number of run; set-up and teardown included."""

    @property
    def usual(self) -> str:
        """How it ended in most runs; of two that came equally often, the better one."""
        return max(self.outcomes, key=lambda outcome: (len(self.outcomes[outcome]), outcome == PASSED))

    def runs(self) -> set[int]:
        return {number for numbers in self.outcomes.values() for number in numbers}


class RunRecord(_Model):
    number: int
    """Counted from 1."""
    seed: int
    """Of the order and of the data."""
    result: Result
    exit_code: int | None
    seconds: float
    reason: str = ""
    """Why it is not among those that passed, where no scenario says so."""
    scenarios: int = 0
    """How many came to an end."""
    noted: list[str] = Field(default_factory=list)
    """Node ids of those that were red, or ended otherwise than in most runs before."""
    folder: str | None = None
    """Where its evidence is, relative to the soak's folder; None where there was nothing to keep."""

    @property
    def is_whole(self) -> bool:
        return self.result in {Result.PASSED, Result.FAILED}


class Soak(_Model):
    schema_version: Literal[1] = 1
    revision: str
    """Of all files in git, with a digest of what was changed since; "" without git."""
    seed: int
    """What the seeds of the runs are drawn with."""
    wanted: int | None
    """How many whole runs; None: as many as time allows."""
    hours: float | None = None
    """No run begins once the runs have taken so long together."""
    arguments: list[str] = Field(default_factory=list)
    """What each run is told, as `./run e2e` takes it."""
    started: str
    finished: str | None = None
    runs: list[RunRecord] = Field(default_factory=list)
    scenarios: dict[str, ScenarioRecord] = Field(default_factory=dict)
    """By node id."""

    @property
    def next_number(self) -> int:
        return max((run.number for run in self.runs), default=0) + 1

    @property
    def whole_runs(self) -> list[RunRecord]:
        return [run for run in self.runs if run.is_whole]

    @property
    def counted(self) -> int:
        """How many of the wanted runs there were: one that broke is none that has to be made up for."""
        return sum(run.result is not Result.STOPPED for run in self.runs)

    @property
    def is_over(self) -> bool:
        if self.wanted is not None and self.counted >= self.wanted:
            return True
        return self.hours is not None and sum(run.seconds for run in self.runs) >= self.hours * 3600

    def noted_of(self, run: Run) -> list[str]:
        """Return the node ids of those that were red, or did not end as they mostly do."""
        noted = []
        for scenario in _ended(run):
            record, outcome = self.scenarios.get(scenario.node_id), outcome_of(scenario)
            usual = record.usual if record else None
            red = scenario.status not in {Status.PASSED, Status.SKIPPED, Status.XFAILED} or scenario.earlier
            if red or (usual is not None and outcome != usual):
                noted.append(scenario.node_id)
        return noted

    def take_in(self, record: RunRecord, run: Run | None, *, folder: str) -> None:
        """Add a run, with what its scenarios did. `folder` is the run's own, relative to the soak's."""
        self.runs.append(record)
        for scenario in _ended(run) if run else ():
            known = self.scenarios.setdefault(
                scenario.node_id, ScenarioRecord(title=scenario.title, place=scenario.place)
            )
            known.outcomes.setdefault(outcome_of(scenario), []).append(record.number)
            known.seconds[record.number] = round(scenario.seconds, 2)
            if outcome_of(scenario) != PASSED:
                known.endings[record.number] = _ending(scenario, folder, kept=record.noted)
        record.scenarios = len(_ended(run)) if run else 0

    def write(self, folder: Path) -> None:
        """Write it whole or not at all. Raises OSError."""
        write_whole(folder / FILE_NAME, self.model_dump_json(indent=1).encode())

    @classmethod
    def read(cls, folder: Path) -> Soak:
        """Raises SoakError."""
        try:
            return cls.model_validate_json((folder / FILE_NAME).read_bytes())
        except (OSError, ValidationError) as error:
            raise SoakError(
                f"{folder / FILE_NAME} cannot be read ({in_one_line(str(error), _WIDEST)}): begin a new soak"
            ) from error


def outcome_of(scenario: Scenario) -> str:
    """Return how it ended, with how it ended before where a plugin has run it again."""
    earlier = [status.value for status in scenario.earlier]
    return f"{scenario.status.value} after {', '.join(earlier)}" if earlier else scenario.status.value


def _ended(run: Run) -> list[Scenario]:
    return [scenario for scenario in run.scenarios if scenario.status not in _NEVER_ENDED]


def _ending(scenario: Scenario, folder: str, *, kept: Container[str]) -> Ending:
    message = scenario.failures[0].message if scenario.failures else scenario.reason
    lines = plain(message).strip().splitlines()
    evidence = f"{folder}/{scenario.folder}" if scenario.folder and scenario.node_id in kept else None
    return Ending(message=clip(lines[0], _WIDEST) if lines else "", evidence=evidence)
