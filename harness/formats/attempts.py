"""Which of a scenario's failures belong to which of its attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.report.model import UNSUCCESSFUL

if TYPE_CHECKING:
    from harness.report.model import Failure, Scenario


def failures_by_attempt(scenario: Scenario) -> list[list[Failure]]:
    """Return a list for each attempt, the last of them for the one that counts.

    The model keeps the failures of all attempts in one list, in their order. An attempt that did not succeed
    has one; a second one, of its teardown, is told from the next attempt's by there being more to give away.
    """
    attempts = [*scenario.earlier, scenario.status]
    left = list(scenario.failures)
    found: list[list[Failure]] = []
    for index, status in enumerate(attempts):
        own: list[Failure] = []
        if index == len(attempts) - 1 and status in UNSUCCESSFUL:
            own, left = left, []
        elif status in UNSUCCESSFUL and left:
            own.append(left.pop(0))
            still_to_come = sum(each in UNSUCCESSFUL for each in attempts[index + 1 :])
            while left and left[0].phase == "teardown" and len(left) > still_to_come:
                own.append(left.pop(0))
        found.append(own)
    return found
