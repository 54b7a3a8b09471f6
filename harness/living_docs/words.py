"""How states are told: a word, a sign and a tone each, so that none depends on colour alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from harness.report.model import UNSUCCESSFUL, Status, StepStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.report.model import Scenario


class Said(NamedTuple):
    """One state, in words. Tones: good, unsure, bad, idle."""

    word: str
    sign: str
    tone: str


_STATUS: Final[dict[str, Said]] = {
    Status.PASSED: Said("passed", "✓", "good"),
    Status.FAILED: Said("failed", "✗", "bad"),
    Status.ERROR: Said("error", "!", "bad"),
    Status.SKIPPED: Said("skipped", "»", "idle"),
    Status.XFAILED: Said("failed as expected", "≈", "unsure"),
    Status.XPASSED: Said("passed unexpectedly", "‽", "bad"),
    Status.INTERRUPTED: Said("interrupted", "■", "bad"),
    Status.NOT_RUN: Said("not run", "\N{EN DASH}", "idle"),
}
ON_A_RETRY: Final = Said("passed on a retry", "↻", "unsure")
NOT_IN_RUN: Final = Said("not in this run", "·", "idle")
_STEP: Final = {
    StepStatus.PASSED: Said("passed", "✓", "good"),
    StepStatus.FAILED: Said("failed", "✗", "bad"),
    StepStatus.UNDEFINED: Said("undefined", "?", "bad"),
    StepStatus.SKIPPED: Said("skipped", "»", "idle"),
    StepStatus.INTERRUPTED: Said("interrupted", "■", "bad"),
    StepStatus.NOT_RUN: Said("not run", "\N{EN DASH}", "idle"),
}
RED: Final = UNSUCCESSFUL | {Status.XPASSED}
"""What somebody has to look into."""
# The worst first: the order in which a reader wants to know.
SEVERITY: Final = (
    "failed", "error", "interrupted", "passed unexpectedly", "failed as expected", "passed on a retry",
    "not run", "skipped", "not in this run", "passed",
)  # fmt: skip
PLACEHOLDER: Final = re.compile(r"<([^<>]+)>")
BY_WORD: Final = {said.word: said for said in (*_STATUS.values(), ON_A_RETRY, NOT_IN_RUN)}


def of_scenario(scenario: Scenario | None) -> Said:
    """Return the state of a scenario; None is one that the run did not have."""
    if scenario is None:
        return NOT_IN_RUN
    if scenario.status == Status.PASSED and any(status != Status.PASSED for status in scenario.earlier):
        return ON_A_RETRY
    return _STATUS[scenario.status]


def of_status(status: str) -> Said:
    """Return a past state by the model's name for it; one of another version is told as it is."""
    return _STATUS.get(status) or Said(status, "·", "idle")


def of_step(status: StepStatus) -> Said:
    """Return the state of a step."""
    return _STEP[status]


def counted(scenarios: Sequence[Scenario | None]) -> list[tuple[int, Said]]:
    """Return how many there are of each state, the worst first."""
    words = [of_scenario(scenario).word for scenario in scenarios]
    return [(words.count(word), BY_WORD[word]) for word in SEVERITY if word in words]


def plural(count: int, word: str, many: str = "") -> str:
    """Return "1 rule" or "2 rules"; thousands with a comma."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"


def duration(seconds: float) -> str:
    """Return a time as one says it: 0.05 s, 12.3 s, 2 min 05 s, 1 h 10 min."""
    if seconds < 9.995:  # noqa: PLR2004 - what would be written as 10.00
        return f"{seconds:.2f} s"
    if seconds < 59.95:  # noqa: PLR2004 - what would be written as 60.0
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"
