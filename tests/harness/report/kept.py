"""What is kept of the pictures of a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.report.browser_watch import BrowserWatch
from harness.report.evidence import Evidence
from harness.report.keep import keep_pictures
from harness.report.model import Status, StepStatus
from harness.report.pictures import PictureBook
from tests.harness.sample_run import scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from harness.report.model import Scenario


def evidence_of(book: PictureBook | None) -> Evidence:
    return Evidence("abc", browser=BrowserWatch("none", pictures=book))


def kept_of(book: PictureBook, folder: Path, count: int) -> Scenario:
    """Return a scenario of so many steps with what was kept of it."""
    kept = scenario("A use", Status.PASSED, steps(*[StepStatus.PASSED] * count))
    keep_pictures(evidence_of(book), kept, folder=folder)
    return kept
