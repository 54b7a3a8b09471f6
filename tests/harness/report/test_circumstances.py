"""Of which features a run was, and of how many of them."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from harness.report.circumstances import revision_of
from harness.report.model import Run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.conftest import Project


def _git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@x.example"]
    return subprocess.check_output(["git", "-C", str(folder), *identity, *arguments], text=True).strip()


def test_the_revision_is_that_of_the_features(tmp_path: Path) -> None:
    assert revision_of(tmp_path) == ""
    _git(tmp_path, "init", "-q")
    assert revision_of(tmp_path) == ""
    feature = tmp_path / "features" / "a.feature"
    feature.parent.mkdir()
    feature.write_text("Feature: A\n")
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "a")
    commit = _git(tmp_path, "rev-parse", "--short", "HEAD")
    (tmp_path / "notes.txt").write_text("no feature\n")
    assert revision_of(tmp_path) == commit
    feature.write_text("Feature: B\n")
    assert revision_of(tmp_path) == f"{commit}+"


def test_a_hook_of_another_repository_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _git(tmp_path, "init", "-q")
    _git(tmp_path, "commit", "-qm", "a", "--allow-empty")
    commit = _git(tmp_path, "rev-parse", "--short", "HEAD")
    # As git calls its hooks.
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere" / "index"))
    assert revision_of(tmp_path) == commit


@pytest.mark.parametrize(
    ("arguments", "selection"),
    [
        ((), ""),
        (("tests",), ""),
        (("-k", "used and not twice"), "-k 'used and not twice'"),
        (("tests/test_link.py::test_used_once",), "tests/test_link.py::test_used_once"),
    ],
)
def test_what_was_asked_for_is_told(
    features_project: Project, arguments: tuple[str, ...], selection: str
) -> None:
    features_project.run("-n", "0", *arguments)
    results = features_project.path / "reports/run/results.json"
    assert Run.model_validate_json(results.read_bytes()).selection == selection
