"""A worker that dies while it runs no test: no scenario says so, and so the run does.

pytest-xdist starts another one in its place, and in the end all may be green. But whatever killed it, or the
memory that it did not get, would have hit a scenario a moment later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from harness.worker_end import WorkerController

_REASON: Final = "a worker was lost"
_WHAT_TO_DO: Final = (
    "died while it ran no test: it was killed, or found no memory. What came of the tests holds. Run again; "
    "if it happens again, make room in memory, or take fewer workers with -n."
)


class LostWorkers:
    """In the controller. To be registered before whatever writes reports when the session ends."""

    NAME: Final = "hup-lost-workers"

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._lost: list[str] = []
        self._notice = ""

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: WorkerController, error: object) -> None:
        if error:
            self._lost.append(str(node.gateway.id))

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        try:
            yield
        finally:
            self._tell(session)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._notice:
            terminalreporter.section(_REASON, red=True)
            terminalreporter.write_line(self._notice)

    def _tell(self, session: pytest.Session) -> None:
        # A run that is red says of which scenario its worker was lost, or was stopped.
        if not self._lost or session.exitstatus != pytest.ExitCode.OK:
            return
        self._notice = f"worker {', '.join(self._lost)} {_WHAT_TO_DO}"
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        self._config.hook.pytest_hup_reports_amended(
            config=self._config, reason=_REASON, notices=[self._notice]
        )
