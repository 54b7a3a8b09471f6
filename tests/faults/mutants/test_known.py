"""What people have written down of the mutants: it is read strictly, and has to be of mutants that are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from faults.catalogue import FaultError
from faults.mutants.known import known, stale
from faults.mutants.making import find

if TYPE_CHECKING:
    from tests.faults.mutants.conftest import Rules

HEAD = '[[equivalent]]\nmodule = "tariff"\noperator = "NumberReplacer"\n'
ENTRY = f'{HEAD}line = "LIMIT = 30"\nbecomes = "LIMIT = 31"\nwhy = """nobody\n  asks"""\n'


@pytest.fixture(autouse=True)
def tariff(rules: Rules) -> None:
    rules.write("if True:\n    LIMIT = 30\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "known.toml"


def test_where_to_look_first_and_what_nobody_could_notice(file: Path) -> None:
    file.write_text(f'[first]\ntariff = ["HUP-LINK", "HUP-BUY-1"]\n{ENTRY}')
    said = known(file)
    assert said.first == {"tariff": ("HUP-LINK", "HUP-BUY-1")}
    assert said.why_equivalent(find("tariff.NumberReplacer.0")) == "nobody asks"
    assert said.why_equivalent(find("tariff.NumberReplacer.1")) == ""
    assert said.why_equivalent(find("tariff.ReplaceTrueWithFalse.0")) == ""
    assert stale(said.equivalents) == []


def test_several_that_a_line_becomes(file: Path) -> None:
    file.write_text(ENTRY.replace('"LIMIT = 31"', '["LIMIT = 31", "LIMIT = 29"]'))
    said = known(file)
    assert said.why_equivalent(find("tariff.NumberReplacer.1")) == "nobody asks"
    assert stale(said.equivalents) == []


def test_another_line_that_becomes_the_same_is_another_mutant(file: Path, rules: Rules) -> None:
    rules.write("LIMIT = 30\nLIMIT = 32\n")
    file.write_text(ENTRY)
    assert find("tariff.NumberReplacer.3").lines()[1:] == ("LIMIT = 32", "LIMIT = 31")
    assert known(file).why_equivalent(find("tariff.NumberReplacer.3")) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [("= 31", "= 32"), ("= 30", "= 40"), ("NumberReplacer", "NoSuchThing"), ("NumberR", "VariableR")],
)
def test_what_is_said_of_no_mutant_is_stale(file: Path, old: str, new: str) -> None:
    file.write_text(ENTRY.replace(old, new))
    (told,) = stale(known(file).equivalents)
    assert told.startswith("tariff, ")
    assert f"becomes 'LIMIT = 3{'2' if new == '= 32' else '1'}'" in told


def test_an_equivalent_of_another_module_covers_none_of_this(file: Path, rules: Rules) -> None:
    rules.write("LIMIT = 30\n", "freight")
    file.write_text(ENTRY)
    assert known(file).why_equivalent(find("freight.NumberReplacer.0")) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD, r"mend the entry \{'module': 'tariff', 'operator': 'NumberReplacer'\}"),
        (f'{ENTRY}seen = "yes"\n', "mend the entry"),
        (ENTRY.replace('"LIMIT = 31"', "[]"), "mend the entry"),
        (ENTRY.replace('"LIMIT = 31"', "31"), "mend the entry"),
        (ENTRY.replace('"LIMIT = 31"', "[31]"), "mend the entry"),
        (ENTRY.replace('"LIMIT = 30"', "30"), "mend the entry"),
        (ENTRY.replace('"tariff"', '"frait"'), "has no module 'frait', only tariff"),
        ("[first]\nfrait = []\n", "has no module 'frait', only tariff"),
        ('[first]\ntariff = "HUP-LINK"\n', "first has a list of ids for each module; mend tariff"),
        ("first", r"known\.toml is no TOML: "),
    ],
)
def test_what_cannot_be_meant_is_refused(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    with pytest.raises(FaultError, match=said):
        known(file)
