"""Which mutants there are, which of them are meant, and what a run has to know of each."""

from __future__ import annotations

import sys

import pytest

from harness.faults.breach import FaultsError
from harness.faults.mutants.listing import Listing, breaches, chosen, listed
from tests.harness.faults.conftest import LISTING, mutant

MANY = Listing(made=50, left_out={}, first={}, mutants=[mutant(f"links.Number.{n}", n) for n in range(50)])


def names(words: list[str], sample: int | None = None, seed: int = 0) -> list[str]:
    return [each.name for each in chosen(LISTING, words, sample, seed)]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ([], ["links.Number.0", "links.Number.1", "links.Not.0", "links.Not.1"]),
        (["links"], ["links.Number.0", "links.Number.1", "links.Not.0", "links.Not.1"]),
        (["pricing"], []),
        (["pricing.Number.0"], ["pricing.Number.0"]),
        (["pricing.*"], []),
        (["p*", "links.Not.1"], ["links.Not.1"]),
        (["*.Number.*"], ["links.Number.0", "links.Number.1"]),
        (["links.Not.0", "links.Number.0"], ["links.Number.0", "links.Not.0"]),
    ],
)
def test_those_that_are_meant_but_for_known_ones_that_nobody_named(
    words: list[str], meant: list[str]
) -> None:
    assert names(words) == meant


@pytest.mark.parametrize("word", ["link", "links.Number.7", "LINKS", "*.Nothing.*"])
def test_a_word_of_none_is_refused(word: str) -> None:
    with pytest.raises(FaultsError, match=r"there is no mutant called '.*': --mutants --list names them all"):
        names(["links", word])


def test_a_seed_always_draws_the_same_sample() -> None:
    drawn = [each.name for each in chosen(MANY, [], 10, 7)]
    assert len(drawn) == 10
    assert drawn == [each.name for each in chosen(MANY, [], 10, 7)]
    assert drawn != [each.name for each in chosen(MANY, [], 10, 8)]
    assert drawn == [each.name for each in MANY.mutants if each.name in drawn]


def test_a_sample_is_of_those_that_are_meant() -> None:
    assert set(names([], 3)) < set(names([]))
    assert names(["links.Number.*"], 2) == names(["links.Number.*"])
    assert names(["links.Number.*"], 99) == names(["links.Number.*"])


def test_what_a_run_has_to_know() -> None:
    rules = ["HUP-LINK-1", "HUP-LINKS-1", "HUP-BUY-1", "HUP-BUY-10", "HUP-LINK-2"]
    listing = LISTING.model_copy(update={"first": {"links": ["HUP-BUY-1", "HUP-LINK"]}})
    first, _, third, _, other = breaches(listing, LISTING.mutants, rules)
    assert first.rules == ("HUP-BUY-1", "HUP-LINK-1", "HUP-LINK-2")
    assert first.arguments == ("--fault", "links.Number.0")
    assert first.any_rule
    assert (first.says, first.detail) == (LISTING.mutants[0].says, LISTING.mutants[0].diff)
    assert third.kin == ("links.Not.0", "links.Not.1", "links.Number.0", "links.Number.1")
    assert (other.rules, other.kin) == ((), ("pricing.Number.0",))


def test_the_mutants_of_this_project_can_be_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONPATH", raising=False)
    listing = listed(["products"])
    assert {each.module for each in listing.mutants} == {"products"}
    assert listing.made == len(listing.mutants) + sum(listing.left_out.values())
    assert all("\n+" in each.diff or "\n-" in each.diff for each in listing.mutants)


def test_what_cannot_be_listed_is_told() -> None:
    with pytest.raises(FaultsError, match=r"cannot be listed: portal\.rules has no module 'frait', only "):
        listed(["frait"])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; sys.exit(3)", "cannot be listed: it said nothing"),
        ("pass", r"try python -m faults\.mutants"),
        ("print('a')", r"try python -m faults\.mutants"),
        ("print('{}')", r"try python -m faults\.mutants"),
        ("print('[]')", r"try python -m faults\.mutants"),
        ("""print('{"made": 0, "left_out": {}, "first": {}}\\n{}')""", r"try python -m faults\.mutants"),
    ],
)
def test_a_list_that_is_none(script: str, said: str) -> None:
    with pytest.raises(FaultsError, match=said):
        listed(command=[sys.executable, "-c", script])
