"""What is written down of this project's own mutants."""

from __future__ import annotations

from faults.mutants.known import known, stale
from faults.mutants.sources import modules
from harness import rulebook


def test_what_is_known_is_of_mutants_that_there_are() -> None:
    assert stale(known().equivalents) == []


def test_each_module_has_rules_to_ask_first() -> None:
    rules = rulebook.load()
    first = known().first
    assert first.keys() == set(modules())
    ids = {each for of_one in first.values() for each in of_one}
    assert [each for each in ids if not any(f"{rule}-".startswith(f"{each}-") for rule in rules)] == []
