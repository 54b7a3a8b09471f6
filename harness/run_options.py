"""What a run can be told on the command line, on top of the options of pytest and its plugins."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.mail.server import MailServerChoice
from harness.paths import FEATURE_TESTS, REPORTS, TESTS
from harness.run_context import MAX_SEED
from harness.weather.kinds import ALL, WeatherError, chosen_kinds

if TYPE_CHECKING:
    import pytest

_MAX_PORT: Final = 65_535
_LOOKING_ONLY: Final = (
    "help",
    "version",
    "collectonly",
    "markers",
    "showfixtures",
    "show_fixtures_per_test",
    "cacheshow",
    "setupplan",
    "generate_missing",
)
"""Options of pytest that run no test."""


def add_options(parser: pytest.Parser) -> None:
    group = parser.getgroup("hup", "the portal under test")
    group.addoption(
        "--target",
        metavar="NAME|FILE|URL",
        help="what to test: 'reference' (the default) starts everything; a name from targets/; a TOML file; "
        "or the address of a program site, the rest being said by HUP_… variables or the control API",
    )
    group.addoption(
        "--mail",
        choices=[choice.value for choice in MailServerChoice],
        help="mail catcher for the reference portal: MAILPIT_URL, else a mailpit on PATH, else the embedded "
        "one (auto, the default); mailpit or the failure to find one; embedded",
    )
    group.addoption(
        "--seed",
        type=read_seed,
        metavar="N",
        help="draw the same test data as the run that printed this seed",
    )
    group.addoption(
        "--portal-port",
        type=_port,
        metavar="N",
        help="port of the reference portal (default: a free one)",
    )
    group.addoption(
        "--fault",
        action="append",
        default=[],
        metavar="NAME",
        help="break the reference portal on purpose, in one of the ways that ./run faults --list names; can "
        "be repeated",
    )
    group.addoption(
        "--weather",
        nargs="?",
        const=ALL,
        type=_weather,
        metavar="KINDS",
        help="let connections, mail and processor be as bad as in life: names of kinds with commas between "
        "(--weather=late-mail,slow-net), or none for all that a correct portal survives",
    )
    group.addoption(
        "--patience",
        type=read_seconds,
        metavar="SECONDS",
        help="how long pages and mails may take to come before a step fails (default: 15 for what a browser "
        "shows, 10 for a mail)",
    )
    group.addoption(
        "--reports",
        type=Path,
        default=REPORTS,
        metavar="DIR",
        help="folder that each run makes its own folder of reports in (default: reports)",
    )


def needs_portal(arguments: Iterable[str], directory: Path, option: argparse.Namespace) -> bool:
    """Say whether the run may come upon a scenario; the controller of a parallel run sees arguments only.

    It will not if no test is run at all, or if all it was told to run lies in other folders of `tests/`.
    """
    if any(getattr(option, name, None) for name in _LOOKING_ONLY):
        return False
    for argument in arguments:
        path = (directory / argument.partition("::")[0]).resolve()
        if TESTS not in path.parents or path == FEATURE_TESTS or FEATURE_TESTS in path.parents:
            return True
    return False


def read_seed(text: str) -> int:
    """Read a seed from a command line. Raises argparse.ArgumentTypeError."""
    return _number(text, MAX_SEED)


def read_count(text: str) -> int:
    """Read how many there are to be from a command line. Raises argparse.ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"must be a number from 1 on, not {text!r}")
    return int(text)


def read_seconds(text: str) -> float:
    """Read a time from a command line. Raises argparse.ArgumentTypeError."""
    return _time(text, "seconds above 0")


def read_hours(text: str) -> float:
    """Read a time from a command line. Raises argparse.ArgumentTypeError."""
    return _time(text, "hours above 0, as 0.5")


def _time(text: str, what: str) -> float:
    try:
        time = float(text)
    except ValueError:
        time = math.nan
    if not 0 < time < math.inf:
        raise argparse.ArgumentTypeError(f"must be a number of {what}, not {text!r}")
    return time


def _weather(text: str) -> str:
    try:
        chosen_kinds(text)
    except WeatherError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


def _port(text: str) -> int:
    return _number(text, _MAX_PORT)


def _number(text: str, largest: int) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > largest:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {largest}, not {text!r}")
    return int(text)
