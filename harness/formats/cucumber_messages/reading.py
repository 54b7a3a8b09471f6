"""What a file of messages says of each scenario to somebody who reads it with Cucumber's own tools."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harness.integrity.told import Told

if TYPE_CHECKING:
    from pathlib import Path

NOT_STARTED: Final = "NOT STARTED"
"""Of a test case of which nothing else is said, and of each of its steps."""
NO_RESULT: Final = "NO RESULT"
_LEAST_SEVERE_FIRST: Final = ("UNKNOWN", "PASSED", "SKIPPED", "PENDING", "UNDEFINED", "AMBIGUOUS", "FAILED")
"""The order in which Cucumber's tools weigh the steps of a scenario."""


@dataclass
class _Case:
    steps: list[str]
    """Ids of those that come from the feature's file."""
    attempts: list[str] = field(default_factory=list)


def read_back(path: Path) -> dict[str, Told]:
    """Return what is said of each scenario, by node id.

    A state is that of the worst step, hooks included. A scenario that was run again is "PASSED after FAILED".
    Raises OSError, and ValueError for what is no file of messages.
    """
    cases: dict[str, _Case] = {}
    ended: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            kind = line[2:20].partition('"')[0]
            reader = _READERS.get(kind)
            if reader is None:
                continue
            try:
                reader(json.loads(line)[kind], cases, ended)
            except (ValueError, KeyError, TypeError) as error:
                raise ValueError(f"{path}:{number}: is no Cucumber Message: {error!r}") from error
    return {node_id: _told(case, ended) for node_id, case in cases.items()}


def _told(case: _Case, ended: dict[str, dict[str, str]]) -> Told:
    if not case.attempts:
        return Told(NOT_STARTED, (NOT_STARTED,) * len(case.steps))
    words = [_worst(ended[attempt]) for attempt in case.attempts]
    last = ended[case.attempts[-1]]
    return Told(" after ".join(reversed(words)), tuple(last.get(step, NO_RESULT) for step in case.steps))


def _worst(results: dict[str, str]) -> str:
    return max(results.values(), key=_LEAST_SEVERE_FIRST.index, default=NO_RESULT)


def _read_case(message: dict[str, Any], cases: dict[str, _Case], _: dict[str, dict[str, str]]) -> None:
    cases[message["id"]] = _Case([step["id"] for step in message["testSteps"] if "pickleStepId" in step])


def _read_start(message: dict[str, Any], cases: dict[str, _Case], ended: dict[str, dict[str, str]]) -> None:
    cases[message["testCaseId"]].attempts.append(message["id"])
    ended[message["id"]] = {}


def _read_end(message: dict[str, Any], _: dict[str, _Case], ended: dict[str, dict[str, str]]) -> None:
    ended[message["testCaseStartedId"]][message["testStepId"]] = message["testStepResult"]["status"]


_READERS: Final = {"testCase": _read_case, "testCaseStarted": _read_start, "testStepFinished": _read_end}
