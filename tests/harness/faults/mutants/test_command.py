"""`./run faults --mutants` as a whole: what it runs, what it says, and what it keeps."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.faults.mutants.record import FILE_NAME, MutantsMeasurement

if TYPE_CHECKING:
    from tests.harness.faults.conftest import Measuring

HOLDS, HOLDS_NOT, USAGE_ERROR, INTERRUPTED = 0, 1, 2, 130
CAUGHT = {"C": "failed"}
SOON = 30.0


@pytest.fixture
def mutants(measuring: Measuring) -> Measuring:
    measuring.plan(dict.fromkeys(("links.Number.0", "links.Number.1", "links.Not.0"), CAUGHT))
    return measuring


def kept(measuring: Measuring) -> MutantsMeasurement:
    found = MutantsMeasurement.read(measuring.place / FILE_NAME)
    assert found is not None
    return found


def results(measuring: Measuring) -> dict[str, str]:
    return {each.name: each.result.value for each in kept(measuring).own}


def test_all_are_killed(mutants: Measuring) -> None:
    code, output = mutants.run("--mutants")

    assert code == HOLDS, output
    assert "9 changes could be made; 4 left out: another mutant does the same; 1 known to make no" in output
    assert "3 of 4 mutants, " in output
    assert "4 of 4 mutants killed (100.0 %, 95 % are asked for); 1 of the killed cannot be loaded" in output
    assert "control: 1 of 1 scenarios passed with the portal in order" in output
    assert results(mutants) == {
        "links.Not.1": "does not start",
        **dict.fromkeys(("links.Number.0", "links.Number.1", "links.Not.0"), "caught"),
    }
    assert "## Killed" in (mutants.place / "mutants.md").read_text()
    assert not (mutants.place / "faults.json").exists()
    assert mutants.told("links.Not.1") == mutants.told("pricing.Number.0") == []


def test_any_scenario_will_do_and_those_of_likely_rules_come_first(mutants: Measuring) -> None:
    mutants.run("--mutants", "links.Number.0")
    (told,) = mutants.told("links.Number.0")
    assert told["order"]["rules"][:2] == ["HUP-LINK-1", "HUP-LINK-2"]
    assert {each.partition("-")[2].partition("-")[0] for each in told["order"]["rules"]} == {"LINK"}
    assert not told["order"]["only_these"]


def test_what_has_killed_one_is_tried_first_with_those_of_its_module(mutants: Measuring) -> None:
    mutants.run("--mutants", "links.Number.0")
    mutants.run("--mutants", "links.Not.0")
    (told,) = mutants.told("links.Not.0")
    assert told["order"]["named"] == ["tests/test_link.py::test_C[<1> `x`]"]


def test_too_many_survive(mutants: Measuring) -> None:
    mutants.plan({"links.Number.0": CAUGHT})

    code, output = mutants.run("--mutants", "--at-least", "60")

    assert code == HOLDS_NOT
    assert "links.Number.1: survived  none of 3 scenarios noticed" in output
    assert "    -a = 3\n    +a = 1\n" in output
    assert f"see       {mutants.place}/runs/links.Number.1" in output
    assert "2 of 4 mutants killed (50.0 %, 60 % are asked for)" in output
    assert mutants.run("--mutants", "--survivors", "--at-least", "50")[0] == HOLDS


def test_one_of_no_rule_that_survives(mutants: Measuring) -> None:
    code, output = mutants.run("--mutants", "pricing.Number.0")
    assert code == HOLDS_NOT
    assert "pricing.Number.0: survived  none of 3 scenarios noticed" in output


def test_survivors_are_measured_again_and_the_others_count_as_they_were(mutants: Measuring) -> None:
    mutants.plan({"links.Number.0": CAUGHT})
    mutants.run("--mutants")
    mutants.plan({"links.Number.1": CAUGHT, "links.Not.0": CAUGHT})

    code, output = mutants.run("--mutants", "--survivors")

    assert code == HOLDS, output
    assert "2 of 4 count as killed, as they were" in output
    assert "4 of 4 mutants killed" in output
    assert [len(mutants.told(name)) for name in ("links.Number.0", "links.Number.1")] == [1, 2]


def test_what_fails_with_the_portal_in_order_kills_nothing(mutants: Measuring) -> None:
    mutants.plan({"links.Number.0": CAUGHT, "control": CAUGHT})
    code, output = mutants.run("--mutants", "links.Number.0")
    assert code == HOLDS_NOT
    assert "1 not proven" in output


def test_list_runs_nothing(mutants: Measuring) -> None:
    code, output = mutants.run("--mutants", "--list", "links.Number.*")
    assert code == HOLDS
    assert output == "links.Number.0  a = 3 -> a = 0\nlinks.Number.1  a = 3 -> a = 1\n2 mutants\n"
    assert not mutants.place.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["links.Nothing.0"], "there is no mutant called 'links.Nothing.0'"),
        (["--list", "links.Nothing.0"], "there is no mutant called 'links.Nothing.0'"),
        (["--resume"], "there is nothing to go on with"),
        (["--survivors"], "there is nothing to go on with"),
        (["--seed", "3"], "--seed draws a sample"),
        (["--at-least", "101"], "must be percent, from 0 to 100, not '101'"),
        (["--sample", "0"], "must be a number from 1 on"),
    ],
)
def test_what_cannot_be_is_refused(mutants: Measuring, arguments: list[str], said: str) -> None:
    code, output = mutants.run("--mutants", *arguments)
    assert code == USAGE_ERROR
    assert said in output
    assert not (mutants.folder / "told.ndjson").exists()


def test_modules_that_there_are_not_are_told(mutants: Measuring) -> None:
    mutants.listing = None
    code, output = mutants.run("--mutants", "frait")
    assert code == USAGE_ERROR
    assert "run: the mutants cannot be listed: portal.rules has no module 'frait', only addresses, " in output


def test_stopped_and_resumed(mutants: Measuring) -> None:
    os.mkfifo(mutants.folder / "stays")
    mutants.plan({"links.Number.0": CAUGHT, "links.Number.1": {"stays": True}})
    process = mutants.start("--mutants", "--jobs", "1")
    child = int((mutants.folder / "stays").read_text())

    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=SOON)

    assert process.returncode == INTERRUPTED, output
    assert not Path(f"/proc/{child}").exists()
    assert "2 of 2 mutants killed" in output
    assert "2 not measured yet" in output
    assert "./run faults --mutants --resume goes on" in output
    assert results(mutants) == {"links.Number.0": "caught", "links.Not.1": "does not start"}
    assert "2 not measured yet" in (mutants.place / "mutants.md").read_text()

    mutants.plan(dict.fromkeys(("links.Number.1", "links.Not.0"), CAUGHT))
    code, output = mutants.run("--mutants", "--resume")

    assert code == HOLDS, output
    assert "resumed after 2 of 4" in output
    assert len(mutants.told("links.Number.0")) == 1
    assert set(results(mutants).values()) == {"caught", "does not start"}


def test_two_do_not_share_a_folder_but_one_can_be_listed_beside(mutants: Measuring) -> None:
    os.mkfifo(mutants.folder / "stays")
    mutants.plan({"links.Number.0": {"stays": True}})
    process = mutants.start("--mutants", "links.Number.0")
    (mutants.folder / "stays").read_text()
    second = mutants.run("--mutants", "links.Number.1")
    faults = mutants.run("works-never")
    listed = mutants.run("--mutants", "--list")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=SOON)
    for code, output in (second, faults):
        assert code == USAGE_ERROR
        assert "another ./run faults is at work" in output
    assert listed[0] == HOLDS
