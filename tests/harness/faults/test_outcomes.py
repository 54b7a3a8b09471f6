"""`./run faults`: what it makes of each way in which a run with a fault can end, and what it says of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.faults.breach import Breach
from harness.paths import ROOT

if TYPE_CHECKING:
    from tests.harness.faults.conftest import Measuring

HOLDS, HOLDS_NOT = 0, 1


def test_caught_by_a_scenario_of_its_own_rule(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"B": "failed"}})

    code, output = measuring.run("works-twice")

    assert code == HOLDS, output
    assert "1 fault is noticed, each by a scenario of its own rule" in output
    assert "control: 1 of 1 scenarios passed with the portal in order" in output
    outcome = measuring.measured.outcomes["works-twice"]
    assert (outcome.title, outcome.place) == ("Link: B", "features/link.feature:3")
    assert (outcome.step, outcome.message) == ("Then B holds", "B is red")
    assert (outcome.after, outcome.of_rules, outcome.seed) == (2, 2, 7)
    assert not (measuring.place / "runs" / "works-twice").exists()
    told = (measuring.place / "faults.md").read_text()
    assert "HUP-LINK-3: Good for one use" in told
    assert "| A link works twice. | Link: B, `features/link.feature:3` | `works-twice` | 2 |" in told


def test_one_of_another_rule_is_not_asked_first_the_next_time(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"C": "failed"}})
    measuring.run("works-twice")
    assert measuring.results() == {"works-twice": "caught by another rule"}
    measuring.plan({"works-twice": {"B": "failed", "C": "failed"}})
    measuring.run("works-twice")
    assert measuring.results() == {"works-twice": "caught"}
    assert [each["order"]["named"] for each in measuring.told("works-twice")] == [[], []]


def test_each_run_is_told_what_it_needs(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"A": "failed"}})
    measuring.run("works-twice", "--patience", "2.5", "--mail", "embedded")

    (told,) = measuring.told("works-twice")
    words = told["arguments"]
    for name, value in {
        "--patience": "2.5",
        "--evidence": "none",
        "--history": "none",
        "--mail": "embedded",
        "-n": "0",
    }.items():
        assert words[words.index(name) + 1] == value
    assert {"-x", "no:hup-publisher", "no:cacheprovider"} <= set(words)
    (control,) = measuring.told("control")
    words = control["arguments"]
    assert words[words.index("--patience") + 1] == "2.5"
    assert "-x" not in words
    assert control["order"]["named"] == [measuring.measured.outcomes["works-twice"].scenario]


@pytest.mark.parametrize(
    ("plan", "result", "said"),
    [
        ({}, "survived", "none of 3 scenarios noticed"),
        (
            {"C": "failed"},
            "caught by another rule",
            "the 2 scenarios of HUP-LINK-3 did not notice; the first",
        ),
        ({"A": "skipped", "C": "failed"}, "caught by another rule", "(1 of them were skipped)"),
        ({"A": "skipped", "B": "skipped"}, "survived", "all scenarios of its rule were skipped"),
        ({"A": "error"}, "broke the run", "around the steps of 'Link: A' something failed: A is red"),
        ({"code": 4, "results": False}, "broke the run", "exit code 4: ERROR: the portal did not start"),
        ({"code": 3}, "broke the run", "the run ended with exit code 3"),
        ({"code": 1}, "broke the run", "the run failed, but none of its scenarios did"),
        (dict.fromkeys("ABC", "skipped"), "broke the run", "no scenario was run"),
    ],
)
def test_whatever_else_came_of_it(
    measuring: Measuring, plan: dict[str, object], result: str, said: str
) -> None:
    measuring.plan({"works-twice": plan, "works-for-ever": {"B": "failed"}})

    code, output = measuring.run("works-t*", "works-f*")

    assert code == HOLDS_NOT
    assert measuring.results() == {"works-twice": result, "works-for-ever": "caught"}
    assert f"works-twice: {result}  A link works twice." in output
    assert said in output
    assert "to do     " in output
    assert f"1 of 2 faults are noticed by a scenario of their own rule; 1 {result}" in output
    kept = measuring.measured.outcomes["works-twice"].folder
    assert kept is not None
    assert (measuring.place / kept).is_dir()
    assert said.replace("'", "") in (measuring.place / "faults.md").read_text().replace("'", "")


def test_what_fails_with_the_portal_in_order_proves_nothing(measuring: Measuring) -> None:
    broken = {"works-twice": {"A": "failed"}, "works-for-ever": {"B": "failed"}}
    measuring.plan({**broken, "control": {"A": "failed"}})

    code, output = measuring.run("works-twice", "works-for-ever")

    assert code == HOLDS_NOT
    assert measuring.results() == {"works-twice": "not proven", "works-for-ever": "caught"}
    assert "does not pass with a portal in order either: failed, A is red" in output
    assert "control: 1 of 2 scenarios passed" in output
    assert "--patience" in output


def test_a_control_that_cannot_run_proves_nothing(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"A": "failed"}, "control": {"code": 4, "results": False}})
    code, output = measuring.run("works-twice")
    assert code == HOLDS_NOT
    assert "the control could not run (exit code 4, ERROR: the portal did not start" in output


def test_a_control_that_skips_proves_nothing(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"A": "failed"}, "control": {"A": "skipped"}})
    assert measuring.run("works-twice")[0] == HOLDS_NOT
    assert measuring.results() == {"works-twice": "not proven"}


def test_a_rule_without_any_fault_fails_the_whole(measuring: Measuring) -> None:
    caught = {"A": "failed", "C": "failed"}
    measuring.plan(dict.fromkeys(("works-twice", "works-for-ever", "works-never"), caught))

    code, output = measuring.run()

    assert code == HOLDS_NOT
    assert "HUP-BUY-1  Sign up\n  no fault breaks it" in output
    assert "58 rules without any fault" in output
    assert "HUP-LINK-3" not in measuring.measured.without


def test_others_are_left_out_if_asked(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"C": "failed"}})
    code, output = measuring.run("works-twice", "--own-rule")
    assert code == HOLDS_NOT
    assert measuring.results() == {"works-twice": "survived"}
    assert "none of the 2 scenarios of its rule noticed; others were not asked" in output


def test_another_source_of_breaches(measuring: Measuring) -> None:
    mutant = Breach(
        "m-1", ("HUP-LINK-3",), "x", environment={"MUTANT": "m-1"}, any_rule=True, detail="-a\n+b"
    )
    measuring.breaches = (mutant, replace(mutant, name="m-2", environment={"MUTANT": "m-2"}))
    measuring.plan({"m-1": {"C": "failed"}})

    code, output = measuring.run("m-*")

    assert code == HOLDS_NOT
    assert measuring.results() == {"m-1": "caught", "m-2": "survived"}
    assert "change    -a\n" in output
    assert "change    +b\n" in output


def test_what_caught_it_is_tried_first_next_time(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"B": "failed"}})
    measuring.run("works-twice")
    measuring.run("works-twice")

    first, second = measuring.told("works-twice")
    assert first["order"]["named"] == []
    assert second["order"]["named"] == [measuring.measured.outcomes["works-twice"].scenario]
    assert second["order"]["seconds"]["tests/test_link.py::test_A[<1> `x`]"] == 1.5
    assert measuring.measured.outcomes["works-twice"].after == 1
    measuring.run("works-twice", "--fresh")
    assert measuring.told("works-twice")[-1]["order"]["named"] == []


def test_other_results_are_kept_beside_those_asked_for(measuring: Measuring) -> None:
    measuring.plan({"works-twice": {"A": "failed"}})
    measuring.run("works-never")
    code, output = measuring.run("works-twice")
    assert code == HOLDS, output
    assert measuring.results() == {"works-never": "survived", "works-twice": "caught"}


def test_list_runs_nothing(measuring: Measuring) -> None:
    code, output = measuring.run("--list", "HUP-LINK-3")
    assert (code, output) == (
        HOLDS,
        "HUP-LINK-3\n  works-twice  A link works twice.\n  works-never  A link never works.\n",
    )
    assert not measuring.place.exists()


def test_the_faults_of_this_project_can_be_listed() -> None:
    from harness.faults.breach import named_faults  # noqa: PLC0415

    known = {each.name: each for each in named_faults()}
    assert known["link-works-twice"].rules == ("HUP-LINK-3",)
    assert known["link-works-twice"].arguments == ("--fault", "link-works-twice")
    assert (ROOT / "faults").is_dir()
