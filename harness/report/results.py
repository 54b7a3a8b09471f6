"""The results of a run: kept as they come, written so that no end of the run loses them.

While it runs, `results.ndjson` grows by a line per event; at its end, however that comes about,
`results.json` and `summary.md` are written. After a `kill -9` the first of them is what is left.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.report.circumstances import revision_of, selection_of
from harness.report.model import Failure, OtherTests, Run, Scenario, Status, StepStatus
from harness.report.recorder import begin_attempt
from harness.report.results_files import EventLog, write_results
from harness.run_context import RUN_CONTEXT
from harness.secrecy.masking import masker_of

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.run_context import RunContext

RESULT: Final = "hup_scenario"
"""Attribute of a report: the scenario's model as plain data, so that it passes from worker to controller."""
_CRASH: Final = "???"
"""The phase that pytest-xdist gives to the report of a test whose worker died."""


class ResultsPlugin:
    """Runs in the only process, or in the controller. Events may come from several threads."""

    NAME: Final = "hup-results"

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._lock = threading.RLock()
        self._scenarios: dict[str, Scenario] = {}
        self._running: dict[str, tuple[str, int]] = {}
        self._finished: set[str] = set()
        self._told: set[str] = set()
        """Those of which it is known how their present attempt ended, if not in its teardown."""
        self._others = OtherTests()
        self._started = _now()
        self._revision = ""
        self._browsers: set[str] = set()
        self._log: EventLog | None = None
        self._end = ""
        self.run: Run | None = None
        """The whole, once the run has ended and had a scenario."""
        self.problem: str | None = None
        """Why results could not be written."""

    def scenario(self, node_id: str) -> Scenario | None:
        """Return what is known of a scenario by now."""
        return self._scenarios.get(node_id)

    def pytest_hup_scenarios(self, scenarios: list[Scenario]) -> None:
        with self._lock:
            self._scenarios = {scenario.node_id: scenario for scenario in scenarios}
            context = self._context
            if scenarios and context is not None:
                self._revision = revision_of(self._config.rootpath)
                self._log = EventLog(context.reports / "results.ndjson")
                self._write(
                    "run started", self._summary(context).model_dump(mode="json", exclude={"scenarios"})
                )

    def pytest_hup_started(self, node_id: str, worker: str) -> None:
        with self._lock:
            self._running[node_id] = (worker, -1)
            self._finished.discard(node_id)  # a test that is run again is not over
            if node_id in self._scenarios:
                self._write("scenario started", {"node_id": node_id, "worker": worker})

    def pytest_hup_step(self, node_id: str, index: int) -> None:
        with self._lock:
            worker, _ = self._running.get(node_id, ("", -1))
            self._running[node_id] = (worker, index)

    def pytest_hup_browser(self, browser: str) -> None:
        self._browsers.add(browser)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Where a plugin runs a test again, what is known by now is of the attempt before."""
        with self._lock:
            if nodeid in self._scenarios and nodeid in self._told:
                begin_attempt(self._scenarios[nodeid])
                self._told.discard(nodeid)
                self._finished.discard(nodeid)

    @pytest.hookimpl(tryfirst=True)  # what is shown of a report is added here
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        phase: str = report.when
        with self._lock:
            result = getattr(report, RESULT, None)
            if result is not None:
                self._scenarios[report.nodeid] = Scenario.model_validate(result)
                self._told.add(report.nodeid)
                if phase == "teardown":
                    self._finish(report.nodeid)
            elif phase == _CRASH and report.nodeid in self._scenarios:
                self._crash(report)
            elif report.nodeid not in self._scenarios:
                self._count(report)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._end = self._end or f"interrupted: {str(excinfo.value) or 'Ctrl-C'}"

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self._end = self._end or f"internal error: {excinfo.typename}: {excinfo.value}"

    # After all others, among which workers still tell of tests that they have ended meanwhile; but before the
    # wrapper of the terminal's reporter prints its summary.
    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Generator[None]:
        try:
            yield
        finally:
            self._conclude(session, int(exitstatus))

    def _conclude(self, session: pytest.Session, exit_status: int) -> None:
        with self._lock:
            for node_id, (worker, step) in self._running.items():
                if node_id in self._scenarios and node_id not in self._finished:
                    _interrupt(self._scenarios[node_id], worker, step)
                    self._finish(node_id)
            context = self._context
            if context is None or not self._scenarios:
                return
            run = self._summary(context)
            run.finished = _now()
            run.exit_status = exit_status
            run.exit_reason = masker_of(self._config).text(self._end or _reason(session, exit_status))
            self.run = run
            self._write("run finished", {"exit_status": exit_status, "exit_reason": run.exit_reason})
            if self._log is not None:
                self._log.close()
            failed_before = self._log.problem if self._log else None
            self.problem = write_results(context.reports, run) or failed_before
            self._config.hook.pytest_hup_run_finished(config=self._config, run=run)

    def _finish(self, node_id: str) -> None:
        self._finished.add(node_id)
        scenario = self._scenarios[node_id]
        self._write("scenario finished", scenario.model_dump(mode="json"))
        self._config.hook.pytest_hup_scenario_finished(config=self._config, scenario=scenario)

    def _crash(self, report: pytest.TestReport) -> None:
        scenario = self._scenarios[report.nodeid]
        worker, step = self._running.get(report.nodeid, ("", -1))
        _interrupt(scenario, worker, step)
        scenario.status = Status.ERROR
        scenario.failures.append(
            Failure(
                attempt=len(scenario.earlier),
                phase="process",
                step=step if step >= 0 else None,
                kind="WorkerCrash",
                message=f"{report.longrepr}\nThe worker was killed, ran out of memory, or hit a time-out "
                "that ends the process. Nothing of the browser could be saved; replay the scenario alone.",
            )
        )
        setattr(report, RESULT, scenario.model_dump(mode="json"))
        self._finish(report.nodeid)

    def _count(self, report: pytest.TestReport) -> None:
        category, *_ = self._config.hook.pytest_report_teststatus(report=report, config=self._config)
        if category:
            self._others.counts[category] = self._others.counts.get(category, 0) + 1
        if report.failed and report.nodeid not in self._others.failed:
            self._others.failed.append(report.nodeid)

    def _summary(self, context: RunContext) -> Run:
        target = context.target
        return Run(
            run_id=context.run_id,
            seed=context.seed,
            target=target.title,
            portal=target.program_url,
            mail_server=target.mail_server,
            weather=target.weather.title if target.weather is not None else "",
            workers=self._config.getoption("numprocesses", None) or 0,
            browser=", ".join(sorted(self._browsers)),
            revision=self._revision,
            selection=selection_of(self._config),
            started=self._started,
            scenarios=list(self._scenarios.values()),
            other_tests=self._others,
        )

    @property
    def _context(self) -> RunContext | None:
        return self._config.stash.get(RUN_CONTEXT, None)

    def _write(self, event: str, content: dict[str, Any]) -> None:
        if self._log is not None:
            self._log.write(json.dumps({"event": event, "time": _now(), **content}, ensure_ascii=False))


def _interrupt(scenario: Scenario, worker: str, step: int) -> None:
    scenario.status = Status.INTERRUPTED
    scenario.worker = worker or None
    for earlier in scenario.steps[: max(step, 0)]:
        earlier.status = StepStatus.PASSED
    if 0 <= step < len(scenario.steps):
        scenario.steps[step].status = StepStatus.INTERRUPTED


def _reason(session: pytest.Session, exit_status: int) -> str:
    stopped = session.shouldfail or session.shouldstop
    if stopped:
        return str(stopped)
    endings: dict[int, str] = {
        pytest.ExitCode.OK: "all tests ran",
        pytest.ExitCode.TESTS_FAILED: "all tests ran, some failed",
        pytest.ExitCode.INTERRUPTED: "interrupted",
        pytest.ExitCode.INTERNAL_ERROR: "internal error",
        pytest.ExitCode.USAGE_ERROR: "usage error",
        pytest.ExitCode.NO_TESTS_COLLECTED: "no tests were found",
    }
    return endings.get(exit_status, "ended")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
