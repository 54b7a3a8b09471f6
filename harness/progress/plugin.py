"""pytest plugin: puts the progress reporter in the place of pytest's own, and says what a run is about."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import pytest
from _pytest.terminal import TerminalReporter

from harness import browsers
from harness.progress.reporter import QUIET, ProgressReporter
from harness.progress.screen import Screen
from harness.run_context import RUN_CONTEXT
from harness.targets import NOT_STARTED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

NAME: Final = "terminalreporter"
# Each of these makes pytest write where and when it likes, or leaves the terminal to somebody else.
_WRITES_BY_ITSELF: Final = ("usepdb", "trace", "setupshow", "setuponly", "setupplan", "collectonly")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("terminal reporting").addoption(
        "--quiet-for",
        type=float,
        default=QUIET,
        metavar="SECONDS",
        help=f"in a log, say what is still running once no test was over for so long (default: {QUIET:.0f})",
    )


def pytest_plugin_registered(plugin: object, plugin_name: str, manager: pytest.PytestPluginManager) -> None:
    """Replace pytest's reporter as soon as it is there: others, as pytest-xdist, keep the one they find."""
    if plugin_name != NAME or type(plugin) is not TerminalReporter:
        return
    config = plugin.config
    screen = Screen(sys.stdout, live=is_live(config, sys.stdout, os.environ))
    config.add_cleanup(screen.close)
    manager.unregister(plugin)
    manager.register(ProgressReporter(config, screen, quiet=config.option.quiet_for), NAME)


def is_live(config: pytest.Config, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether the output is a terminal that somebody looks at and nothing else writes to."""
    option = config.option
    return (
        stream.isatty()
        and environment.get("TERM", "") not in {"", "dumb"}
        and not environment.get("NO_COLOR")
        and not environment.get("CI")
        and option.color != "no"
        and option.capture != "no"
        and not any(getattr(option, name, False) for name in _WRITES_BY_ITSELF)
    )


def pytest_report_header(config: pytest.Config) -> list[str]:
    found = config.hook.pytest_hup_header(config=config)
    named = [line for part in reversed(found) for line in part]
    width = max((len(name) for name, _ in named), default=0)
    return [f"{name:<{width}}  {text}" for name, text in named]


def pytest_hup_header(config: pytest.Config) -> list[tuple[str, str]]:
    """Name what is the same for the whole run."""
    workers = config.getoption("numprocesses", None) or 0
    lines = [("workers", str(workers) if workers else "none, all in this process")]
    run = config.stash.get(RUN_CONTEXT, None)
    if run is not None and run.target is not NOT_STARTED:
        target = run.target
        lines = [
            ("target", f"{target.title}, portal at {target.program_url}"),
            ("mail", target.mail_server),
            *([("weather", target.weather.title)] if target.weather is not None else []),
            ("browser", _browser(config)),
            ("run", f"{run.run_id}, seed {run.seed}"),
            *lines,
        ]
    return lines


def _browser(config: pytest.Config) -> str:
    names: list[str] = config.getoption("browser", None) or []
    channel: str | None = config.getoption("browser_channel", None)
    headed = bool(config.getoption("headed", default=False))
    if browsers.chosen_by_user(names, channel):
        return ", ".join(name for name in [*names, channel] if name)
    try:
        return str(browsers.find(headed=headed).executable)
    except browsers.BrowserNotFoundError as error:
        return str(error).splitlines()[0]
