"""A small git repository with features and a rulebook, and `./run changes` on it."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from harness.cli import changes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Told = Callable[..., tuple[int, list[str], str]]

_RULEBOOK = """\
# Book

## The link

### HUP-LINK-1: One use
*From the FAQ*

It works once.

### HUP-LINK-2: A day
*Derived*

It lives for a day.
"""
NO_RUN = "no run has left results yet: ./run e2e"
FEATURE = """\
@employee
Feature: Links
  A link is proof.

  Background:
    Given an employee

  Rule: Once

    @HUP-LINK-1
    Scenario: Used twice
      When she uses the link 2 times
      Then she is refused
      And she is told why

  @HUP-LINK-2
  Scenario Outline: After <hours> hours
    When <hours> hours have passed
    Then she is <verdict>

    Examples:
      | hours | verdict |
      | 23    | let in  |
      | 25    | refused |
"""


class Repository:
    """A project under git, whose first commit is tagged `first`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit({"rules/rulebook.md": _RULEBOOK, "features/links.feature": FEATURE})
        self.git("tag", "first")

    def git(self, *arguments: str) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.run(
            ["git", "-c", "user.name=Kim", "-c", "user.email=kim@contoso.example", *arguments],
            cwd=self.path,
            env={**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write files; None removes one."""
        for name, text in files.items():
            path = self.path / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def commit(self, files: Mapping[str, str | None]) -> None:
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "As it is")

    def replace(self, old: str, new: str, name: str = "features/links.feature") -> None:
        """Write and commit a file with a part of it replaced."""
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.commit({name: text.replace(old, new)})


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    path = tmp_path / "project"
    path.mkdir()
    return Repository(path)


@pytest.fixture
def told(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Run the command on the repository; what it returns, prints, and complains of."""
    monkeypatch.setattr(changes, "ROOT", repository.path)
    monkeypatch.setattr(changes, "REPORTS", repository.path / "reports")
    monkeypatch.delenv("HUP_HISTORY", raising=False)

    def run(*arguments: str) -> tuple[int, list[str], str]:
        code = changes.run(list(arguments))
        said = capsys.readouterr()
        return code, [line.rstrip() for line in said.out.splitlines() if line.strip()], said.err

    return run


def body_of(lines: list[str]) -> list[str]:
    """Return what stands between the headline and the line on the last run."""
    assert lines[0].startswith("What changed from first (")
    assert lines[-1] == NO_RUN
    return lines[1:-1]
