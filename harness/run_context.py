"""One run of the tests: its name, its seed, where its reports go, and what it is run against.

The controller makes it once; every worker of pytest-xdist is handed the same one.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from harness.paths import REPORTS
from harness.targets import Target

MAX_SEED: Final = 2**32 - 1


@dataclass(frozen=True, slots=True)
class RunContext:
    """What is the same for every test of one run."""

    run_id: str
    """Eight lower-case base32 characters, random: names made with it are no other run's."""
    seed: int
    """What test data is drawn with; the same seed draws the same data."""
    reports: Path
    """This run's own folder; `prepare_reports` makes it."""
    target: Target

    @classmethod
    def create(cls, target: Target, *, seed: int | None = None, reports: Path = REPORTS) -> RunContext:
        run_id = base64.b32encode(secrets.token_bytes(5)).decode().lower()
        started = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        drawn = secrets.randbelow(MAX_SEED + 1) if seed is None else seed
        return cls(run_id=run_id, seed=drawn, reports=reports / f"{started}-{run_id}", target=target)

    def with_target(self, target: Target) -> RunContext:
        return replace(self, target=target)

    def prepare_reports(self) -> Path:
        """Make the folder of reports and let `latest` beside it point to it. May be called again."""
        self.reports.mkdir(parents=True, exist_ok=True)
        latest = self.reports.parent / "latest"
        # Made aside and moved over the old one, so that two runs never find the name missing or taken; and in
        # this run's own folder, so that nothing lies about in that of others where this one is killed at it.
        aside = self.reports / ".latest"
        aside.unlink(missing_ok=True)
        aside.symlink_to(self.reports.name, target_is_directory=True)
        aside.replace(latest)
        return self.reports

    def to_worker(self) -> str:
        """Write it down for a worker process, its secrets included: for pipes, never for files."""
        target = {**self.target.model_dump(mode="json"), **self.target.secrets}
        return json.dumps(
            {"run_id": self.run_id, "seed": self.seed, "reports": str(self.reports), "target": target}
        )

    @classmethod
    def from_controller(cls, written: str) -> RunContext:
        values = json.loads(written)
        return cls(
            run_id=values["run_id"],
            seed=values["seed"],
            reports=Path(values["reports"]),
            target=Target.model_validate(values["target"]),
        )


RUN_CONTEXT: Final = pytest.StashKey[RunContext]()
"""Where `config.stash` has it, in the controller and in every worker."""
