"""A project of its own in a temporary folder, on which pytest is run as somebody would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60
_PLUGINS = ("pytest-bdd", "xdist")
# What a terminal or a build server says about itself must not reach the runs of these tests.
_SAYS_WHERE = {
    "CI",
    "GITHUB_ACTIONS",
    "BUILD_NUMBER",
    "NO_COLOR",
    "FORCE_COLOR",
    "PY_COLORS",
    "COLUMNS",
    "LINES",
}


class Project:
    """Files, and pytest run on them in a process of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if key not in _SAYS_WHERE and not key.startswith(("PYTEST_", "HUP_"))
        }
        return {**kept, "PYTHONPATH": str(_ROOT), "TERM": "xterm-256color", **(extra or {})}

    def command(self, *arguments: str) -> list[str]:
        # Plugins that nothing here needs would take half of the time.
        plugins = [word for name in _PLUGINS for word in ("-p", name)]
        return [sys.executable, "-m", "pytest", "--disable-plugin-autoload", *plugins, *arguments]

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run to the end, with output to a pipe; standard error is part of `stdout`."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.path,
            env=self.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=False,
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)
