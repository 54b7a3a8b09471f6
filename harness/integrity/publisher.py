"""Everything that is made of a finished run, and whether all of it tells what pytest saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from harness.faults.place import FOLDER as FAULTS_FOLDER
from harness.faults.record import FILE_NAME as FAULTS
from harness.formats import cucumber_messages, junit
from harness.formats.github import tell_github
from harness.history.plugin import history_of
from harness.integrity.accounts import JUNIT, MESSAGES, RESULTS, SITE
from harness.integrity.gate import disagreements, told_by
from harness.living_docs import LivingDocsError, build_site
from harness.report.keys import PUBLISHER
from harness.report.model import Run
from harness.report.results_files import write_results
from harness.run_context import RUN_CONTEXT, RunContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from harness.integrity.accounts import Account
    from harness.integrity.told import Told
    from harness.integrity.witness import Witness

SITE_FOLDER: Final = "living-docs"
"""In the folder of reports, beside those of single runs: the latest run's."""
_MOST: Final = 20
_WHAT_TO_DO: Final = (
    "Trust none of this run's reports until that is mended: it is a fault of this project, or of a plugin "
    "that changes what came of a test."
)


class Publisher:
    """In the controller: publishes a run, reads all of it back, and fails it where it is told wrongly."""

    NAME: Final = PUBLISHER

    def __init__(self, config: pytest.Config, witness: Witness) -> None:
        self._config = config
        self._witness = witness
        self._session: pytest.Session | None = None
        self._run: Run | None = None
        self._faults: list[str] = []
        """What ought never to happen: reports that cannot be made, on a disk with room for them."""
        self._found: list[str] = []
        self._told_by_site: Mapping[str, Told] = {}
        self.site: Path | None = None
        """The folder of the living documentation, once it is there."""
        self.notices: list[str] = []
        """What readers have to know of the reports, a sentence each."""
        self.problems: list[str] = []
        """What could not be written, and what to do about it."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    @pytest.hookimpl(trylast=True)  # the history has to have this run by then
    def pytest_hup_run_finished(self, run: Run) -> None:
        context = self._config.stash.get(RUN_CONTEXT, None)
        if context is None:
            return
        self._run = run
        self._publish(run, context)
        found = self._faults[:] or self._disagreements(run, context)
        if found:
            more = [f"… and {len(found) - _MOST} more"] if len(found) > _MOST else []
            self._found = [*found[:_MOST], *more, _WHAT_TO_DO]
            self.pytest_hup_reports_amended("its reports disagree", self._found)

    def pytest_hup_reports_amended(self, reason: str, notices: list[str]) -> None:
        """Publish the run again, with what is the matter with its reports."""
        context = self._config.stash.get(RUN_CONTEXT, None)
        self.notices += notices
        if self._run is None or context is None:
            return
        if reason and self._session is not None:
            if self._session.exitstatus == pytest.ExitCode.OK:
                self._session.exitstatus = pytest.ExitCode.TESTS_FAILED
            self._run.exit_status = int(self._session.exitstatus)
            self._run.exit_reason = f"{self._run.exit_reason}; {reason}"
        problem = write_results(context.reports, self._run, self.notices)
        self.problems += [problem] if problem else []
        self._publish(self._run, context)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        context = self._config.stash.get(RUN_CONTEXT, None)
        if self._run is None or context is None:
            return
        if self._found:
            terminalreporter.section("the reports disagree", red=True)
            for line in self._found:
                terminalreporter.write_line(line)
        for line in dict.fromkeys(self.problems):
            terminalreporter.write_line(line, red=True)
        for line in tell_github(
            self._run, root=self._config.rootpath, folder=context.reports, notices=self.notices
        ):
            terminalreporter.write_line(line)

    def _publish(self, run: Run, context: RunContext) -> None:
        folder, root = context.reports, self._config.rootpath
        problems = [
            cucumber_messages.write_messages(run, folder / MESSAGES.name, root=root, folder=folder),
            junit.write_junit(run, folder / JUNIT.name, folder=folder, root=root),
        ]
        try:
            self._told_by_site = build_site(
                run,
                folder=folder,
                into=folder.parent / SITE_FOLDER,
                root=root,
                history=history_of(self._config),
                faults=folder.parent / FAULTS_FOLDER / FAULTS,
            )
            self.site = folder.parent / SITE_FOLDER
        except LivingDocsError as error:
            problems.append(str(error))
        except Exception as error:  # noqa: BLE001 - a fault in a report must lose none of the others
            self.site = None
            self._faults.append(
                f"{SITE.name} is still that of an earlier run: {type(error).__name__}: {error}"
            )
        self.problems += [problem for problem in problems if problem]

    def _disagreements(self, run: Run, context: RunContext) -> list[str]:
        if self.problems:  # what could not be written is told as that
            return []
        folder = context.reports
        readers: list[tuple[Account, Callable[[], Mapping[str, Told]]]] = [
            (RESULTS, lambda: told_by(_written(folder))),
            (MESSAGES, lambda: cucumber_messages.read_back(folder / MESSAGES.name)),
            (JUNIT, lambda: junit.read_back(folder / JUNIT.name)),
            (SITE, lambda: self._told_by_site),
        ]
        accounts, unreadable = [], []
        for account, read in readers:
            try:
                accounts.append((account, read()))
            except (OSError, ValueError) as error:
                unreadable.append(f"{account.name} cannot be read back: {error}")
        return unreadable + disagreements(self._witness, run, accounts)


def _written(folder: Path) -> Run:
    return Run.model_validate_json((folder / RESULTS.name).read_bytes())
