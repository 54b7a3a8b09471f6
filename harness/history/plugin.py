"""pytest plugin: keeps the history of runs, and says in the end what is new in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from harness.history.place import FILE_NAME, history_path
from harness.history.told import news
from harness.run_context import RUN_CONTEXT

if TYPE_CHECKING:
    from harness.history.target_history import TargetHistory
    from harness.report.model import Run

_NAME: Final = "hup-history"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("scenarios").addoption(
        "--history",
        metavar="FILE.ndjson|DIR|none",
        help=f"where past runs are kept (default: HUP_HISTORY, or else {FILE_NAME} in the folder of reports)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Keeper(config), _NAME)


def history_of(config: pytest.Config) -> TargetHistory | None:
    """Return the runs against this run's target, itself among them; None before it is over."""
    keeper = _keeper(config)
    return keeper.history if keeper else None


def news_of(config: pytest.Config) -> tuple[list[str], list[str]]:
    """Return what is new in this run, and what is the matter with the file of past ones."""
    keeper = _keeper(config)
    if keeper is None or keeper.run is None or keeper.history is None:
        return [], []
    return news(keeper.run, keeper.history), keeper.problems


def _keeper(config: pytest.Config) -> _Keeper | None:
    keeper = config.pluginmanager.get_plugin(_NAME)
    return keeper if isinstance(keeper, _Keeper) else None


class _Keeper:
    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self.run: Run | None = None
        self.problems: list[str] = []
        self.history: TargetHistory | None = None

    @pytest.hookimpl(tryfirst=True)  # what else is made of a finished run may want to tell its history
    def pytest_hup_run_finished(self, run: Run) -> None:
        context = self._config.stash.get(RUN_CONTEXT, None)
        if context is None:
            return
        from harness.history.history import History  # noqa: PLC0415 - no worker needs what it imports

        history = History(
            history_path(
                self._config.getoption("history"),
                reports=context.reports.parent,
                base=self._config.invocation_params.dir,
            )
        )
        history.add(run)
        self.problems = history.problems
        self.run = run
        self.history = history.of(run.target, until=run.run_id)
