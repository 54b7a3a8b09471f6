"""Which of a scenario's failures belong to which of its attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.report.model import Failure, Scenario


def failures_by_attempt(scenario: Scenario) -> list[list[Failure]]:
    """Return a list for each attempt, the last of them for the one that counts."""
    attempts = len(scenario.earlier) + 1
    return [[each for each in scenario.failures if each.attempt == attempt] for attempt in range(attempts)]
