"""Runs that are cut short, lose a worker or their disk, or cannot even begin."""

from __future__ import annotations

import os
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from harness.paths import ROOT
from harness.report.model import Run, Scenario, Status

if TYPE_CHECKING:
    from tests.harness.conftest import Project

_STUCK = """\
Feature: Stuck
  @HUP-LINK-3
  Scenario: Done before
    Then she is let in
  @HUP-LINK-3
  Scenario: Never ends
    Given an employee of "Contoso"
    When the run is stuck
    Then she is let in
  @HUP-LINK-3
  Scenario: Not reached
    Then she is let in
"""


def _results(project: Project) -> Run:
    return Run.model_validate_json((project.path / "reports/run/results.json").read_bytes())


def _scenario(run: Run, name: str) -> Scenario:
    return next(scenario for scenario in run.scenarios if scenario.name == name)


def _steps(scenario: Scenario) -> list[str]:
    return [step.status.value for step in scenario.steps]


@pytest.mark.parametrize("workers", ["0", "2"])
def test_interrupted_run_names_what_was_running(features_project: Project, workers: str) -> None:
    features_project.write({"features/link.feature": _STUCK})
    os.mkfifo(features_project.path / "stuck")
    process = subprocess.Popen(
        features_project.command("-n", workers, "--maxprocesses", "1"),
        cwd=features_project.path,
        env=features_project.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    (features_project.path / "stuck").read_bytes()  # until the step has begun
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does at Ctrl-C
    printed, _ = process.communicate(timeout=30)
    run = _results(features_project)
    assert {scenario.name: scenario.status for scenario in run.scenarios} == {
        "Done before": Status.PASSED,
        "Never ends": Status.INTERRUPTED,
        "Not reached": Status.NOT_RUN,
    }, printed
    assert _steps(_scenario(run, "Never ends")) == ["passed", "interrupted", "not run"]
    assert run.exit_reason == "interrupted: Ctrl-C"
    assert run.exit_status == pytest.ExitCode.INTERRUPTED
    assert "Interrupted: Stuck: Never ends" in printed
    assert "Not run: 1 of 3 scenarios" in printed
    assert printed.rstrip().splitlines()[-1].startswith("==")


def test_worker_that_dies_is_named_with_the_step(features_project: Project) -> None:
    features_project.write({"features/link.feature": _STUCK.replace("the run is stuck", "the worker dies")})
    done = features_project.run("-n", "1", "--max-worker-restart", "0")
    lost = _scenario(_results(features_project), "Never ends")
    assert lost.status == Status.ERROR
    assert _steps(lost) == ["passed", "interrupted", "not run"]
    assert lost.failures[0].phase == "process"
    assert "The process that ran the scenario died" in done.stdout
    assert "  ✗ When the worker dies" in done.stdout


@pytest.mark.parametrize("moment", ["sessionstart", "sessionfinish"])
def test_worker_that_dies_outside_of_any_test_is_told(features_project: Project, moment: str) -> None:
    features_project.write(
        {
            "features/link.feature": _STUCK.replace("    When the run is stuck\n", ""),
            "plugin.py": "import os, pathlib\n"
            f"def pytest_{moment}():\n"
            "    dies = pathlib.Path('dies')\n"
            "    if os.environ.get('PYTEST_XDIST_WORKER') == 'gw1' and not dies.exists():\n"
            "        dies.touch()\n"
            "        os.kill(os.getpid(), 9)\n",
        }
    )
    with (features_project.path / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(f"\nfrom plugin import pytest_{moment}\n")
    done = features_project.run("-n", "2", env={"PYTHONPATH": f"{ROOT}:{features_project.path}"})
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    assert "worker gw1 died while it ran no test" in done.stdout
    run = _results(features_project)
    assert {scenario.status for scenario in run.scenarios} == {Status.PASSED}
    assert run.exit_status == pytest.ExitCode.TESTS_FAILED
    assert run.exit_reason.endswith("; a worker was lost")


def test_folder_that_cannot_be_written_is_told_and_hides_nothing(features_project: Project) -> None:
    features_project.write({"reports/run": "a file where the folder should be"})
    done = features_project.run("-n", "0", "-k", "once or twice")
    assert "results could not be written" in done.stdout
    assert "  ✗ Then she is refused" in done.stdout
    assert "1 failed, 1 passed" in done.stdout


def test_results_wait_for_what_comes_while_the_run_ends(features_project: Project) -> None:
    """Workers that are being stopped still tell of the tests that they end meanwhile."""
    with (features_project.path / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(
            "\ndef pytest_sessionfinish():\n"
            "    Path('too-early').write_text(str(Path('reports/run/results.json').exists()))\n"
        )
    features_project.run("-n", "0", "-k", "once")
    assert (features_project.path / "too-early").read_text(encoding="utf-8") == "False"
    assert (features_project.path / "reports/run/results.json").exists()


def test_internal_error_leaves_results(features_project: Project) -> None:
    with (features_project.path / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(
            "\ndef pytest_runtest_logfinish(nodeid):\n    if 'twice' in nodeid: raise OSError('pulled')\n"
        )
    done = features_project.run("-n", "0", "-k", "once or twice or Left")
    assert done.returncode == pytest.ExitCode.INTERNAL_ERROR
    run = _results(features_project)
    assert run.exit_reason == "internal error: OSError: pulled"
    assert [scenario.status for scenario in run.scenarios] == [Status.PASSED, Status.FAILED, Status.NOT_RUN]


def test_unreadable_feature_is_told_in_its_own_terms(features_project: Project) -> None:
    features_project.write(
        {"features/link.feature": "Feature: A\n  Scenario: B\n    When x\n    Whenever y\n"}
    )
    done = features_project.run("-n", "0")
    assert "features/link.feature:4: " in done.stdout
    assert "Correct the feature file" in done.stdout
    assert "gherkin_parser.py" not in done.stdout


def test_unknown_tag_is_told_in_its_own_terms(features_project: Project) -> None:
    features_project.write({"features/link.feature": _STUCK.replace("HUP-LINK-3", "HUP-LINK-33")})
    done = features_project.run("-n", "0")
    assert "The tag @HUP-LINK-33 is no rule of rules/rulebook.md" in done.stdout
