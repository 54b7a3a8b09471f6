"""Runs that follow one another, and what the later ones say of the earlier."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness.conftest import Project


@pytest.fixture
def keeping_project(features_project: Project) -> Project:
    conftest = (features_project.path / "conftest.py").read_text(encoding="utf-8")
    told = conftest.replace("pytest_plugins = [", 'pytest_plugins = [\n    "harness.history.plugin",')
    # Its run has always the same name, and here there are several.
    told = told.replace('RunContext("abcdefgh"', 'RunContext(os.environ["RUN_ID"]')
    features_project.write({"conftest.py": told})
    return features_project


def _run(project: Project, name: str, *arguments: str, **environment: str) -> str:
    return project.run("-n", "0", *arguments, env={"RUN_ID": name, **environment}).stdout


def test_what_changes_from_run_to_run_is_told(keeping_project: Project) -> None:
    feature = keeping_project.path / "features" / "link.feature"
    text = feature.read_text(encoding="utf-8")
    assert "failing since" not in _run(keeping_project, "run1")
    used_once = "When she uses the link 1 times\n      Then she is let in"
    assert used_once in text
    feature.write_text(text.replace(used_once, used_once.replace("let in", "refused")), encoding="utf-8")
    second = _run(keeping_project, "run2")
    assert "\nNewly failing: Confirmation link: Used once (passed in the run before)\nResults: " in second
    assert "\nnewly failing: passed in the run before\n" in second  # in the words on that failure
    assert "failing since" in second  # in the words on the one that fails for the second time
    assert "runs), not known to have passed before" in second
    feature.write_text(text, encoding="utf-8")
    third = _run(keeping_project, "run3")
    assert "\nPasses again: Confirmation link: Used once (failed in the run before, since " in third
    kept = (keeping_project.path / "reports" / "history.ndjson").read_text(encoding="utf-8")
    runs = [json.loads(line) for line in kept.splitlines()]
    assert [run["run_id"] for run in runs] == ["run1", "run2", "run3"]
    assert [len(run["results"]) for run in runs] == [9, 9, 9]


def test_place_that_cannot_be_written_is_told_and_fails_nothing(keeping_project: Project) -> None:
    keeping_project.write({"taken": "a file"})
    done = keeping_project.run("-n", "0", "-k", "once", "--history", "taken", env={"RUN_ID": "run1"})
    assert "this run is missing in the history of runs, " in done.stdout
    assert done.returncode == 0


def test_history_can_be_kept_elsewhere_or_not_at_all(keeping_project: Project) -> None:
    path = keeping_project.path
    _run(keeping_project, "run1", "-k", "once", HUP_HISTORY=str(path / "kept"))
    assert (path / "kept" / "history.ndjson").exists()
    _run(keeping_project, "run2", "-k", "once", "--history", "none")
    assert not (path / "reports" / "history.ndjson").exists()
    assert len((path / "kept" / "history.ndjson").read_text(encoding="utf-8").splitlines()) == 1
