"""`./run test`: everything that has to hold before a change may go in."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.cli.pytest_call import (
    as_selection,
    call_pytest,
    caller_folder,
    default_workers,
    from_repository,
    needs_found_browser,
    selects_scenarios,
)
from harness.paths import ROOT

if TYPE_CHECKING:
    import pytest

HELP: Final = """\
usage: ./run test [OPTION …] [PATH …]

Checks everything, in this order; a failure does not keep the later ones from being run:
  format    ruff format --check        (to put right: ./run format)
  lint      ruff check                 (to put right, where it can: .venv/bin/ruff check --fix)
  types     mypy --strict
  imports   lint-imports: who may import whom
  tests     pytest: those of the harness and of the portal, and all features, on all processors

OPTION and PATH go to pytest, as with ./run e2e; where features are named by PATH or --tags, only their
scenarios are run as tests. Exit code: 0 if all of it passed."""

_BIN: Final = Path(sys.prefix) / "bin"
_NAME_WIDTH: Final = 10


@dataclass(frozen=True, slots=True)
class Stage:
    name: str
    argv: tuple[str, ...]


STAGES: Final = (
    Stage("format", (str(_BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Stage("lint", (str(_BIN / "ruff"), "check", "--quiet", ".")),
    Stage("types", (str(_BIN / "mypy"), "--no-error-summary")),
    Stage("imports", (str(_BIN / "lint-imports"),)),
)


def run(arguments: list[str]) -> int:
    """Return 0 if all stages passed. Raises SetupError where there is no browser and no way to one."""
    caller = caller_folder()
    arguments = from_repository(as_selection(arguments, caller=caller), caller=caller)
    if selects_scenarios(arguments):
        arguments = ["-o", "testpaths=tests/features", *arguments]
    if needs_found_browser(arguments):
        from harness.browser_setup import ensure_browser  # noqa: PLC0415 - not for the sake of help

        ensure_browser(headed="--headed" in arguments)
    failed = check(STAGES)
    if failed:
        _say(f"failed so far: {', '.join(failed)}; the tests are run all the same")
    code = call_pytest([*default_workers(arguments), *arguments], plugins=[EarlierStages(failed)])
    return code or int(bool(failed))


def check(stages: Sequence[Stage], say: Callable[[str], None] | None = None) -> list[str]:
    """Run each, print a line for it, and its output where it failed; returns the names of those that did."""
    say = say or _say
    failed = []
    for stage in stages:
        started = time.monotonic()
        done = subprocess.run(
            stage.argv, check=False, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        verdict = "FAILED" if done.returncode else "passed"
        say(f"{stage.name:<{_NAME_WIDTH}}{verdict}   {time.monotonic() - started:5.1f} s")
        if done.returncode:
            failed.append(stage.name)
            say(done.stdout.rstrip())
    return failed


class EarlierStages:
    """Repeats at the end of pytest's output what failed before it, for there is where people look."""

    def __init__(self, failed: Sequence[str]) -> None:
        self._failed = failed

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._failed:
            terminalreporter.section("failed before the tests", red=True)
            for name in self._failed:
                terminalreporter.write_line(f"{name}: see its output above", red=True)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
