"""What is said of a report, from the model that it brings along."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from harness.history.plugin import history_of, news_of
from harness.progress.lines import cut_short
from harness.report.collection_errors import explain
from harness.report.condense import in_one_line
from harness.report.failure_text import Line, Marks, failure_lines
from harness.report.keys import PUBLISHER
from harness.report.model import Scenario
from harness.report.replay import replay_of
from harness.report.results import RESULT, ResultsPlugin
from harness.run_context import RUN_CONTEXT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from _pytest.reports import BaseReport

_WIDEST: Final = 300
_RED: Final = {"red": True}


def scenario_of(report: BaseReport) -> Scenario | None:
    """Return the scenario that a report is about, as far as it had come then."""
    result = getattr(report, RESULT, None)
    return Scenario.model_validate(result) if result is not None else None


def why_in_a_line(report: BaseReport, scenario: Scenario | None) -> str:
    """Return the one line that says most about a failure."""
    if scenario is not None and scenario.failures:
        return in_one_line(scenario.failures[-1].message, _WIDEST)
    return in_one_line(_message_of(report), _WIDEST)


def failure_in_full(config: pytest.Config, report: BaseReport, *, columns: int, encoding: str) -> list[Line]:
    """Return what is printed in place of a traceback; nothing where pytest's own has to do."""
    if report.when == "collect":
        return [Line(sentence, _RED) for sentence in explain(_message_of(report), config.rootpath)]
    scenario = scenario_of(report)
    if scenario is None or not scenario.failures:
        return []
    history = history_of(config)
    return failure_lines(
        scenario,
        scenario.failures[-1],
        columns=columns,
        folder=folder_of(config, scenario),
        replay=replay_of(config, scenario.node_id),
        marks=Marks.for_encoding(encoding),
        history=history.of(scenario.key).sentence if history else None,
    )


def closing_lines(config: pytest.Config) -> list[Line]:
    """Return what is said once all is over: what was cut short, what is new, and where the results are."""
    results = config.pluginmanager.get_plugin(ResultsPlugin.NAME)
    context = config.stash.get(RUN_CONTEXT, None)
    if results is None or results.run is None or context is None:
        return []
    news, problems = news_of(config)
    told = [Line(line, {"yellow": True}) for line in cut_short(results.run)]
    told += [Line(line) for line in news]
    told += [Line(line, {"yellow": True}) for line in problems]
    if results.problem:
        return [*told, Line(results.problem, _RED)]
    told.append(Line(f"Results: {_from_here(config, str(context.reports / 'summary.md'))}"))
    site: Path | None = getattr(config.pluginmanager.get_plugin(PUBLISHER), "site", None)
    if site is not None:
        told.append(Line(f"Living documentation: {_from_here(config, str(site / 'index.html'))}"))
    return told


def folder_of(config: pytest.Config, scenario: Scenario) -> str | None:
    """Return where a scenario's evidence is, as seen from the folder that pytest was started in."""
    context = config.stash.get(RUN_CONTEXT, None)
    if scenario.folder is None or context is None:
        return None
    return _from_here(config, str(context.reports / scenario.folder))


def _from_here(config: pytest.Config, path: str) -> str:
    return os.path.relpath(path, config.invocation_params.dir)


def _message_of(report: BaseReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return crash.message if crash else report.longreprtext
