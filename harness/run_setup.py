"""What a run needs before its first test: a target, started if need be, and a context for all workers."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness import browsers
from harness.interruption import Interruption
from harness.mail.server import MailServerChoice, MailServerUnavailableError
from harness.ports import PortInUseError
from harness.processes import ProcessStartError
from harness.run_context import RunContext
from harness.run_directory import RunDirectory
from harness.run_options import needs_portal
from harness.services import Services
from harness.target_check import check_target
from harness.target_choice import StartReference, choose_target
from harness.targets import NOT_STARTED, TargetError
from harness.weather.kinds import MAIL_RESTART, chosen_kinds
from harness.weather.model import Weather

if TYPE_CHECKING:
    from harness.targets import Target

_TEMPORARY: Final = "TMPDIR"


class RunSetupError(RuntimeError):
    """The run cannot begin; the message says what the user can do."""


class RunSetup:
    """Made in the controller alone. `close` undoes everything, whatever came of it."""

    def __init__(self, option: argparse.Namespace, arguments: Iterable[str], directory: Path) -> None:
        """Take the parsed options, the paths to run, and the folder that both are meant from."""
        self._option = option
        self._folder = directory
        self._needs_portal = needs_portal(arguments, directory, option)
        self._services: Services | None = None
        self._directory: RunDirectory | None = None
        self._temporary_before: str | None = None
        self.interruption = Interruption()
        self.death: str | None = None
        """What the user has to know about a server that was lost."""

    def start(self) -> RunContext:
        """Start what has to be started, without waiting for it. Raises RunSetupError."""
        if not self._needs_portal:
            return self._context(NOT_STARTED)
        self.interruption.install()
        try:
            self._check_browser()
            chosen = choose_target(self._option.target)
            self._directory = RunDirectory()
            # For workers and browsers too: those that are killed leave their temporary files behind.
            self._temporary_before = os.environ.get(_TEMPORARY)
            os.environ[_TEMPORARY] = str(self._directory.path)
            if isinstance(chosen, StartReference):
                return self._start_reference(chosen, self._directory.path)
            return self._use(chosen)
        except (
            *(browsers.BrowserNotFoundError, TargetError, PortInUseError),
            *(MailServerUnavailableError, ProcessStartError),
        ) as error:
            raise RunSetupError(str(error)) from error

    def wait_ready(self) -> None:
        """Return when the first test can begin. Raises RunSetupError, with log lines, if it never can."""
        if self._services is not None:
            try:
                self._services.wait_ready()
            except ProcessStartError as error:
                raise RunSetupError(str(error)) from error

    def close(self) -> None:
        """Stop and remove everything; may be called again."""
        if self._services is not None:
            self._services.stop()
            self._services = None
        if self._directory is not None:
            if self._temporary_before is None:
                os.environ.pop(_TEMPORARY, None)
            else:
                os.environ[_TEMPORARY] = self._temporary_before
            self._directory.remove()
            self._directory = None
        if self.death is not None:  # where nobody came to say it
            sys.stderr.write(f"{self.death}\n")
            self.death = None
        self.interruption.restore()

    def _context(self, target: Target) -> RunContext:
        return RunContext.create(target, seed=self._option.seed, reports=self._folder / self._option.reports)

    def _check_browser(self) -> None:
        if not browsers.chosen_by_user(self._option.browser, self._option.browser_channel):
            browsers.find(headed=self._option.headed)

    def _use(self, target: Target) -> RunContext:
        for name, value in (
            ("--portal-port", self._option.portal_port),
            ("--mail", self._option.mail),
            ("--fault", self._option.fault or None),
            ("--weather", self._option.weather),
        ):
            if value is not None:
                raise TargetError(f"{name} is about the reference portal, and the target is {target.name}")
        context = self._context(check_target(target))
        context.prepare_reports()
        return context

    def _start_reference(self, chosen: StartReference, directory: Path) -> RunContext:
        # Its reports come before its target: that is where the portal's log goes.
        planned = self._context(NOT_STARTED)
        planned.prepare_reports()
        self._services = Services(
            directory=directory,
            logs=planned.reports,
            mail=MailServerChoice(self._option.mail or MailServerChoice.AUTO),
            external_mail=chosen.external_mail,
            portal_port=self._option.portal_port or 0,
            faults=tuple(self._option.fault),
            weather=self._weather(planned, chosen),
            on_death=self._on_death,
        )
        return planned.with_target(self._services.start())

    def _weather(self, planned: RunContext, chosen: StartReference) -> Weather | None:
        if self._option.weather is None:
            return None
        kinds = chosen_kinds(self._option.weather)
        if chosen.external_mail is not None:
            # Not this run's own, and so not to be restarted.
            if kinds == {MAIL_RESTART.name}:
                raise TargetError(
                    f"--weather: there is no {MAIL_RESTART.name} with the server of MAILPIT_URL"
                )
            kinds -= {MAIL_RESTART.name}
        return Weather(kinds=kinds, seed=planned.seed, run_id=planned.run_id)

    def _on_death(self, notice: str) -> None:
        self.death = notice
        self.interruption.stop_run(notice.partition("\n")[0])
