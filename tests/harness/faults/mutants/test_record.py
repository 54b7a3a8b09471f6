"""What a measurement of mutants comes to."""

from __future__ import annotations

import pytest

from harness.faults.record import Result
from tests.harness.faults.conftest import LISTING
from tests.harness.faults.mutants.conftest import measured

CAUGHT, SURVIVED, DEAD = Result.CAUGHT, Result.SURVIVED, Result.DEAD
NINETEEN = {f"links.Number.{number}": CAUGHT for number in range(19)}


def test_dead_ones_count_as_killed_and_others_do_not() -> None:
    results = {"a": CAUGHT, "b": DEAD, "c": SURVIVED, "d": Result.BROKE, "e": Result.UNPROVEN}
    found = measured(results)
    assert [each.name for each in found.killed] == ["a", "b"]
    assert [each.name for each in found.dead] == ["b"]
    assert found.percent == 40


def test_nothing_measured_is_nothing_killed() -> None:
    assert measured({}).percent == 0
    assert not measured({}).holds


@pytest.mark.parametrize(
    ("others", "holds"),
    [
        ({}, True),
        ({"at_least": 95.1}, False),
        ({"control": None}, False),
        ({"asked": [*NINETEEN, "links.Not.0", "links.Not.1"]}, False),
    ],
)
def test_it_holds_where_enough_were_killed_of_all(others: dict[str, object], holds: bool) -> None:  # noqa: FBT001 - one of a table
    assert measured({**NINETEEN, "links.Not.0": SURVIVED}, **others).holds is holds


def test_those_that_no_portal_starts_with_are_taken_in_beforehand() -> None:
    found = measured({}, asked=["links.Number.0", "links.Not.1"])
    found.bury(LISTING.mutants)
    assert found.pending == ["links.Number.0"]
    (dead,) = found.dead
    assert (dead.name, dead.reason, dead.seconds) == ("links.Not.1", "TypeError: cannot", 0)
    assert (dead.detail, dead.digest) == (LISTING.mutants[3].diff, "d")


def test_those_that_nobody_asked_for_or_that_are_done_are_not() -> None:
    found = measured({"links.Not.1": CAUGHT}, asked=["links.Not.1"])
    found.bury(LISTING.mutants)
    assert found.done == ["links.Not.1"]
    found = measured({}, asked=["links.Number.0"])
    found.bury(LISTING.mutants)
    assert found.done == []
