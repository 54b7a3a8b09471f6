"""Runs of a minute with scenarios that are always the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness.report.model import Run, Status
from tests.harness.sample_run import scenario, steps

if TYPE_CHECKING:
    from pathlib import Path


def run_of(number: int = 0, *statuses: Status, **more: object) -> Run:
    """The run of a minute, with a scenario per status, always the same ones."""
    scenarios = [scenario(f"Scenario {at}", each, steps(), line=at) for at, each in enumerate(statuses)]
    fields: dict[str, object] = {
        "run_id": f"run{number:05}",
        "seed": 1,
        "target": "reference",
        "portal": "http://hup.localhost:1",
        "mail_server": "none",
        "started": f"2026-03-02T{number // 60 % 24:02}:{number % 60:02}:00.000+00:00",
        "exit_status": 0,
        "exit_reason": "all tests ran",
        "scenarios": scenarios,
    }
    return Run.model_validate({**fields, **more})


def key_of(at: int = 0) -> str:
    return scenario(f"Scenario {at}", Status.PASSED, steps(), line=at).key


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
