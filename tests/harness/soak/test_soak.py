"""`./run soak`: what it tells its runs, what it makes of them, what it keeps, and how it goes on."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.alone import alone_in
from harness.soak.options import circumstances
from harness.soak.record import Result

if TYPE_CHECKING:
    from tests.harness.soak.conftest import Soaking

STEADY, UNSTEADY, USAGE_ERROR, INTERRUPTED = 0, 1, 2, 130
SOON = 30.0
FAILS = {"scenarios": {"B": "failed"}}


def _value(arguments: list[str], option: str) -> str:
    return arguments[arguments.index(option) + 1]


def test_runs_that_end_alike(soaking: Soaking) -> None:
    code, output = soaking.run("--runs", "3", "--tags", "@admin", "-n", "2")

    assert code == STEADY, output
    assert "no scenario ever differed in 3 runs, each of the same 2 scenarios" in output
    assert soaking.outcomes() == {"A": {"passed": [1, 2, 3]}, "B": {"passed": [1, 2, 3]}}
    assert sorted(path.name for path in soaking.place.iterdir() if path.name != ".lock") == [
        "soak.json",
        "soak.md",
    ]
    assert "No scenario ever differed" in (soaking.place / "soak.md").read_text()
    for told in soaking.told:
        assert {"--tags=@admin", "-n", "no:hup-publisher"} <= set(told)
        assert _value(told, "--history") == "none"
        assert f"--randomly-seed={_value(told, '--seed')}" in told
    assert len({_value(told, "--seed") for told in soaking.told}) == 3


def test_same_seed_draws_the_same_orders(soaking: Soaking) -> None:
    soaking.run("--runs", "2", "--seed", "7")
    soaking.run("--runs", "2", "--seed", "7")
    soaking.run("--runs", "1", "--seed", "8")

    first, second, again_first, again_second, other = (_value(told, "--seed") for told in soaking.told)
    assert (first, second) == (again_first, again_second)
    assert other not in {first, second}


def test_what_differed_is_told_with_all_it_takes_to_look_into_it(soaking: Soaking) -> None:
    soaking.plan({2: FAILS, 4: {"scenarios": {"A": "skipped"}}})

    code, output = soaking.run("--runs", "4", "--mail", "embedded", "-k", "words", "--evidence=none")

    assert code == UNSTEADY
    assert "2 scenarios differed in 4 runs" in output
    seed = soaking.soak.runs[1].seed
    assert f"failed in run 2, seed {seed}" in output
    assert "B is red\n" in output
    assert "skipped in run 4" in output
    assert "not here\n" in output
    replay = (
        f"./run e2e --seed {seed} -n 0 --evidence full --mail embedded 'tests/test_link.py::test_B[<1> `x`]'"
    )
    assert replay in output
    assert f"- replay ``{replay}``\n" in (soaking.place / "soak.md").read_text()
    run = soaking.place / "002/20260302T093000Z-abcdefgh"
    assert f"evidence  {run / 'failures/B'}" in output
    assert (run / "failures/B").is_dir()
    # Of a run of which something is kept, the other scenarios' mails are not.
    assert [path.name for path in (run / "mails").iterdir()] == ["B.eml"]
    assert not (soaking.place / "001").exists()
    assert (soaking.place / "004").exists()


def test_scenario_that_is_red_each_time_is_no_steady_soak(soaking: Soaking) -> None:
    soaking.plan({1: FAILS, 2: FAILS})
    code, output = soaking.run("--runs", "2")
    assert code == UNSTEADY
    assert "no scenarios differed in 2 runs; 1 red each time" in output
    assert "failed in each of its 2 runs" in output


def test_scenario_that_is_skipped_each_time_is_steady(soaking: Soaking) -> None:
    skipped = {"scenarios": {"B": "skipped"}}
    soaking.plan({1: skipped, 2: skipped})
    assert soaking.run("--runs", "2")[0] == STEADY


def test_scenario_that_is_missing_from_a_run(soaking: Soaking) -> None:
    soaking.plan({2: {"scenarios": {"B": None}}})
    code, output = soaking.run("--runs", "3")
    assert code == UNSTEADY
    assert "run 2 did not run Link: B" in output


def test_runs_that_break_are_told_apart(soaking: Soaking) -> None:
    soaking.plan(
        {
            1: {"code": 1, "reason": "secrets stand in the reports"},
            2: {"code": 2, "reason": "the portal ended", "scenarios": {"B": "not run"}},
            3: {"results": False, "code": 1},
        }
    )
    code, output = soaking.run("--runs", "4")
    assert code == UNSTEADY
    assert "run 1 failed, but no scenario did: secrets stand in the reports" in output
    assert "run 2 could not run to its end: exit code 2, the portal ended" in output
    assert "run 3 could not run to its end: exit code 1, no results: the end" in output
    assert "no scenarios differed in 2 runs; 3 runs broken" in output
    assert "did not run" not in output  # that run 2 lacks some goes without saying
    assert soaking.outcomes() == {"A": {"passed": [1, 2, 4]}, "B": {"passed": [1, 4]}}
    assert (soaking.place / "003/output.txt").exists()


def test_wrong_options_of_the_runs_end_it_at_once(soaking: Soaking) -> None:
    soaking.plan({1: {"code": 4, "results": False}})
    code, output = soaking.run("--runs", "5", "--fake")
    assert code == USAGE_ERROR
    assert len(soaking.told) == 1
    assert "  ERROR: --fake cannot be\n" in output


def test_runs_that_cannot_run_are_given_up(soaking: Soaking) -> None:
    soaking.plan({number: {"code": 3, "results": False} for number in range(2, 6)})
    code, output = soaking.run("--runs", "9")
    assert code == USAGE_ERROR
    assert len(soaking.told) == 4
    assert "3 runs on end could not run" in output


def test_hours_end_it(soaking: Soaking) -> None:
    code, output = soaking.run("--hours", "0.00001")
    assert code == STEADY, output
    assert "in 1 run," in output


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_stopped_and_resumed(soaking: Soaking, number: signal.Signals, code: int) -> None:
    os.mkfifo(soaking.folder / "stays")
    soaking.plan({2: {"stays": True, **FAILS}})
    process = soaking.start("--runs", "3", "--seed", "7", "--tags=@admin")
    child = int((soaking.folder / "stays").read_text())

    process.send_signal(number)
    output, _ = process.communicate(timeout=30)

    assert process.returncode == code, output
    assert not Path(f"/proc/{child}").exists()
    assert "in 1 run, stopped before its end" in output
    assert "--resume" in output
    # What was red until then is not lost.
    assert "failed in run 2" in output
    assert [run.result for run in soaking.soak.runs] == [Result.PASSED, Result.STOPPED]

    code, output = soaking.run("--resume")

    assert code == UNSTEADY, output
    assert "1 scenario differed in 3 runs" in output
    assert [run.number for run in soaking.soak.runs] == [1, 2, 3, 4]
    assert "--tags=@admin" in soaking.told[-1]


def test_killed_and_resumed(soaking: Soaking) -> None:
    os.mkfifo(soaking.folder / "stays")
    soaking.plan({2: {"stays": True}})
    process = soaking.start("--runs", "2")
    child = os.pidfd_open(int((soaking.folder / "stays").read_text()))

    process.kill()
    process.communicate(timeout=30)
    assert select.select([child], [], [], SOON)[0]
    os.close(child)
    soaking.plan({})
    code, output = soaking.run("--resume")

    assert code == STEADY, output
    assert "no scenario ever differed in 2 runs" in output


def test_resume_refuses_another_commit(soaking: Soaking) -> None:
    soaking.run("--runs", "1")
    soak = soaking.soak
    soak.revision, soak.wanted = "0000000", 2
    soak.write(soaking.place)
    code, output = soaking.run("--resume")
    assert code == USAGE_ERROR
    assert "is of commit 0000000, and this is" in output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume"], "there is no soak in"),
        (["--resume", "--seed", "3"], "leave out --seed"),
        (["--resume", "--tags=@admin"], "leave out --tags=@admin"),
        (["-x"], "-x is not for a soak"),
        (["-qx"], "-qx is not for a soak"),
        (["--maxfail=2"], "--maxfail=2 is not for a soak"),
        (["--pdb"], "--pdb is not for a soak"),
        (["--runs", "0"], "must be a number from 1 on"),
        (["--hours", "no"], "must be a number of hours above 0"),
        (["--seed", "-1"], "must be a number from 0 to"),
    ],
)
def test_what_makes_no_sense_is_refused(soaking: Soaking, arguments: list[str], said: str) -> None:
    code, output = soaking.run(*arguments)
    assert (code, said in output) == (USAGE_ERROR, True), output


def test_soak_that_is_over_is_not_resumed_but_extended(soaking: Soaking) -> None:
    soaking.run("--runs", "1")
    assert soaking.run("--resume")[0] == USAGE_ERROR
    code, output = soaking.run("--resume", "--runs", "2")
    assert code == STEADY
    assert "no scenario ever differed in 2 runs" in output


def test_two_do_not_go_on_with_one_soak(soaking: Soaking) -> None:
    soaking.run("--runs", "1")
    with alone_in(soaking.place, AssertionError("nobody is at work there")):
        code, output = soaking.run("--resume", "--runs", "2")
    assert code == USAGE_ERROR
    assert "still runs: wait for its end" in output
    assert soaking.run("--resume", "--runs", "2")[0] == STEADY


def test_a_scenario_depends_on_no_selection() -> None:
    told = [
        "-n",
        "2",
        "--tags=@a",
        "-k",
        "b",
        "--target",
        "x.toml",
        "--evidence",
        "none",
        "-n4",
        "a.py::b",
        "-s",
    ]
    assert circumstances(told) == ["--target", "x.toml", "-s"]
