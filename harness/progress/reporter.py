"""pytest's terminal reporter, with progress in words and red scenarios told in full.

Everything that pytest reports besides stays as it is: warnings, the short summary, the closing line.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO, cast

import pytest
from _pytest.terminal import TerminalReporter

from harness.progress import lines
from harness.progress.board import BAD, Board, Finished, Outcome
from harness.progress.ticker import Ticker
from harness.progress.told import closing_lines, failure_in_full, folder_of, scenario_of, why_in_a_line
from harness.report.failure_text import Marks
from harness.report.model import Scenario

if TYPE_CHECKING:
    from collections.abc import Generator

    from _pytest.reports import BaseReport

    from harness.progress.screen import Screen

REFRESH: Final = 0.2
"""Seconds between two pictures of a live area."""
LISTEN: Final = 1.0
"""Seconds between two looks at whether a log has been quiet for too long."""
QUIET: Final = 15.0
"""Seconds after which a log says what is still running."""
COUNT: Final = 5.0
"""Seconds between two lines that count tests which get no line each."""
_AGAIN: Final = "rerun"
"""What plugins that run failed tests again call the failure of before."""
_OUTCOMES: Final = frozenset({"passed", "failed", "error", "skipped", "xfailed", "xpassed"})


class ProgressReporter(TerminalReporter):  # type: ignore[misc] # final, and replaced by others in this way too
    """Registered as `terminalreporter`, in place of pytest's."""

    def __init__(self, config: pytest.Config, screen: Screen, *, quiet: float = QUIET) -> None:
        super().__init__(config, cast("TextIO", screen))
        self._screen = screen
        self._quiet = quiet
        self._board = Board()
        self._why: dict[str, str] = {}
        self._results: dict[str, Scenario] = {}
        self._counted = time.monotonic()
        self._uncounted = 0
        tick = self._refresh if screen.is_live else self._break_silence
        self._ticker = Ticker(tick, REFRESH if screen.is_live else min(LISTEN, quiet))

    def _determine_show_progress_info(self) -> Literal[False]:
        return False  # pytest's own percentage

    # what happens

    def pytest_report_header(self, config: pytest.Config) -> list[str]:
        # Folders, files and plugins are for whoever looks for a fault in the tools.
        return super().pytest_report_header(config) if self.verbosity > 0 else []

    def pytest_hup_scenarios(self, scenarios: list[Scenario]) -> None:
        self._board.know(scenarios)

    def pytest_hup_started(self, node_id: str, worker: str) -> None:
        self._board.started(node_id, worker)

    def pytest_hup_step(self, node_id: str, index: int) -> None:
        self._board.step(node_id, index)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        super().pytest_collection_finish(session)
        self._board.expect(len(session.items))

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        self._board.expect(len(ids))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        if self.config.option.collectonly:
            return (yield)
        self._board.begin()
        self._ticker.start()
        try:
            return (yield)
        finally:
            self._end_progress()

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        pass  # pytest would name the file; here a test is named once it is over

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._tests_ran = True
        category, letter, word = self.config.hook.pytest_report_teststatus(report=report, config=self.config)
        self._add_stats(category, [report])
        if letter or word:
            self._progress_nodeids_reported.add(report.id)
        result = scenario_of(report)
        if result is not None:
            self._results[report.nodeid] = result
        if category == _AGAIN:
            self._board.begins_anew(report.nodeid)
            return
        if report.failed:
            self._why.setdefault(report.nodeid, why_in_a_line(report, result))
        outcome = cast("Outcome", category if category in _OUTCOMES else "passed")
        self._board.reported(report.nodeid, outcome, getattr(report, "duration", 0.0))
        if report.when not in {"setup", "call", "teardown"}:  # a worker died: nothing more will come
            self._over(report.nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self._over(nodeid)

    def pytest_enter_pdb(self) -> None:
        self._screen.pause()

    def pytest_leave_pdb(self) -> None:
        self._screen.resume()

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._end_progress()
        super().pytest_keyboard_interrupt(excinfo)

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Generator[None, Any, Any]:
        self._end_progress()
        return (yield from super().pytest_sessionfinish(session, exitstatus))

    def pytest_unconfigure(self) -> None:
        self._end_progress()
        super().pytest_unconfigure()

    # what is said while it runs

    def _over(self, node_id: str) -> None:
        test = self._board.finished(node_id)
        if test is None:
            return
        result = self._results.pop(node_id, None) or test.scenario
        test = Finished(test.node_id, test.number, test.outcome, test.seconds, test.worker, result)
        colour = self._tw.hasmarkup
        if test.outcome in BAD:
            self._say(lines.finished_line(test, total=self._board.total, colour=colour))
            folder = folder_of(self.config, result) if result else None
            why = self._why.pop(node_id, "")
            for line in lines.failure_lines(test, folder, why, colour=colour, columns=self._tw.fullwidth):
                self._say(line)
        elif self._gets_a_line(test):
            line = lines.finished_line(
                test, total=self._board.total, colour=colour, verbose=self.verbosity > 0
            )
            self._say(line + (f"  ({result.reason})" if result and result.reason else ""))
        else:
            self._uncounted += 1
            if not self._screen.is_live and time.monotonic() - self._counted >= COUNT:
                self._count()
        self._refresh()

    def _gets_a_line(self, test: Finished) -> bool:
        if self.verbosity > 0:
            return True
        return self.verbosity == 0 and test.scenario is not None and not self._screen.is_live

    def _count(self) -> None:
        told = lines.counts_line(self._board, colour=self._tw.hasmarkup)
        self._say(f"{lines.counter(self._board.done, self._board.total)} {told}")
        self._uncounted = 0
        self._counted = time.monotonic()

    def _say(self, line: str) -> None:
        self.ensure_newline()
        self._screen.add_line(line)

    def _refresh(self) -> None:
        if not self._screen.is_live or not self._board.total:
            return
        columns, rows = self._screen.size
        signs = Marks.for_encoding(self._screen.encoding).passed != "+"
        self._screen.show(
            lines.live_area(self._board, columns=columns, lines=rows, now=time.monotonic(), rich_signs=signs)
        )

    def _break_silence(self) -> None:
        if self._board.quiet_for < self._quiet:
            return
        self._board.make_news()
        running = self._board.running
        if running:
            self._screen.add_line(lines.still_running_line(self._board, running, now=time.monotonic()))

    def _end_progress(self) -> None:
        self._ticker.stop()
        self._screen.hide()
        if self._uncounted and not self._screen.is_live and self.verbosity >= 0:
            self._count()

    # what is said of failures in the end

    def _getfailureheadline(self, rep: BaseReport) -> str:
        scenario = scenario_of(rep)
        return scenario.title if scenario else str(super()._getfailureheadline(rep))  # type: ignore[no-untyped-call]

    def _outrep_summary(self, rep: BaseReport) -> None:
        told = failure_in_full(self.config, rep, columns=self._tw.fullwidth, encoding=self._screen.encoding)
        for line in told:
            self._tw.line(line.text, **line.markup)
        option = self.config.option
        if not told or option.verbose > 1 or option.fulltrace or option.tbstyle != "auto":
            super()._outrep_summary(rep)

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self) -> Generator[None]:
        yield from super().pytest_terminal_summary()
        for line in closing_lines(self.config):
            self.write_line(line.text, **line.markup)
