"""`python -m faults.mutants`: the mutants, told to programs."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from faults.mutants import __main__ as command
from faults.mutants.known import Equivalent, Known

if TYPE_CHECKING:
    from tests.faults.conftest import Programs
    from tests.faults.mutants.conftest import Rules

NOBODY = Equivalent("tariff", "NumberReplacer", "LIMIT = 30", ("LIMIT = 31",), "nobody asks")


@pytest.fixture(autouse=True)
def tariff(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    rules.write("LIMIT = 30\nLIMITS = frozenset('ab') - {'a'}\n")
    rules.write("PRICE = 1\ndef price(of: int | None): pass\n", "freight")
    monkeypatch.setattr(command, "known", lambda: Known({"tariff": ("HUP-LINK",)}, (NOBODY,)))


def told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "argv", ["mutants", *arguments])
    assert command.main() == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_all_that_is_known_of_each(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head, *mutants = told(monkeypatch, capsys)
    by_name = {each["name"]: each for each in mutants}
    assert head["made"] == len(mutants) + sum(head["left_out"].values())
    assert sum(head["left_out"].values()) > 0
    assert head["first"] == {"tariff": ["HUP-LINK"]}
    assert by_name["tariff.NumberReplacer.0"] == {
        "name": "tariff.NumberReplacer.0",
        "module": "tariff",
        "line": 1,
        "says": "LIMIT = 30 -> LIMIT = 31",
        "diff": "--- portal/rules/tariff.py\n+++ portal/rules/tariff.py\n@@ -1,2 +1,2 @@\n"
        "-LIMIT = 30\n+LIMIT = 31\n LIMITS = frozenset('ab') - {'a'}",
        "dead": "",
        "equivalent": "nobody asks",
    }
    assert by_name["tariff.NumberReplacer.1"]["equivalent"] == ""
    assert by_name["tariff.ReplaceBinaryOperator_Sub_Add.0"]["dead"].startswith("TypeError: ")


def test_those_of_a_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _, *mutants = told(monkeypatch, capsys, "freight")
    assert [each["name"] for each in mutants] == ["freight.NumberReplacer.0", "freight.NumberReplacer.1"]


def test_what_is_known_of_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rules: Rules
) -> None:
    rules.write("LIMIT = 40\n")
    monkeypatch.setattr(sys, "argv", ["mutants", "tariff"])
    assert command.main() == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == (
        "mutants: known.toml tells of mutants that no longer are: "
        "tariff, NumberReplacer, 'LIMIT = 30' becomes 'LIMIT = 31'\n"
    )
    monkeypatch.setattr(sys, "argv", ["mutants", "freight"])
    assert command.main() == 0


def test_what_is_no_module_is_refused(programs: Programs) -> None:
    done = programs.run("import runpy; runpy.run_module('faults.mutants', run_name='__main__')", "frait")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("mutants: portal.rules has no module 'frait', only addresses, ")
