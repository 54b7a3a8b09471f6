"""Hooks that say what happens in a run.

They are called where results are shown and kept: in the only process, or in the controller of several
workers, there also from threads that receive from workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from harness.report.model import Run, Scenario


@pytest.hookspec
def pytest_hup_header(config: pytest.Config) -> list[tuple[str, str]]:
    """Return lines for the header of a run, as name and text."""
    raise NotImplementedError


@pytest.hookspec
def pytest_hup_replay_arguments(config: pytest.Config) -> list[str]:
    """Return arguments of ./run e2e without which a scenario would be replayed under other circumstances."""
    raise NotImplementedError


@pytest.hookspec
def pytest_hup_scenarios(config: pytest.Config, scenarios: list[Scenario]) -> None:
    """Tell which scenarios will be run; once, before the first."""


@pytest.hookspec
def pytest_hup_started(config: pytest.Config, node_id: str, worker: str) -> None:
    """Tell that a test begins, scenario or not; `worker` is "" in a run without workers."""


@pytest.hookspec
def pytest_hup_browser(config: pytest.Config, browser: str) -> None:
    """Tell that a browser was started: its name and version."""


@pytest.hookspec
def pytest_hup_step(config: pytest.Config, node_id: str, index: int) -> None:
    """Tell that a step of a scenario begins."""


@pytest.hookspec
def pytest_hup_scenario_finished(config: pytest.Config, scenario: Scenario) -> None:
    """Tell a scenario's result, its teardown included."""


@pytest.hookspec
def pytest_hup_run_finished(config: pytest.Config, run: Run) -> None:
    """Tell the result of the run, once `results.json` is written or could not be."""


@pytest.hookspec
def pytest_hup_reports_amended(config: pytest.Config, reason: str, notices: list[str]) -> None:
    """Tell what was found in the reports themselves: they say so then, and with a reason the run fails."""
