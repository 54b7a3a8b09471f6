"""What is kept of every scenario, red or green. Whatever cannot be had is named; nothing raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.report.condense import in_one_line
from harness.report.failure import message_of
from harness.report.mails import mails_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.report.evidence import Evidence
    from harness.report.model import Scenario
    from harness.secrecy.masking import Masker

MISSING: Final = "evidence that is missing"
"""Key of the note that names it."""
_WIDEST: Final = 200


def keep_mails(
    evidence: Evidence, scenario: Scenario, *, folder: Path, masker: Masker, starts: Sequence[float]
) -> None:
    """Keep the scenario's data and its mails below the run's `folder`, secrets masked."""
    scenario.notes.update({key: masker.text(value) for key, value in evidence.notes.items()})
    scenario.mails, problems = mails_of(evidence, folder=folder, masker=masker, starts=starts)
    for problem in problems:
        note_missing(scenario, masker.text(in_one_line(problem, _WIDEST)))


def keep_pictures(evidence: Evidence, scenario: Scenario, *, folder: Path) -> None:
    """Keep what the scenario's windows showed. To be called once they are closed."""
    book = evidence.browser.pictures
    if book is None:
        return
    for problem in book.problems:
        note_missing(scenario, in_one_line(problem, _WIDEST))
    try:
        book.write(folder, scenario.steps)
    except Exception as error:  # noqa: BLE001 - a full disk, a frame of another kind: neither changes an outcome
        note_missing(scenario, f"pictures: {in_one_line(message_of(error), _WIDEST)}")


def note_missing(scenario: Scenario, what: str) -> None:
    """Say in the scenario's notes what could not be had."""
    known = scenario.notes.get(MISSING, "")
    if what not in known:
        scenario.notes[MISSING] = f"{known}; {what}" if known else what
