"""Every outcome, run by one process and by two workers: each output says it in its words, none disagrees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.harness.integrity.conftest import CRY, OutcomesProject
from tests.harness.integrity.outcomes import FAILING, FAILING_NOTHING, Outcome, feature_of

if TYPE_CHECKING:
    from pathlib import Path

    from harness.integrity.told import Told

_WORD = re.compile(
    r"^(?:\[gw\d\].*? )?(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS|RERUN)?\s*(tests/\S+::\S+)(?: (\w+))?"
)
_GROUPS = {"failing nothing": FAILING_NOTHING, "failing": FAILING}


@dataclass
class _Done:
    """Of one group of outcomes: a run without our plugins, and one with them."""

    exit_status: int
    plain_exit_status: int
    printed: str
    plain: dict[str, list[str]]
    """pytest's own words for each test, by the end of its node id."""
    accounts: dict[str, dict[str, Told]]
    nodes: dict[str, str]


@pytest.fixture(scope="module", params=["0", "2"], ids=["one process", "two workers"])
def done(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, _Done]:
    return {
        group: _run(tmp_path_factory.mktemp("outcomes"), outcomes, request.param)
        for group, outcomes in _GROUPS.items()
    }


def _run(path: Path, outcomes: tuple[Outcome, ...], workers: str) -> _Done:
    project = OutcomesProject(path, feature_of(outcomes))
    plain = project.run("-n", workers, "-v", "-rN", env={"PLAIN": "1"})
    finished = project.run("-n", workers)
    assert (path / "reports/run/results.json").exists(), finished.stdout
    words: dict[str, list[str]] = {}
    for line in plain.stdout.splitlines():
        match = _WORD.match(line)
        if match and (match[1] or match[3]):
            words.setdefault(match[2], []).append(match[1] or match[3])
    nodes = {scenario.name: scenario.node_id for scenario in project.results().scenarios}
    return _Done(finished.returncode, plain.returncode, finished.stdout, words, project.accounts(), nodes)


@pytest.mark.parametrize(
    ("group", "outcome"),
    [pytest.param(group, each, id=each.name) for group, some in _GROUPS.items() for each in some],
)
def test_every_output_says_it_in_its_own_words(done: dict[str, _Done], group: str, outcome: Outcome) -> None:
    run = done[group]
    said = {name: told[outcome.name] for name, told in run.accounts.items()}
    assert {
        "pytest": ", ".join(run.plain[run.nodes[outcome.name]]),
        **{name: told.status for name, told in said.items()},
    } == {name: getattr(outcome, name) for name in ("pytest", "results", "messages", "junit", "site")}
    assert {name: ", ".join(told.steps) for name, told in said.items()} == {
        "results": outcome.steps,
        "messages": outcome.message_steps,
        "junit": outcome.steps,
        "site": outcome.steps,
    }


@pytest.mark.parametrize(("group", "exit_status"), [("failing nothing", 0), ("failing", 1)])
def test_run_ends_as_it_would_have_without_reports(
    done: dict[str, _Done], group: str, exit_status: int
) -> None:
    run = done[group]
    assert CRY not in run.printed, run.printed
    assert (run.exit_status, run.plain_exit_status) == (exit_status, exit_status), run.printed


@pytest.mark.parametrize("group", list(_GROUPS))
def test_scenario_that_is_run_again_counts_once(done: dict[str, _Done], group: str) -> None:
    total = len(_GROUPS[group])
    counters = re.findall(r"^ *\[ *(\d+)/(\d+)\]", done[group].printed, re.MULTILINE)
    assert counters[-1] == (str(total), str(total)), done[group].printed
    assert len(counters) == total
