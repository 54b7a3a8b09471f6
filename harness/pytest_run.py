"""The pytest plugin that gives a run its context, the same in every worker, and leaves nothing behind.

Where they are needed it starts the reference portal and its mail catcher: first thing, and awaits them last,
just before the first test, so that they come up beside the workers.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, Final, Protocol

import pytest

from harness.interruption import Interruption, obey_controller
from harness.mail.server import MailServerChoice, MailServerUnavailableError
from harness.paths import FEATURE_TESTS, TESTS
from harness.ports import PortInUseError
from harness.processes import ProcessStartError
from harness.run_context import MAX_SEED, RUN_CONTEXT, RunContext
from harness.services import Services
from harness.target_check import check_target
from harness.target_choice import StartReference, choose_target
from harness.targets import NOT_STARTED, Target, TargetError

WORKER_KEY: Final = "hup_run_context"
_WORKERS_END_WITHIN: Final = 3
"""Seconds that workers have to finish their test once the run is being stopped."""
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


def pytest_addoption(parser: pytest.Parser) -> None:
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
        "--seed", type=_seed, metavar="N", help="draw the same test data as the run that printed this seed"
    )
    group.addoption(
        "--portal-port",
        type=_port,
        metavar="N",
        help="port of the reference portal (default: a free one)",
    )


def pytest_configure(config: pytest.Config) -> None:
    handed_over = getattr(config, "workerinput", None)
    if handed_over is None:
        run = _Controller(config)
        config.pluginmanager.register(run, "hup-controller")
        run.start()
    else:
        config.stash[RUN_CONTEXT] = RunContext.from_controller(handed_over[WORKER_KEY])
        config.pluginmanager.register(_Worker(), "hup-worker")


class _WorkerController(Protocol):
    """What of pytest-xdist's side of a worker is used here; it comes without types."""

    gateway: Any
    nodemanager: Any
    workerinput: dict[str, Any]


class _Worker:
    def __init__(self) -> None:
        self._session: pytest.Session | None = None
        obey_controller(self._stop)

    def _stop(self) -> None:
        if self._session is not None:
            self._session.shouldstop = "the run is being stopped"

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session


class _Controller:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._interruption = Interruption()
        self._services: Services | None = None
        self._directory: tempfile.TemporaryDirectory[str] | None = None
        self._workers: list[_WorkerController] = []
        self._notice: str | None = None

    def start(self) -> None:
        """Raise pytest.UsageError for everything that the user can put right."""
        option = self._config.option
        if not needs_portal(self._config.args, self._config.invocation_params.dir, option):
            self._config.stash[RUN_CONTEXT] = RunContext.create(NOT_STARTED, seed=option.seed)
            return
        self._interruption.install()
        try:
            chosen = choose_target(option.target)
            if isinstance(chosen, StartReference):
                context = self._start_reference(chosen)
            else:
                context = self._use(chosen)
        except (TargetError, PortInUseError, MailServerUnavailableError, ProcessStartError) as error:
            raise pytest.UsageError(str(error)) from error
        self._config.stash[RUN_CONTEXT] = context

    def _use(self, target: Target) -> RunContext:
        option = self._config.option
        for name, value in (("--portal-port", option.portal_port), ("--mail", option.mail)):
            if value is not None:
                raise TargetError(f"{name} is about the reference portal, and the target is {target.name}")
        context = RunContext.create(check_target(target), seed=option.seed)
        context.prepare_reports()
        return context

    def _start_reference(self, chosen: StartReference) -> RunContext:
        option = self._config.option
        # Its reports come before its target: that is where the portal's log goes.
        planned = RunContext.create(NOT_STARTED, seed=option.seed)
        planned.prepare_reports()
        self._directory = tempfile.TemporaryDirectory(prefix="hup-run-", ignore_cleanup_errors=True)
        self._services = Services(
            directory=Path(self._directory.name),
            logs=planned.reports,
            mail=MailServerChoice(option.mail or MailServerChoice.AUTO),
            external_mail=chosen.external_mail,
            portal_port=option.portal_port or 0,
            on_death=self._on_death,
        )
        return planned.with_target(self._services.start())

    def _on_death(self, notice: str) -> None:
        self._notice = notice
        self._interruption.stop_run(notice.partition("\n")[0])

    def pytest_report_header(self) -> list[str]:
        context = self._config.stash[RUN_CONTEXT]
        if context.target is NOT_STARTED:
            return []
        target = context.target
        return [
            f"target: {target.name} ({target.program_url}), mail: {target.mail_server}",
            f"run: {context.run_id}, seed: {context.seed}, reports: {context.reports}",
        ]

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: _WorkerController) -> None:
        node.workerinput[WORKER_KEY] = self._config.stash[RUN_CONTEXT].to_worker()
        self._workers.append(node)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        if self._services is not None:
            try:
                self._services.wait_ready()
            except ProcessStartError as error:
                raise pytest.UsageError(str(error)) from error
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        if self._interruption.reason is None:
            return
        for worker in self._workers:
            _tell_to_stop(worker)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._notice is not None:
            terminalreporter.section("the run was stopped", red=True)
            terminalreporter.write_line(self._notice)
            self._notice = None

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        if self._services is not None:
            self._services.stop()
            self._services = None
        if self._directory is not None:
            self._directory.cleanup()
            self._directory = None
        if self._notice is not None:  # where no summary was printed
            sys.stderr.write(f"{self._notice}\n")
        self._interruption.restore()


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


def _tell_to_stop(worker: _WorkerController) -> None:
    """Let the worker end after the test it runs; xdist by itself would let it end all that it was handed."""
    worker.nodemanager.EXIT_TIMEOUT = _WORKERS_END_WITHIN
    # Asked for by xdist when it sets the worker up, and then kept; asking again would wait for the worker.
    about = getattr(worker.gateway, "_cache_rinfo", None)
    if about is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(about.pid, signal.SIGINT)


def _seed(text: str) -> int:
    return _number(text, MAX_SEED)


def _port(text: str) -> int:
    return _number(text, _MAX_PORT)


def _number(text: str, largest: int) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > largest:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {largest}, not {text!r}")
    return int(text)
