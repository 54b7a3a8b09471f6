"""What is remembered from one measurement to the next, so that each is quicker: nothing else rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, Field, ValidationError

from harness.report.model import Run, Status
from harness.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harness.faults.breach import Breach
    from harness.faults.record import Outcome

FILE_NAME: Final = "memory.json"


class Memory(BaseModel):
    caught_by: dict[str, str] = Field(default_factory=dict)
    """Node id of what noticed it last time, by name of a breach."""
    seconds: dict[str, float] = Field(default_factory=dict)
    """That a scenario took when it passed, by node id."""

    @classmethod
    def read(cls, path: Path) -> Memory:
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            return cls()

    def write(self, path: Path) -> None:
        """Raises OSError."""
        write_whole(path, self.model_dump_json(indent=1).encode())

    def learn(self, passed: Mapping[str, float]) -> None:
        """Take in how many seconds scenarios took, by node id."""
        self.seconds |= passed

    def likely(self, breach: Breach) -> list[str]:
        """Return what noticed it last time, and then what noticed those that are akin."""
        found = [self.caught_by.get(name) for name in (breach.name, *breach.kin)]
        return list(dict.fromkeys(each for each in found if each is not None))

    def remember(self, outcome: Outcome) -> None:
        if outcome.is_good and outcome.scenario is not None:
            self.caught_by[outcome.name] = outcome.scenario
        else:
            self.caught_by.pop(outcome.name, None)

    def learn_from_last_run(self, reports: Path) -> None:
        """Take in what the last whole run says, for scenarios of which nothing is known yet."""
        known = dict(self.seconds)
        try:
            run = Run.model_validate_json((reports / "latest" / "results.json").read_bytes())
        except (OSError, ValidationError):
            return
        self.learn(passed_in(run) | known)


def passed_in(run: Run) -> dict[str, float]:
    """Return how many seconds the scenarios took that passed in a run, by node id."""
    return {each.node_id: round(each.seconds, 2) for each in run.scenarios if each.status is Status.PASSED}
