"""The commands of `./run`.

This module and what it imports are of the standard library alone, for help has to work before anything is
installed.
"""

from __future__ import annotations

import difflib
import importlib
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from harness import bootstrap
from harness.paths import VENV, VENV_PYTHON
from harness.setup_step import SetupError

if TYPE_CHECKING:
    from types import FrameType

USAGE_ERROR: Final = 2
INTERRUPTED: Final = 130


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its module has `HELP`, its own help, and `run(arguments)`, which returns the exit code."""

    summary: str
    module: str


COMMANDS: Final = {
    "e2e": Command("run the feature files against a portal", "harness.cli.e2e"),
    "test": Command("check everything: format, lint, types, imports, tests, features", "harness.cli.test"),
    "rules": Command(
        "list the rules, their scenarios, and how those ended in the last run", "harness.cli.rules"
    ),
    "steps": Command("list the sentences that feature files are written with", "harness.cli.steps"),
    "changes": Command(
        "tell what features and rules say differently at two git revisions", "harness.cli.changes"
    ),
    "soak": Command("run the features over and over, and tell what ever differed", "harness.cli.soak"),
    "faults": Command("break the portal in many ways, and tell what notices each", "harness.cli.faults"),
    "slowest": Command("list the slowest scenarios of the last run, and their steps", "harness.cli.slowest"),
    "format": Command("lay out feature files and Python as the checks expect", "harness.cli.format"),
    "portal": Command(
        "start the portal and its mail catcher for looking around by hand", "harness.cli.portal"
    ),
}

_EPILOG: Final = """\
What is missing is set up first: a virtual environment in .venv with the locked packages, and a browser.
That takes minutes once and nothing later.

./run COMMAND --help tells more about a command.

environment:
  HUP_PYTHON    the Python (3.11 or newer) to make the virtual environment with
  HUP_BROWSER   the Chromium to use, as a path
  HUP_HISTORY   where the last runs are remembered: a folder, a file *.ndjson, or none
  HUP_TARGET, HUP_PROGRAM_URL, …   another portal to test: see ./run e2e --help"""


def help_text() -> str:
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:<{width}}   {command.summary}" for name, command in COMMANDS.items())
    return (
        "usage: ./run COMMAND [OPTION …]\n\n"
        "End-to-end tests of a Home Use Program portal: a real browser, real mail, and a portal to run them\n"
        "against.\n\n"
        f"commands:\n{listed}\n\n{_EPILOG}"
    )


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code, which is 2 for a command that does not exist."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        _print(help_text())
        return 0
    name, *rest = arguments
    command = COMMANDS.get(name)
    if command is None:
        return _unknown(name)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    module = importlib.import_module(command.module)
    if {"-h", "--help"} & set(rest):
        _print(module.HELP)
        return 0
    try:
        if not _is_set_up():
            _set_up_and_start_again(arguments)
        return int(module.run(rest))
    except SetupError as error:
        sys.stderr.write(f"run: {error}\n")
        return 1
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"\nrun: {stopped or 'stopped'}\n")
        return INTERRUPTED


def _is_set_up() -> bool:
    return Path(sys.prefix).resolve() == VENV.resolve() and bootstrap.is_ready()


def _set_up_and_start_again(arguments: list[str]) -> NoReturn:
    bootstrap.set_up()
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-P", "-m", "harness", *arguments])  # noqa: S606 - ourselves


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End in order, for the commands of the set-up and of the checks to end too."""
    raise SystemExit(128 + number)


def _unknown(name: str) -> int:
    meant = difflib.get_close_matches(name, COMMANDS, n=1)
    hint = f" Did you mean {meant[0]!r}?" if meant else ""
    sys.stderr.write(
        f"run: there is no command {name!r}.{hint} The commands are: {', '.join(COMMANDS)}. "
        "./run --help explains them.\n"
    )
    return USAGE_ERROR


def _print(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # `./run --help | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
