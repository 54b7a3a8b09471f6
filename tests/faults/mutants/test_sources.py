"""Which modules of rules there are, and what can be changed in what stands in them."""

from __future__ import annotations

import pytest

from faults.catalogue import FaultError
from faults.mutants.operators import change, changes
from faults.mutants.sources import modules, path_of, source_of
from harness.paths import ROOT

SOURCE = "LIMIT = 30\ndef is_heavy(weight):\n    return weight > LIMIT\n"


def test_each_module_of_the_rules_is_one() -> None:
    found = {path.name for path in (ROOT / "portal" / "rules").glob("*.py")}
    assert {f"{module}.py" for module in modules()} == found - {"__init__.py"}
    assert list(modules()) == sorted(modules())


def test_what_stands_in_one() -> None:
    assert path_of("links") == ROOT / "portal" / "rules" / "links.py"
    assert source_of("links") == path_of("links").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["link", "__init__", "../views", ""])
def test_what_is_no_module_is_refused(name: str) -> None:
    with pytest.raises(FaultError, match=r"has no module '.*', only addresses, cards, "):
        source_of(name)


def test_every_change_is_made_once() -> None:
    made = list(changes(SOURCE))
    assert ("NumberReplacer", 0, SOURCE.replace("30", "31")) in made
    assert ("NumberReplacer", 1, SOURCE.replace("30", "29")) in made
    assert ("ReplaceComparisonOperator_Gt_GtE", 0, SOURCE.replace(">", ">=")) in made
    assert len({each[:2] for each in made}) == len(made)
    assert SOURCE not in {changed for _, _, changed in made}


def test_changes_of_some_operators_alone() -> None:
    assert [each[:2] for each in changes(SOURCE, {"NumberReplacer"})] == [
        ("NumberReplacer", 0),
        ("NumberReplacer", 1),
    ]


def test_one_change_is_the_same_as_among_all() -> None:
    assert [change(SOURCE, operator, number) for operator, number, _ in changes(SOURCE)] == [
        changed for _, _, changed in changes(SOURCE)
    ]


@pytest.mark.parametrize(
    ("operator", "occurrence"),
    [
        ("NumberReplacer", 2),
        ("ReplaceBinaryOperator_Add_Sub", 0),
        ("NoSuchThing", 0),
        ("VariableReplacer", 0),
    ],
)
def test_what_cannot_be_changed(operator: str, occurrence: int) -> None:
    assert change(SOURCE, operator, occurrence) is None
