"""Whole runs: what became secret in any process is masked, looked for at the end, and fails the run."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from harness.report.model import Run, Status

if TYPE_CHECKING:
    from tests.harness.conftest import Project

_PLANT = """\
import base64, html, os, zipfile
from pathlib import Path
from urllib.parse import quote
import pytest
from pytest_bdd import given, parsers, when

REPORTS = Path("reports").absolute()
PASSWORD = "hr7y3rt7" + "bc4&xoEkR"  # in two, for tracebacks show lines of this file

def password(name): return PASSWORD + name

@given(parsers.parse("{name} has a password"))
def has_password(name, evidence): evidence.secret(password(name), "the password of an invented person")
@when(parsers.parse("{name} writes it down in {file}"))
def writes(name, file):
    path, secret = REPORTS / file, password(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as packed: packed.writestr("trace.trace", secret)
    elif file.endswith(".html"): path.write_text(html.escape(secret))
    elif file.endswith(".log"): path.write_text(quote(secret, safe=""))
    elif file.endswith(".eml"): path.write_bytes(base64.b64encode(secret.encode()))
    else: path.write_text(secret)
@when(parsers.parse("{name} says it and fails"))
def says(name, evidence):
    secret = password(name)
    print("typed", secret)
    evidence.note("typed", secret)
    raise AssertionError(f"typed {secret} and {html.escape(secret)}")
@when(parsers.parse("{name} cannot go on"))
def skips(name): pytest.skip(f"without {password(name)}")
@when("the process dies")
def dies(): os.kill(os.getpid(), 9)
"""
_SECRET = "hr7y3rt7bc4&xoEkR"


def _project(project: Project, *scenarios: str) -> Project:
    feature = "Feature: Plants\n" + "".join(
        f"  @HUP-LINK-3\n  Scenario: Number {number}\n"
        + "".join(f"    {step}\n" for step in steps.splitlines())
        for number, steps in enumerate(scenarios, start=1)
    )
    conftest = project.path / "conftest.py"
    project.write(
        {
            "features/link.feature": feature,
            "plants.py": _PLANT,
            "conftest.py": conftest.read_text(encoding="utf-8").replace(
                '"fixtures.evidence",', '"fixtures.evidence", "plants",'
            ),
        }
    )
    return project


def _run(project: Project) -> Run:
    return Run.model_validate_json((project.path / "reports/run/results.json").read_bytes())


def _told(printed: str) -> dict[str, str]:
    section = printed.partition("= secrets in the reports =")[2]
    found = re.findall(r"^(\S+) holds (?:the password of an invented person), (\S+)$", section, re.MULTILINE)
    return dict(found)


_FILES = {
    "run/failures/k/page.txt": "plain",
    "run/page.html": "HTML-escaped",
    "run/portal.log": "URL-encoded",
    "run/mails/1.eml": "base64",
    "run/trace.zip!trace.trace": "plain",
    "history.json": "plain",
}


def test_run_with_a_secret_in_its_reports_fails_and_names_the_file(features_project: Project) -> None:
    files = (name.partition("!")[0] for name in _FILES)
    steps = "\n".join(f"When Emma writes it down in {file}" for file in files)
    project = _project(features_project, f"Given Emma has a password\n{steps}")
    done = project.run("-n", "0")
    assert done.returncode == 1, done.stdout
    assert _told(done.stdout) == _FILES, done.stdout
    assert _SECRET not in done.stdout
    run = _run(project)
    assert [scenario.status for scenario in run.scenarios] == [Status.PASSED]
    assert (run.exit_status, run.exit_reason) == (1, "all tests ran; secrets stand in the reports")
    summary = (project.path / "reports/run/summary.md").read_text(encoding="utf-8")
    assert "- history.json holds the password of an invented person, plain" in summary
    assert "Pass these files on to nobody" in summary
    assert _SECRET not in summary


def test_what_scenarios_say_of_secrets_is_masked_everywhere(features_project: Project) -> None:
    project = _project(
        features_project,
        "Given Emma has a password\nWhen Emma says it and fails",
        "Given Noah has a password\nWhen Noah cannot go on",
    )
    for arguments in (["-n", "0", "-rA", "--tb=long", "--showlocals"], ["-n", "2"]):
        done = project.run(*arguments)
        assert done.returncode == 1
        assert _SECRET not in done.stdout
        assert "hr7y3rt7bc4&amp;xoEkR" not in done.stdout
        assert "typed [masked] and [masked]" in done.stdout
        assert "secrets in the reports" not in done.stdout, done.stdout
        emma, noah = _run(project).scenarios
        assert emma.failures[0].message == "typed [masked] and [masked]"
        assert emma.notes["typed"] == "[masked]"
        assert noah.reason == "without [masked]"


def test_secrets_of_all_workers_reach_the_controller(features_project: Project) -> None:
    project = _project(
        features_project,
        *(
            f"Given {name} has a password\nWhen {name} writes it down in run/{name}.txt"
            for name in ("Emma", "Noah", "Olga", "Paul")
        ),
    )
    done = project.run("-n", "2")
    assert done.returncode == 1
    workers = {scenario.worker for scenario in _run(project).scenarios}
    assert workers == {"gw0", "gw1"}
    assert _told(done.stdout) == dict.fromkeys(
        [f"run/{name}.txt" for name in ("Emma", "Noah", "Olga", "Paul")], "plain"
    ), done.stdout


def test_killed_worker_loses_the_secrets_of_its_last_scenario_at_most(features_project: Project) -> None:
    project = _project(
        features_project,
        "Given Emma has a password\nWhen Emma writes it down in run/Emma.txt",
        "Given Noah has a password\nWhen the process dies",
    )
    done = project.run("-n", "1", "--max-worker-restart", "0")
    assert done.returncode != 0
    assert _told(done.stdout) == {"run/Emma.txt": "plain"}, done.stdout


def test_secret_that_is_too_short_to_be_masked_is_told(features_project: Project) -> None:
    project = _project(features_project, "Given Emma has a password")
    done = project.run("-n", "0", env={"SMTP_PASSWORD": "short"})
    assert done.returncode == 0
    assert "the environment's SMTP_PASSWORD is not masked: it has 5 characters" in done.stdout
    assert json.loads((project.path / "reports/run/results.json").read_bytes())["exit_status"] == 0
