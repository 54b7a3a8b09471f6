"""Runs that do not come to their end: no output says more of a scenario than was seen, and none disagrees."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.harness.integrity.conftest import CRY, OutcomesProject

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE = 60
_CUT = """\
Feature: Outcomes
  Scenario: Before
    Given it works
  Scenario: Cut
    Given it works
    Given {}
    Given it works
  Scenario: After
    Given it works
"""
_NEVER = ("not run", "not run", "NOT STARTED", "skipped: not run", "not run", "not run", "NOT STARTED")


def _said(project: OutcomesProject, scenario: str) -> tuple[str, ...]:
    """Return the words of all outputs for a scenario, then those for its steps and those in Messages."""
    accounts = project.accounts()
    steps = {name: ", ".join(told[scenario].steps) for name, told in accounts.items()}
    assert len({words for name, words in steps.items() if name != "messages"}) == 1, steps
    return (
        project.results().scenarios[["Before", "Cut", "After"].index(scenario)].status.value,
        *(accounts[name][scenario].status for name in ("results", "messages", "junit", "site")),
        steps["results"],
        steps["messages"],
    )


def _until_stuck(project: OutcomesProject, *arguments: str, plain: bool = False) -> tuple[int, str]:
    """Interrupt a run in the middle of a step, as a terminal does at Ctrl-C."""
    (project.path / "stuck").unlink(missing_ok=True)
    os.mkfifo(project.path / "stuck")
    process = subprocess.Popen(
        project.command(*arguments),
        cwd=project.path,
        env=project.environment({"PLAIN": "1"} if plain else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    (project.path / "stuck").read_bytes()  # until the step has begun
    os.killpg(process.pid, signal.SIGINT)
    printed, _ = process.communicate(timeout=_PATIENCE)
    return process.returncode, printed


@pytest.mark.parametrize("workers", ["0", "2"])
def test_interrupted(tmp_path: Path, workers: str) -> None:
    project = OutcomesProject(tmp_path, _CUT.format("the run is stuck"))
    plain, _ = _until_stuck(project, "-n", workers, "--maxprocesses", "1", plain=True)
    exit_status, printed = _until_stuck(project, "-n", workers, "--maxprocesses", "1")
    assert CRY not in printed
    assert exit_status == plain == pytest.ExitCode.INTERRUPTED, printed
    assert _said(project, "Before") == (
        "passed", "passed", "PASSED", "passed", "passed", "passed", "PASSED",
    )  # fmt: skip
    assert _said(project, "Cut") == (
        "interrupted", "interrupted", "FAILED", "error", "interrupted",
        "passed, interrupted, not run", "PASSED, UNKNOWN, SKIPPED",
    )  # fmt: skip
    assert _said(project, "After") == _NEVER


def test_ended_by_a_step(tmp_path: Path) -> None:
    project = OutcomesProject(tmp_path, _CUT.format("the run is ended"))
    plain = project.run("-n", "0", env={"PLAIN": "1"})
    done = project.run("-n", "0")
    assert CRY not in done.stdout
    assert done.returncode == plain.returncode == pytest.ExitCode.INTERRUPTED, done.stdout
    assert _said(project, "Cut")[1:5] == ("interrupted", "FAILED", "error", "interrupted")
    assert _said(project, "After") == _NEVER


@pytest.mark.parametrize("restarts", ["0", "4"])
def test_killed_worker(tmp_path: Path, restarts: str) -> None:
    project = OutcomesProject(tmp_path, _CUT.format("the worker dies"))
    arguments = ("-n", "2", "--max-worker-restart", restarts)
    plain = project.run(*arguments, env={"PLAIN": "1"})
    done = project.run(*arguments)
    assert CRY not in done.stdout
    assert done.returncode == plain.returncode, done.stdout
    assert _said(project, "Cut") == (
        "error", "error", "FAILED", "error", "error",
        "passed, interrupted, not run", "PASSED, UNKNOWN, SKIPPED",
    )  # fmt: skip


@pytest.mark.parametrize(("workers", "limit"), [("0", "-x"), ("2", "--maxfail=1")])
def test_stopped_at_the_first_failure(tmp_path: Path, workers: str, limit: str) -> None:
    project = OutcomesProject(tmp_path, _CUT.format("it fails"))
    arguments = ("-n", workers, "--maxprocesses", "1", limit)
    plain = project.run(*arguments, env={"PLAIN": "1"})
    done = project.run(*arguments)
    assert CRY not in done.stdout
    assert done.returncode == plain.returncode, done.stdout
    assert _said(project, "Cut") == (
        "failed", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    )  # fmt: skip
    if workers == "0":  # a worker may be at the next one before it is told to stop
        assert _said(project, "After") == _NEVER


def _again(ending: str) -> str:
    feature = _CUT.format("it fails once").replace("  Scenario: Cut", "  @again\n  Scenario: Cut")
    return feature.replace("once\n    Given it works", f"once\n    Given {ending}")


def test_stopped_while_running_again(tmp_path: Path) -> None:
    """What came of the attempt before is known, and that is all."""
    project = OutcomesProject(tmp_path, _again("the run is ended"))
    done = project.run("-n", "0")
    assert CRY not in done.stdout
    assert done.returncode == pytest.ExitCode.INTERRUPTED, done.stdout
    assert _said(project, "Cut") == (
        "interrupted", "interrupted", "FAILED after FAILED", "error after failure", "interrupted",
        "passed, passed, interrupted", "PASSED, PASSED, UNKNOWN",
    )  # fmt: skip


def test_killed_while_running_again(tmp_path: Path) -> None:
    project = OutcomesProject(tmp_path, _again("the worker dies"))
    done = project.run("-n", "2")
    assert CRY not in done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert _said(project, "Cut") == (
        "error", "error", "FAILED after FAILED", "error after failure", "error",
        "passed, passed, interrupted", "PASSED, PASSED, UNKNOWN",
    )  # fmt: skip
    failures = project.results().scenarios[1].failures
    assert [(failure.attempt, failure.phase) for failure in failures] == [(0, "step"), (1, "process")]


def test_internal_error(tmp_path: Path) -> None:
    project = OutcomesProject(tmp_path, _CUT.format("it works"))
    project.add("\ndef pytest_runtest_logfinish(nodeid):\n    if 'cut' in nodeid: raise OSError('pulled')\n")
    plain = project.run("-n", "0", env={"PLAIN": "1"})
    done = project.run("-n", "0")
    assert CRY not in done.stdout
    assert done.returncode == plain.returncode == pytest.ExitCode.INTERNAL_ERROR, done.stdout
    assert _said(project, "After") == _NEVER
