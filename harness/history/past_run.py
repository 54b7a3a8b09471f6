"""One run as the history keeps it: a line of JSON, and small, for hundreds of them are read at every run."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from harness.report.condense import in_one_line
from harness.report.model import Run, Scenario, Status

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION: Final = 1
_LAST_VERSION: Final = 9999
"""That is thinkable; another number is none."""
_UPGRADES: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""From a version to the next; a line goes through as many as it needs. Empty as long as there is one only."""
RETRIED: Final = "r"
LETTERS: Final = {
    Status.PASSED: "p",
    Status.FAILED: "f",
    Status.ERROR: "e",
    Status.SKIPPED: "s",
    Status.XFAILED: "x",
    Status.XPASSED: "u",
    Status.INTERRUPTED: "i",
}
"""A scenario that was not run leaves no trace. `r` is one that passed when it was run again."""
_TO_THE_END: Final = frozenset({0, 1})
"""Exit statuses of runs that nobody stopped."""
_LONGEST_REASON: Final = 200

Result = Annotated[str, StringConstraints(pattern=f"^[{''.join(LETTERS.values())}{RETRIED}][0-9]{{1,9}}$")]
"""A letter, and hundredths of a second: p412 is one that passed in 4.12 s."""


class UnknownVersionError(Exception):
    """A line of the history is of a version that cannot be brought up to this one; holds the version."""

    def __init__(self, version: int) -> None:
        super().__init__(version)
        self.version = version


class BrokenLineError(Exception):
    """A line of the history is no run."""


class PastRun(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = VERSION
    run_id: str
    started: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    """ISO 8601, UTC."""
    target: str
    revision: str = ""
    seed: int
    partial: bool
    """Whether it was of some scenarios only, or was stopped before its end."""
    exit_status: int | None
    exit_reason: str
    results: dict[str, Result]
    """By digests of the scenarios' keys: whole keys would make the file five times as large."""

    @classmethod
    def of(cls, run: Run) -> PastRun:
        left_out = any(scenario.status is Status.NOT_RUN for scenario in run.scenarios)
        return cls(
            run_id=run.run_id,
            started=run.started,
            target=run.target,
            revision=run.revision,
            seed=run.seed,
            partial=bool(run.selection) or left_out or run.exit_status not in _TO_THE_END,
            exit_status=run.exit_status,
            exit_reason=in_one_line(run.exit_reason, _LONGEST_REASON),
            results={
                digest(scenario.key): f"{_letter(scenario)}{max(0, round(scenario.seconds * 100))}"
                for scenario in run.scenarios
                if scenario.status in LETTERS
            },
        )

    @classmethod
    def from_line(cls, line: bytes) -> PastRun:
        """Raise UnknownVersionError, or BrokenLineError for what was never a line of a history."""
        try:
            return cls.model_validate_json(line)
        except ValidationError:
            pass
        try:
            values = json.loads(line)
            version = values["version"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise BrokenLineError from error
        # A bool is a number to Python; and files are named by versions.
        if type(version) is not int or abs(version) > _LAST_VERSION:
            raise BrokenLineError
        try:
            return cls.model_validate(_upgraded(values, version))
        except (ValueError, TypeError, KeyError) as error:
            raise BrokenLineError from error

    def to_line(self) -> bytes:
        return self.model_dump_json().encode() + b"\n"


def digest(key: str) -> str:
    """Return eight characters; that two of 10,000 keys share them has a chance of one in five million."""
    return base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:6]).decode()


def _upgraded(values: dict[str, Any], version: int) -> dict[str, Any]:
    while version != VERSION:
        if version not in _UPGRADES:
            raise UnknownVersionError(version)
        values = _UPGRADES[version](values)
        version += 1
        values["version"] = version
    return values


def _letter(scenario: Scenario) -> str:
    if scenario.status is Status.PASSED and any(status is not Status.PASSED for status in scenario.earlier):
        return RETRIED
    return LETTERS[scenario.status]
