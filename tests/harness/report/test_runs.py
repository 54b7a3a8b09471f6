"""What is left of a run of scenarios that end in every possible way, and what is printed of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from harness.report.describe import short_digest
from harness.report.model import Run, Scenario, Status, StepStatus

if TYPE_CHECKING:
    from tests.harness.conftest import Project

_ENDINGS = {
    "Used once": Status.PASSED,
    "Used twice": Status.FAILED,
    "After 1439 minutes": Status.PASSED,
    "After 1441 minutes": Status.PASSED,
    "Words that nobody defined": Status.FAILED,
    "Left out": Status.SKIPPED,
    "What a step needs is broken": Status.FAILED,
    "Cleaning up fails": Status.ERROR,
    "Known to fail": Status.XFAILED,
}


def _results(project: Project) -> Run:
    return Run.model_validate_json((project.path / "reports/run/results.json").read_bytes())


def _events(project: Project) -> list[dict[str, Any]]:
    lines = (project.path / "reports/run/results.ndjson").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _scenario(run: Run, name: str) -> Scenario:
    return next(scenario for scenario in run.scenarios if scenario.name == name)


def _steps(scenario: Scenario) -> list[str]:
    return [step.status.value for step in scenario.steps]


def _check_endings(run: Run) -> None:
    assert {scenario.name: scenario.status for scenario in run.scenarios} == _ENDINGS
    assert (run.run_id, run.seed, run.target, run.exit_status) == ("abcdefgh", 8412, "reference", 1)
    assert run.exit_reason == "all tests ran, some failed"
    assert _steps(_scenario(run, "Used once")) == ["passed"] * 3
    assert _steps(_scenario(run, "Used twice")) == ["passed", "passed", "failed", "not run"]
    assert _steps(_scenario(run, "Words that nobody defined")) == [
        "passed",
        "undefined",
        "not run",
        "undefined",
    ]
    assert _steps(_scenario(run, "Left out")) == ["passed", "skipped", "not run"]
    assert _steps(_scenario(run, "What a step needs is broken")) == ["passed", "failed", "not run"]
    assert _steps(_scenario(run, "Cleaning up fails")) == ["passed"] * 3
    assert _steps(_scenario(run, "Known to fail")) == ["passed", "failed"]
    assert _scenario(run, "Left out").reason == "the target cannot do this"
    assert _scenario(run, "Known to fail").reason == "a known fault"


def _check_printed(printed: str) -> None:
    assert "Confirmation link: Used twice" in printed
    assert "features/link.feature:15" in printed
    assert "HUP-LINK-3  " in printed
    assert "  ✗ Then she is refused" in printed
    assert "  \N{EN DASH} And she is told why" in printed
    assert "reports/run/failures/link-used-twice-" in printed
    assert re.search(
        r"Replay: \./run e2e --seed 8412 -n 0 --evidence full 'tests/test_link\.py::\S+'", printed
    )
    # a definition to paste for each sentence that has none
    assert "@when(parsers.parse('she sends \"{text}\" {number:d} times'))" in printed
    assert "@then('the pigeon returns')" in printed
    # no traceback unless one asks for it
    assert ">       assert heading" not in printed


def test_every_ending_is_kept_and_told(finished_project: tuple[Project, str]) -> None:
    project, printed = finished_project
    _check_endings(_results(project))
    _check_printed(printed)


def test_workers_tell_the_same(features_project: Project) -> None:
    done = features_project.run("-n", "2")
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout
    _check_endings(_results(features_project))
    _check_printed(done.stdout)


@pytest.mark.parametrize("words", ["Confirmation and link", "One and use", "After and 1439"])
def test_words_of_the_feature_select(features_project: Project, words: str) -> None:
    done = features_project.run("--collect-only", "-q", "-k", words)
    assert done.returncode == pytest.ExitCode.OK, done.stdout


def test_model_is_complete(finished_project: tuple[Project, str]) -> None:
    run = _results(finished_project[0])
    late = _scenario(run, "After 1441 minutes")
    assert late.title == "Confirmation link: After 1441 minutes [verdict: let in]"
    assert (late.keyword, late.outline) == ("Scenario Outline", "After <minutes> minutes")
    assert late.example == {"minutes": "1441", "verdict": "let in"}
    assert (late.line, late.example_line) == (21, 33)
    assert late.feature.path == "features/link.feature"
    assert (late.feature.name, late.feature.tags) == ("Confirmation link", ["slow"])
    assert late.rule is not None
    assert late.rule.name == "One use"
    assert (late.tags, late.rules) == (["HUP-LINK-4", "slow"], ["HUP-LINK-4"])
    given, when, then = late.steps
    assert (given.keyword, given.kind, given.line, given.origin) == (
        "Given",
        "given",
        5,
        "feature background",
    )
    assert (when.text, when.table) == ("1441 minutes have passed", [["unit", "count"], ["minutes", "1441"]])
    assert (then.text, then.origin, then.status) == ("she is let in", "scenario", StepStatus.PASSED)
    twice = _scenario(run, "Used twice")
    assert twice.notes["organization"] == "Contoso"
    assert twice.failures[0].places[-1].startswith("conftest.py:")
    assert twice.failures[0].source.startswith('assert heading == "This link')


def test_folder_of_a_failure(features_project: Project) -> None:
    request_id = f"abcdefgh-{short_digest('tests/test_link.py::test_used_twice')}"
    (features_project.path / "portal.log").write_text(
        f'{{"request_id": "{request_id}", "level": "ERROR", "message": "the cause"}}\n'
        '{"request_id": "another", "message": "of somebody else"}\n',
        encoding="utf-8",
    )
    done = features_project.run("-n", "0", "-k", "twice")
    folder = next((features_project.path / "reports/run/failures").iterdir())

    told = (folder / "failure.md").read_text(encoding="utf-8")
    assert {path.name for path in folder.iterdir()} == {"failure.md", "portal.log", "output.txt"}
    assert "# Confirmation link: Used twice" in told
    assert "ERROR the cause" in told
    assert "somebody else" not in told + (folder / "portal.log").read_text(encoding="utf-8")
    assert "used 2" in (folder / "output.txt").read_text(encoding="utf-8")
    assert "- organization: Contoso" in told
    # no secret in any file, nor on the terminal
    run = features_project.path / "reports/run"
    written = "".join(path.read_text(encoding="utf-8") for path in run.rglob("*") if path.is_file())
    assert "[masked] /confirm/[masked]/" in written
    for secret in ("top-secret-value", "0123456789abcdef"):
        assert secret not in written
        assert secret not in done.stdout


def test_traceback_for_those_who_ask(features_project: Project) -> None:
    done = features_project.run("-n", "0", "-k", "twice", "--tb=short")
    assert "Replay: " in done.stdout
    assert re.search(r"E +(AssertionError|assert)", done.stdout)


def test_results_grow_while_it_runs(finished_project: tuple[Project, str]) -> None:
    events = _events(finished_project[0])
    of_scenarios = ["scenario started", "scenario finished"] * len(_ENDINGS)
    assert [event["event"] for event in events] == ["run started", *of_scenarios, "run finished"]
    assert events[0]["seed"] == 8412
    assert [event["name"] for event in events[2:-1:2]] == list(_ENDINGS)
    assert Scenario.model_validate(
        {key: value for key, value in events[4].items() if key not in {"event", "time"}}
    )


def test_tests_that_are_no_scenarios_are_counted(finished_project: tuple[Project, str]) -> None:
    project, printed = finished_project
    run = _results(project)
    assert run.other_tests.counts == {"passed": 1, "failed": 1}
    assert run.other_tests.failed == ["tests/test_unit.py::test_bad"]
    assert "test_unit.py:2: AssertionError" in printed  # told as pytest tells it


def test_run_without_scenario_leaves_no_results(features_project: Project) -> None:
    features_project.write({"tests/test_unit.py": "def test_good(): pass\n"})
    features_project.run("-n", "0", "tests/test_unit.py")
    assert not (features_project.path / "reports").exists()
