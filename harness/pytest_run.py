"""The pytest plugin that gives a run its context, the same in every worker, and leaves nothing behind.

Where they are needed it starts the reference portal and its mail catcher: first thing, and awaits them last,
just before the first test, so that they come up beside pytest and the workers.

Loaded early (`-p harness.pytest_run`, as `./run` does) it starts them before pytest loads fixtures and steps;
named in `conftest.py`, as for a plain `pytest`, a little later.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Final

import pytest

from harness.interruption import obey_controller
from harness.run_context import RUN_CONTEXT, RunContext
from harness.run_options import add_options
from harness.run_setup import RunSetup, RunSetupError
from harness.worker_end import WorkerController, end_workers
from harness.worker_events import WorkerEvents
from harness.worker_start import WORKER_LOST, end_started_workers, is_loss_of_worker

WORKER_KEY: Final = "hup_run_context"
_CONTROLLER: Final = "hup-controller"
_WORKERS_END_WITHIN: Final = 3
"""Seconds that workers have to finish their test once the run is being stopped."""


def pytest_addoption(parser: pytest.Parser) -> None:
    add_options(parser)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        option = early_config.known_args_namespace
        _begin(early_config, RunSetup(option, _paths(early_config), early_config.invocation_params.dir))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    handed_over = getattr(config, "workerinput", None)
    if handed_over is not None:
        config.stash[RUN_CONTEXT] = RunContext.from_controller(handed_over[WORKER_KEY])
        config.pluginmanager.register(_Worker(), "hup-worker")
    elif not config.pluginmanager.has_plugin(_CONTROLLER):
        _begin(config, RunSetup(config.option, config.args, config.invocation_params.dir))


_BROWSER_FIXTURES: Final = frozenset({"playwright", "_pytest_bdd_example"})
"""What shows that a test may start a browser: the second, pytest-bdd gives to every scenario, whose steps ask
for a browser only when they run."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let tests with a browser come last, in whatever order they else are.

    Playwright's synchronous API, once started, leaves an event loop running in its thread to the end of the
    process: no later test there could run one of its own, or use Django's database.
    """
    items.sort(key=lambda item: not _BROWSER_FIXTURES.isdisjoint(getattr(item, "fixturenames", ())))


def _paths(early_config: pytest.Config) -> list[str]:
    """Return what pytest is going to run, as far as that is known so early."""
    given: list[str] = early_config.known_args_namespace.file_or_dir
    if given or early_config.invocation_params.dir != early_config.rootpath:
        return given or ["."]
    return early_config.getini("testpaths") or ["."]


def _begin(config: pytest.Config, setup: RunSetup) -> None:
    config.add_cleanup(setup.close)
    config.pluginmanager.register(_Controller(config, setup), _CONTROLLER)
    try:
        config.stash[RUN_CONTEXT] = setup.start()
    except RunSetupError as error:
        raise pytest.UsageError(str(error)) from error


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
    def __init__(self, config: pytest.Config, setup: RunSetup) -> None:
        self._config = config
        self._setup = setup
        self._workers: list[WorkerController] = []
        self._events: WorkerEvents | None = None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionstart(self) -> Generator[None, object, object]:
        self._events = WorkerEvents.put_in(self._config, self._setup.interruption)
        try:
            return (yield)
        except (EOFError, OSError) as error:
            if not is_loss_of_worker(error):
                raise
            end_started_workers(self._config, error)
        raise pytest.UsageError(WORKER_LOST)

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: WorkerController) -> None:
        node.workerinput[WORKER_KEY] = self._config.stash[RUN_CONTEXT].to_worker()
        self._workers.append(node)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        try:
            self._setup.wait_ready()
        except RunSetupError as error:
            raise pytest.UsageError(str(error)) from error
        if self._events is None:
            return (yield)
        with self._setup.interruption.held_back(self._events.wake):
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        if self._setup.interruption.reason is not None:
            end_workers(self._config, self._workers, within=_WORKERS_END_WITHIN)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._setup.death is not None:
            terminalreporter.section("the run was stopped", red=True)
            terminalreporter.write_line(self._setup.death)
            self._setup.death = None
