"""Which scenario is taken for which, where names and places have changed."""

from __future__ import annotations

import time

import pytest

from harness.changes.pairs import scenario_pairs
from harness.changes.written import Scenario, Sentence

_STEPS = ("an employee", "she uses the link twice", "she is refused", "she is told why")


def _scenario(
    name: str, *steps: str, path: str = "features/a.feature", rules: tuple[str, ...] = ("HUP-LINK-1",)
) -> Scenario:
    return Scenario(
        path=path,
        name=name,
        group="",
        description="",
        rules=frozenset(rules),
        tags=frozenset(),
        sentences=tuple(Sentence("when", step) for step in steps or _STEPS),
        rows=(),
        is_outline=False,
    )


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (_scenario("By another name"), True),
        (_scenario("By another name", *_STEPS[:3], "she is told in words why"), True),
        (_scenario("A second use is refused, too", *_STEPS[:2], "the link is void"), True),
        (_scenario("By another name", *_STEPS[:2], "the link is void"), False),
        (_scenario("By another name", path="features/b.feature"), True),
        (_scenario("By another name", *_STEPS[:3], "she knows why", rules=("HUP-LINK-2",)), False),
        (_scenario("By another name", "it rains"), False),
        (_scenario("A second use is refused", "it rains"), True),
        (_scenario("A second use is refused", "it rains", path="features/b.feature"), False),
    ],
)
def test_same_scenario_by_another_name(other: Scenario, *, is_same: bool) -> None:
    pairs = scenario_pairs([_scenario("A second use is refused")], [other], {})
    assert [bool(pair.old and pair.new) for pair in pairs] == ([True] if is_same else [False, False])


def test_closest_is_taken_and_each_once() -> None:
    old = [_scenario("One"), _scenario("Two", *_STEPS, "she may ask again")]
    new = [_scenario("Three", *_STEPS, "she may ask again later"), _scenario("Four", *_STEPS, "that is all")]
    pairs = {
        (pair.old and pair.old.name, pair.new and pair.new.name) for pair in scenario_pairs(old, new, {})
    }
    assert pairs == {("Two", "Three"), ("One", "Four")}


def test_scenarios_of_one_name_are_paired_in_their_order() -> None:
    old = [_scenario("Same", "it rains"), _scenario("Same", "it snows")]
    new = [_scenario("Same", "it rains"), _scenario("Same", "it snows a lot"), _scenario("Same", "it hails")]
    texts = [
        (pair.old and pair.old.sentences[0].text, pair.new and pair.new.sentences[0].text)
        for pair in scenario_pairs(old, new, {})
    ]
    assert texts == [("it rains", "it rains"), ("it snows", "it snows a lot"), (None, "it hails")]


def test_many_that_were_written_anew_are_compared_in_no_time() -> None:
    old = [
        _scenario(f"Old {n}", f"{n} is done", *(f"old word {n} {m}" for m in range(6))) for n in range(200)
    ]
    new = [
        _scenario(f"New {n}", f"{n} is made", *(f"new deed {m} {n}" for m in range(6))) for n in range(200)
    ]
    started = time.process_time()
    scenario_pairs(old, new, {})
    assert time.process_time() - started < 30
