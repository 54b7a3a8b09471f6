"""Cucumber Messages of every end of a scenario."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from harness.formats.cucumber_messages import read_back
from harness.integrity.told import Told
from harness.report.model import Failure, Status, StepStatus
from tests.harness.formats.written import of_kind, results_of, run_of, written
from tests.harness.sample_run import sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path


# What each scenario of the sample must be in the words of Messages: by hand, not made from the tables.


SAID = {
    "A second use is refused": "PASSED: PASSED PASSED PASSED",
    "A link that is 1 h old": "PASSED: PASSED PASSED PASSED",
    "A link that is 24 h 01 min old": "FAILED: PASSED FAILED SKIPPED",
    "Its second step has no definition": "UNDEFINED: PASSED UNDEFINED SKIPPED",
    "Its first step has no definition": "UNDEFINED: UNDEFINED SKIPPED SKIPPED",
    "Its target cannot do it": "SKIPPED: SKIPPED SKIPPED SKIPPED",
    "Its background fails": "FAILED: FAILED SKIPPED SKIPPED",
    "Its set-up fails": "FAILED: SKIPPED SKIPPED SKIPPED",
    "Its teardown fails": "FAILED: PASSED PASSED PASSED",
    "Its worker was killed": "FAILED: PASSED UNKNOWN SKIPPED",
    "It is expected to fail": "PENDING: PASSED PENDING SKIPPED",
    "It was expected to fail and passed": "PASSED: PASSED PASSED PASSED",
    "It takes too long": "FAILED: PASSED FAILED SKIPPED",
    "It was running when the run was stopped": "FAILED: PASSED UNKNOWN SKIPPED",
    "Its turn never came": "NOT STARTED: NOT STARTED NOT STARTED NOT STARTED",
    "It failed, was run again and passed": "PASSED after FAILED: PASSED PASSED PASSED",
}


def test_every_end_of_a_scenario_is_said_in_the_words_of_messages(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    written(run, tmp_path)
    told = read_back(tmp_path / "messages.ndjson")
    said = {each.name: told[each.node_id] for each in run.scenarios}
    assert {name: f"{each.status}: {' '.join(each.steps)}" for name, each in said.items()} == SAID


def test_messages_say_why(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    messages = written(run, tmp_path)
    keys = {each.name: each.key for each in run.scenarios}
    failed = results_of(messages, keys["A link that is 24 h 01 min old"])["1"]
    assert failed["message"].startswith("the link still works\nExpected: <expired>")
    assert failed["exception"]["type"] == "AssertionError"
    assert failed["exception"]["stackTrace"].endswith("\n\nTraceback …")
    assert results_of(messages, keys["Its set-up fails"])["before"]["status"] == "FAILED"
    after = results_of(messages, keys["Its teardown fails"])["after"]
    assert (after["status"], after["exception"]["message"]) == ("FAILED", "no space left on device")
    skipped = results_of(messages, keys["Its target cannot do it"])
    assert [skipped[step].get("message") for step in "012"] == [
        "target staging has no control API",
        None,
        None,
    ]
    pending = results_of(messages, keys["It is expected to fail"])["1"]
    assert pending["message"] == "Failed, as was expected: the portal does not do that yet"
    stopped = results_of(messages, keys["It was running when the run was stopped"])
    assert "The run was stopped while this scenario was running" in stopped["after"]["message"]
    snippets = of_kind(messages, "suggestion")
    assert len(snippets) == 2
    assert snippets[0]["snippets"][0]["code"].startswith("@when(")


def test_run_again_is_an_attempt_each_and_says_so_where_it_is_seen(tmp_path: Path) -> None:
    again = scenario(
        "Again",
        Status.PASSED,
        steps(StepStatus.PASSED),
        earlier=[Status.FAILED, Status.ERROR],
        failures=[
            Failure(phase="step", step=0, kind="AssertionError", message="first"),
            Failure(phase="teardown", kind="OSError", message="first, cleaning up"),
            Failure(phase="setup", kind="OSError", message="second", attempt=1),
        ],
    )
    messages = written(run_of(again), tmp_path)
    finished = [each["willBeRetried"] for each in of_kind(messages, "testCaseFinished")]
    assert finished == [True, True, False]
    assert [each["attempt"] for each in of_kind(messages, "testCaseStarted")] == [0, 1, 2]
    assert results_of(messages, again.key, 0)["after"]["message"] == "first\n\nfirst, cleaning up"
    assert results_of(messages, again.key, 1)["after"]["message"] == "second"
    notes = [each["body"] for each in of_kind(messages, "attachment")]
    assert notes == ["This is attempt 3; before that: failed, error"]


def test_failure_of_the_last_teardown_is_not_given_to_the_attempt_before(tmp_path: Path) -> None:
    again = scenario(
        "Again",
        Status.ERROR,
        steps(StepStatus.PASSED),
        earlier=[Status.FAILED],
        failures=[
            Failure(phase="step", step=0, kind="AssertionError", message="first"),
            Failure(phase="teardown", kind="OSError", message="last, cleaning up", attempt=1),
        ],
    )
    messages = written(run_of(again), tmp_path)
    assert results_of(messages, again.key, 0)["after"]["message"] == "first"
    assert results_of(messages, again.key, 1)["after"]["message"] == "last, cleaning up"


def test_failure_of_a_step_that_there_is_not_is_told_all_the_same(tmp_path: Path) -> None:
    odd = scenario(
        "Odd",
        Status.FAILED,
        steps(StepStatus.PASSED),
        failures=[Failure(phase="step", step=7, kind="AssertionError", message="where?")],
    )
    messages = written(run_of(odd), tmp_path)
    assert results_of(messages, odd.key)["after"]["message"] == "where?"


def test_states_are_weighed_as_cucumber_weighs_them(tmp_path: Path) -> None:
    path = tmp_path / "messages.ndjson"
    lines: list[dict[str, Any]] = [
        {"testCase": {"id": "n", "pickleId": "p", "testSteps": [{"id": "h", "hookId": "h"}]}},
        {"testCase": {"id": "m", "pickleId": "p", "testSteps": [{"id": "s", "pickleStepId": "q"}]}},
    ]
    for case, words in (("n", ("UNKNOWN", "PASSED")), ("m", ("SKIPPED", "PENDING", "UNKNOWN"))):
        lines.append({"testCaseStarted": {"id": f"{case}0", "testCaseId": case}})
        lines += [
            {
                "testStepFinished": {
                    "testCaseStartedId": f"{case}0",
                    "testStepId": f"{index}",
                    "testStepResult": {"status": word},
                }
            }
            for index, word in enumerate(words)
        ]
    path.write_text(
        "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines), encoding="utf-8"
    )
    assert read_back(path) == {"n": Told("PASSED", ()), "m": Told("PENDING", ("NO RESULT",))}


def test_verdict_is_that_of_the_run(tmp_path: Path) -> None:
    good = scenario("Good", Status.PASSED, steps(StepStatus.PASSED))
    stopped = scenario("Stopped", Status.INTERRUPTED, steps(StepStatus.INTERRUPTED), line=2)
    for run, success in (
        (run_of(good), True),
        (run_of(good, exit_status=1), False),
        (run_of(good, exit_status=None), False),
        (run_of(good, stopped), False),
    ):
        assert of_kind(written(run, tmp_path), "testRunFinished")[0]["success"] is success


def test_scenario_interrupted_in_its_last_step_is_not_shown_as_passed(tmp_path: Path) -> None:
    last = scenario("Last", Status.INTERRUPTED, steps(StepStatus.PASSED, StepStatus.INTERRUPTED))
    written(run_of(last), tmp_path)
    assert read_back(tmp_path / "messages.ndjson")[last.node_id] == Told("FAILED", ("PASSED", "UNKNOWN"))


def test_times_are_those_of_the_run(tmp_path: Path) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED, StepStatus.PASSED), seconds=1.5)
    messages = written(run_of(one), tmp_path)
    starts = {each["testStepId"].rpartition("/")[2]: each for each in of_kind(messages, "testStepStarted")}
    second = 1772443800  # 2026-03-02T09:30:00Z
    assert starts["before"]["timestamp"] == {"seconds": second, "nanos": 0}
    assert starts["0"]["timestamp"] == {"seconds": second, "nanos": 100_000_000}
    assert starts["after"]["timestamp"] == {"seconds": second + 1, "nanos": 100_000_000}
    assert results_of(messages, one.key)["1"]["duration"] == {"seconds": 0, "nanos": 500_000_000}
    assert results_of(messages, one.key)["after"]["duration"] == {"seconds": 0, "nanos": 400_000_000}
    assert of_kind(messages, "testCaseFinished")[0]["timestamp"] == {
        "seconds": second + 1,
        "nanos": 500_000_000,
    }
    assert of_kind(messages, "testRunFinished")[0]["timestamp"] == {
        "seconds": second + 72,
        "nanos": 500_000_000,
    }
