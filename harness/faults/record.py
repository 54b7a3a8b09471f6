"""What was measured: of each breach what noticed it. Kept as `faults.json`, or under another name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.faults.breach import FaultsError
from harness.report.condense import in_one_line
from harness.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "faults.json"
_WIDEST: Final = 300


class Result(StrEnum):
    CAUGHT = "caught"
    """A step of a scenario of its own rule failed."""
    SURVIVED = "survived"
    ELSEWHERE = "caught by another rule"
    """None of its own rule's scenarios noticed, but one of another rule did."""
    BROKE = "broke the run"
    """The portal did not start, or something around the steps failed: that says nothing of the rule."""
    DEAD = "does not start"
    """The portal cannot be loaded with this mutant: that takes no scenario to be noticed."""
    UNPROVEN = "not proven"
    """What noticed fails, as impatient as it was, with a portal that is not broken, too."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Outcome(_Model):
    """What came of one breach."""

    name: str
    rules: list[str]
    says: str
    detail: str = ""
    any_rule: bool = False
    result: Result
    reason: str = ""
    """Why it is not simply caught."""
    scenario: str | None = None
    """Node id of the one that noticed."""
    title: str = ""
    place: str = ""
    """Where that one stands: feature file and line."""
    step: str = ""
    """The step of it that failed."""
    message: str = ""
    """What that said, in a line."""
    after: int = 0
    """How many scenarios had been run by then, this one included; skipped ones noticed nothing."""
    of_rules: int = 0
    """How many scenarios its rules have."""
    skipped: int = 0
    """How many of those were skipped."""
    seconds: float
    """Of the whole run, from its first process to its last."""
    seed: int | None = None
    measured: str
    """ISO 8601, UTC."""
    revision: str
    digest: str
    """Of the files that it depends on: of others it says nothing."""
    folder: str | None = None
    """What the run has left, relative to the file's folder; None where there was nothing to look into."""

    @property
    def is_good(self) -> bool:
        return self.result in {Result.CAUGHT, Result.DEAD}


class Control(_Model):
    """The scenarios that noticed something, run with a portal that is not broken."""

    scenarios: int
    failed: dict[str, str] = Field(default_factory=dict)
    """Those that did not pass: why, by node id."""
    seconds: float
    measured: str


class Measurement(_Model):
    """A campaign, and what is still known from those before it."""

    schema_version: Literal[1] = 1
    revision: str
    """The commit, with "+" where something was changed since; "" without git."""
    digest: str
    target: str = "reference"
    """The portal that was broken."""
    features: int = 0
    """How many scenarios there are to notice something."""
    started: str
    finished: str | None = None
    """None where it was stopped: --resume goes on then."""
    patience: float
    """Seconds that a page or mail had to come."""
    jobs: int
    seconds: float = 0.0
    """That the campaign took, control included."""
    asked: list[str] = Field(default_factory=list)
    done: list[str] = Field(default_factory=list)
    """Those of the asked ones that this campaign has measured."""
    is_whole: bool = False
    """Whether all were asked for."""
    without: list[str] = Field(default_factory=list)
    """Ids of rules that no breach breaks."""
    outcomes: dict[str, Outcome] = Field(default_factory=dict)
    """By name: of the asked ones, and of others that were measured before."""
    control: Control | None = None

    @property
    def word(self) -> str:
        """Return what one breach is called."""
        return "fault"

    @property
    def pending(self) -> list[str]:
        return [name for name in self.asked if name not in self.done]

    @property
    def own(self) -> list[Outcome]:
        """Return what this campaign has measured, in the order of the list."""
        done = set(self.done)
        return [self.outcomes[name] for name in self.asked if name in done]

    @property
    def holds(self) -> bool:
        """Say whether all was measured and noticed as it should be."""
        good = self.control is not None and not self.pending and all(each.is_good for each in self.own)
        return good and not self.without

    def take_in(self, outcome: Outcome) -> None:
        self.outcomes[outcome.name] = outcome
        self.done.append(outcome.name)

    def write(self, path: Path) -> None:
        """Write it whole or not at all. Raises OSError."""
        write_whole(path, self.model_dump_json(indent=1).encode())

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """Return None where there is no such file. Raises FaultsError for one that cannot be read."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            raise FaultsError(
                f"{path} cannot be read ({in_one_line(str(error), _WIDEST)}): "
                "./run faults --fresh measures anew"
            ) from error
