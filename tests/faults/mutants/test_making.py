"""Which mutants there are, what they are called, and which are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from faults.catalogue import FaultError
from faults.mutants.making import NO_DIFFERENCE, NOT_PYTHON, TWIN, find, make, why_not_loaded

if TYPE_CHECKING:
    from tests.faults.mutants.conftest import Rules

IS_SET = "def is_set(x):\n    if x is not None:\n        return x\n"


def test_each_has_a_name_and_says_what_has_become_of_what(rules: Rules) -> None:
    rules.write("# What a parcel costs.\nLIMIT = 30\n\nPRICE = True\n")
    made = make()
    assert [(each.name, *each.lines()) for each in made.mutants] == [
        ("tariff.NumberReplacer.0", 2, "LIMIT = 30", "LIMIT = 31"),
        ("tariff.NumberReplacer.1", 2, "LIMIT = 30", "LIMIT = 29"),
        ("tariff.ReplaceTrueWithFalse.0", 4, "PRICE = True", "PRICE = False"),
    ]
    assert (made.all, made.left_out) == (3, {})


def test_its_diff_has_a_line_around_it(rules: Rules) -> None:
    rules.write("# One.\n# Two.\nLIMIT = 30\n# Three.\n# Four.\n")
    assert make().mutants[0].diff().splitlines() == [
        "--- portal/rules/tariff.py",
        "+++ portal/rules/tariff.py",
        "@@ -2,3 +2,3 @@",
        " # Two.",
        "-LIMIT = 30",
        "+LIMIT = 31",
        " # Three.",
    ]


def test_lines_that_are_gone_become_nothing(rules: Rules) -> None:
    rules.write("@staticmethod\ndef f(): pass\n")
    assert [each.lines() for each in make().mutants] == [(1, "@staticmethod", "")]


def test_they_come_by_module_and_line(rules: Rules) -> None:
    rules.write("A = True\nB = 1\n", "tariff")
    rules.write("C = 1\n", "freight")
    assert [(each.module, each.lines()[0]) for each in make().mutants] == [
        *(("freight", 1), ("freight", 1)),
        *(("tariff", 1), ("tariff", 2), ("tariff", 2)),
    ]
    assert {each.module for each in make(["freight"]).mutants} == {"freight"}
    with pytest.raises(FaultError, match="has no module 'frait', only freight, tariff"):
        make(["frait"])


def test_of_twins_one_is_left_out(rules: Rules) -> None:
    rules.write(IS_SET)
    made = make()
    assert made.left_out == {TWIN: 1}
    assert [each.lines()[2] for each in made.mutants] == ["if x is None:"]
    assert made.all == 2


def test_twins_of_two_modules_are_two(rules: Rules) -> None:
    rules.write("A = True\n", "freight")
    rules.write("A = True\n", "tariff")
    assert [each.module for each in make().mutants] == ["freight", "tariff"]


def test_a_change_of_types_alone_is_left_out(rules: Rules) -> None:
    rules.write("class Parcel:\n    weight: int | None = None\ndef f(x: int | str) -> int | None: pass\n")
    made = make()
    assert made.mutants == []
    assert made.left_out.keys() == {NO_DIFFERENCE}
    assert made.all > 3


def test_what_is_no_python_is_left_out(rules: Rules) -> None:
    rules.write("def f(*, x): pass\n")
    made = make()
    assert made.mutants == []
    assert made.left_out[NOT_PYTHON] > 0


def test_what_cannot_be_loaded_is_told(rules: Rules) -> None:
    original = rules.write("LIMITS = frozenset('ab') - {'a'}\nLIMIT = 30\n")
    told = {each.name: why_not_loaded(each) for each in make().mutants}
    assert told["tariff.ReplaceBinaryOperator_Sub_Add.0"].startswith("TypeError: unsupported operand type")
    assert told["tariff.ReplaceBinaryOperator_Sub_BitOr.0"] == ""
    assert original.LIMIT == 30


def test_what_it_prints_while_it_is_loaded_is_nobodys(
    rules: Rules, capsys: pytest.CaptureFixture[str]
) -> None:
    rules.write("print(30)\n")
    capsys.readouterr()
    assert [why_not_loaded(each) for each in make().mutants] == ["", ""]
    assert capsys.readouterr() == ("", "")


def test_each_is_found_by_its_name(rules: Rules) -> None:
    rules.write(f"LIMIT = 30\n{IS_SET}")
    made = make().mutants
    assert [find(each.name) for each in made] == made


@pytest.mark.parametrize(
    "name",
    [
        "tariff.NumberReplacer.2",
        "tariff.NumberReplacer.-1",
        "tariff.NumberReplacer.\N{ARABIC-INDIC DIGIT ZERO}",
        "tariff.NumberReplacer.0.0",
        "tariff.NumberReplacer",
        "tariff.NoSuchThing.0",
        "tariff.VariableReplacer.0",
    ],
)
def test_a_name_of_none_is_refused(rules: Rules, name: str) -> None:
    rules.write("LIMIT = 30\n")
    with pytest.raises(FaultError, match=r"there is no mutant called '.*': \./run faults --mutants --list"):
        find(name)


def test_a_name_of_no_module_is_refused(rules: Rules) -> None:
    rules.write("LIMIT = 30\n")
    with pytest.raises(FaultError, match="has no module 'freight', only tariff"):
        find("freight.NumberReplacer.0")
