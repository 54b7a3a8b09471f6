"""Messages as they were written to their file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness.formats.cucumber_messages import write_messages
from harness.report.model import Run, Scenario
from tests.harness.sample_run import FINISHED, STARTED

if TYPE_CHECKING:
    from pathlib import Path


def written(run: Run, folder: Path, root: Path | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Write the messages and return each one's kind and content."""
    path = folder / "messages.ndjson"
    assert write_messages(run, path, root=root or folder, folder=folder, environ={}) is None
    # Not splitlines(): a name may hold what Python takes for the end of a line.
    envelopes = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [next(iter(envelope.items())) for envelope in envelopes]


def of_kind(messages: list[tuple[str, dict[str, Any]]], kind: str) -> list[dict[str, Any]]:
    return [content for name, content in messages if name == kind]


def results_of(messages: list[tuple[str, dict[str, Any]]], key: str, attempt: int = 0) -> dict[str, Any]:
    started = f"{key}/attempt/{attempt}"
    finished = [
        each for each in of_kind(messages, "testStepFinished") if each["testCaseStartedId"] == started
    ]
    return {each["testStepId"].rpartition("/")[2]: each["testStepResult"] for each in finished}


def run_of(*scenarios: Scenario, **more: object) -> Run:
    return Run.model_validate(
        {
            "run_id": "abcdefgh",
            "seed": 1,
            "target": "reference",
            "portal": "http://hup.localhost:1",
            "mail_server": "embedded",
            "started": STARTED,
            "finished": FINISHED,
            "exit_status": 0,
            "exit_reason": "all tests ran",
            "scenarios": list(scenarios),
            **more,
        }
    )
