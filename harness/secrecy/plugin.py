"""What of secrecy is done in a run: masking what pytest prints, and the scan at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.report.keys import EVIDENCE
from harness.report.worker_events import sender
from harness.run_context import RUN_CONTEXT
from harness.secrecy.masking import masker_of
from harness.secrecy.registry import secrets_of
from harness.secrecy.scan import Findings, scan

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.secrecy.masking import Masker

_MOST_LEAKS: Final = 20
_REASON: Final = "wasxfail"
_WHAT_TO_DO: Final = (
    "Pass these files on to nobody. Whatever writes them has to mask what it writes: with "
    "harness.secrecy.masking. A secret that is not this run's alone is to be changed."
)


class Secrecy:
    """In every process: masks reports of tests, and tells the controller what is secret."""

    NAME: Final = "hup-secrecy"

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, Any]:
        report = yield
        evidence = item.stash.get(EVIDENCE, None)
        if report.failed and evidence is not None:
            evidence.learn_cookies()
        mask_report(report, masker_of(self._config))
        if report.failed or report.when == "teardown":
            self._tell()
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self) -> Generator[None, Any, Any]:
        report = yield
        mask_report(report, masker_of(self._config))
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        self._tell()

    def _tell(self) -> None:
        sender(self._config).secrets(secrets_of(self._config))


class Scanner:
    """In the controller: looks through the reports once written, and fails the run for what it finds.

    To be registered before whatever writes reports when the session ends.
    """

    NAME: Final = "hup-secrets-scan"

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.findings = Findings()
        """What the scan found; nothing before the end of the run."""

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        try:
            yield
        finally:
            self._scan(session)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        notices = self.notices
        if notices:
            red = bool(self.findings.leaks)
            terminalreporter.section("secrets in the reports", red=red, yellow=not red)
            for notice in notices:
                terminalreporter.write_line(notice)

    @property
    def notices(self) -> list[str]:
        """What readers of the report have to know, a sentence or two each; never a secret."""
        leaks = self.findings.leaks
        notices = [str(leak) for leak in leaks[:_MOST_LEAKS]]
        if len(leaks) > _MOST_LEAKS:
            notices.append(f"… and {len(leaks) - _MOST_LEAKS} more")
        if leaks:
            notices.append(_WHAT_TO_DO)
        notices += [f"{each} may hold secrets: pass it on to nobody" for each in self.findings.set_aside]
        notices += [f"not looked through for secrets: {each}" for each in self.findings.unread]
        refused = secrets_of(self._config).refused
        notices += [f"{what} is not masked: {reason}" for what, reason in refused.items()]
        return notices

    def _scan(self, session: pytest.Session) -> None:
        context = self._config.stash.get(RUN_CONTEXT, None)
        if context is None or not context.reports.is_dir():
            return
        self.findings = scan(context.reports.parent, context.reports, secrets_of(self._config))
        if self.notices:
            reason = "secrets stand in the reports" if self.findings.leaks else ""
            self._config.hook.pytest_hup_reports_amended(
                config=self._config, reason=reason, notices=self.notices
            )
        if self.findings.leaks and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def mask_report(report: pytest.TestReport | pytest.CollectReport, masker: Masker) -> None:
    """Mask all that a report prints."""
    report.sections = [(title, masker.text(text)) for title, text in report.sections]
    if report.longrepr is not None:
        try:
            report.longrepr = _masked(report.longrepr, masker)
        except Exception:  # noqa: BLE001 - a plugin's own kind of report: its text is all that is printed
            report.longrepr = masker.text(str(report.longrepr))
    if hasattr(report, "wasxfail"):
        setattr(report, _REASON, masker.text(report.wasxfail))


def _masked(node: Any, masker: Masker) -> Any:  # noqa: ANN401 - pytest's own classes, of many kinds
    """Return text masked, and anything made of it with all its text masked in place."""
    if isinstance(node, str):
        return masker.text(node)
    if isinstance(node, list):
        return [_masked(each, masker) for each in node]
    if isinstance(node, tuple):
        return tuple(_masked(each, masker) for each in node)
    if type(node).__module__.startswith("_pytest."):
        for name, value in list(vars(node).items()):
            setattr(node, name, _masked(value, masker))
    return node
