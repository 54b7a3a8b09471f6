"""What of a run of a soak stays on the disk: the evidence of what differed, and nothing else."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from harness.child_run import run_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harness.report.model import Run, Scenario

_OF_ALL_SCENARIOS: Final = ("pictures", "mails")


def drop(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def thin_out(folder: Path, run: Run, noted: Iterable[str]) -> None:
    """Remove the pictures and mails of all scenarios but the noted ones."""
    made = run_folder(folder)
    if made is None:
        return
    wanted = set(noted)
    kept = {file for each in run.scenarios if each.node_id in wanted for file in _files(each)}
    for name in _OF_ALL_SCENARIOS:
        for path in (made / name).glob("*"):
            if path.relative_to(made).as_posix() not in kept:
                with suppress(OSError):
                    path.unlink()


def _files(scenario: Scenario) -> Iterable[str]:
    yield from (mail.file for mail in scenario.mails)
    yield from (picture.file for step in scenario.steps for picture in step.pictures)
