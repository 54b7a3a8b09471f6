"""The pytest plugin that gives a run its context, the same in every worker, and leaves nothing behind.

Where they are needed it starts the reference portal and its mail catcher: first thing, and awaits them last,
just before the first test, so that they come up beside the workers.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest

from harness import browsers
from harness.interruption import Interruption, obey_controller
from harness.mail.server import MailServerChoice, MailServerUnavailableError
from harness.ports import PortInUseError
from harness.processes import ProcessStartError
from harness.run_context import RUN_CONTEXT, RunContext
from harness.run_directory import RunDirectory
from harness.run_options import add_options, needs_portal
from harness.services import Services
from harness.target_check import check_target
from harness.target_choice import StartReference, choose_target
from harness.targets import NOT_STARTED, Target, TargetError
from harness.worker_end import WorkerController, end_workers

WORKER_KEY: Final = "hup_run_context"
_WORKERS_END_WITHIN: Final = 3
"""Seconds that workers have to finish their test once the run is being stopped."""


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    handed_over = getattr(config, "workerinput", None)
    if handed_over is None:
        run = _Controller(config)
        config.pluginmanager.register(run, "hup-controller")
        run.start()
    else:
        config.stash[RUN_CONTEXT] = RunContext.from_controller(handed_over[WORKER_KEY])
        config.pluginmanager.register(_Worker(), "hup-worker")


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
        self._directory: RunDirectory | None = None
        self._environment = pytest.MonkeyPatch()
        self._workers: list[WorkerController] = []
        self._notice: str | None = None

    def start(self) -> None:
        """Raise pytest.UsageError for everything that the user can put right."""
        option = self._config.option
        if not needs_portal(self._config.args, self._config.invocation_params.dir, option):
            self._config.stash[RUN_CONTEXT] = self._context(NOT_STARTED)
            return
        self._interruption.install()
        try:
            self._check_browser()
            chosen = choose_target(option.target)
            self._directory = RunDirectory()
            # For workers and browsers: those that are killed leave their temporary files behind.
            self._environment.setenv("TMPDIR", str(self._directory.path))
            if isinstance(chosen, StartReference):
                context = self._start_reference(chosen, self._directory.path)
            else:
                context = self._use(chosen)
        except (
            *(browsers.BrowserNotFoundError, TargetError, PortInUseError),
            *(MailServerUnavailableError, ProcessStartError),
        ) as error:
            raise pytest.UsageError(str(error)) from error
        self._config.stash[RUN_CONTEXT] = context

    def _context(self, target: Target) -> RunContext:
        option = self._config.option
        directory = self._config.invocation_params.dir / option.reports
        return RunContext.create(target, seed=option.seed, reports=directory)

    def _check_browser(self) -> None:
        option = self._config.option
        if not browsers.chosen_by_user(option.browser, option.browser_channel):
            browsers.find(headed=option.headed)

    def _use(self, target: Target) -> RunContext:
        option = self._config.option
        for name, value in (("--portal-port", option.portal_port), ("--mail", option.mail)):
            if value is not None:
                raise TargetError(f"{name} is about the reference portal, and the target is {target.name}")
        context = self._context(check_target(target))
        context.prepare_reports()
        return context

    def _start_reference(self, chosen: StartReference, directory: Path) -> RunContext:
        option = self._config.option
        # Its reports come before its target: that is where the portal's log goes.
        planned = self._context(NOT_STARTED)
        planned.prepare_reports()
        self._services = Services(
            directory=directory,
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
    def pytest_configure_node(self, node: WorkerController) -> None:
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
        if self._interruption.reason is not None:
            end_workers(self._config, self._workers, within=_WORKERS_END_WITHIN)

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
        self._environment.undo()
        if self._directory is not None:
            self._directory.remove()
            self._directory = None
        if self._notice is not None:  # where no summary was printed
            sys.stderr.write(f"{self._notice}\n")
        self._interruption.restore()
