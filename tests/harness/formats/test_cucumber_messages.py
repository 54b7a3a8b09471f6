from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from harness.formats.cucumber_messages import attachments, read_back, write_messages
from harness.integrity.told import Told
from harness.report.model import Failure, Run, Scenario, Status, Step, StepStatus
from tests.harness.formats.odd_names import ODD_NAMES
from tests.harness.sample_run import FINISHED, STARTED, sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.conftest import Project

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


def _written(run: Run, folder: Path, root: Path | None = None) -> list[tuple[str, dict[str, Any]]]:
    """Write the messages and return each one's kind and content."""
    path = folder / "messages.ndjson"
    assert write_messages(run, path, root=root or folder, folder=folder, environ={}) is None
    # Not splitlines(): a name may hold what Python takes for the end of a line.
    envelopes = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    return [next(iter(envelope.items())) for envelope in envelopes]


def _of(messages: list[tuple[str, dict[str, Any]]], kind: str) -> list[dict[str, Any]]:
    return [content for name, content in messages if name == kind]


def _results(messages: list[tuple[str, dict[str, Any]]], key: str, attempt: int = 0) -> dict[str, Any]:
    started = f"{key}/attempt/{attempt}"
    finished = [each for each in _of(messages, "testStepFinished") if each["testCaseStartedId"] == started]
    return {each["testStepId"].rpartition("/")[2]: each["testStepResult"] for each in finished}


def _run(*scenarios: Scenario, **more: object) -> Run:
    return Run.model_validate(
        {
            "run_id": "abcdefgh",
            "seed": 1,
            "target": "reference",
            "portal": "http://hup.localhost:1",
            "mail_server": "embedded",
            "started": STARTED,
            "finished": FINISHED,
            "exit_status": 0,
            "exit_reason": "all tests ran",
            "scenarios": list(scenarios),
            **more,
        }
    )


def test_every_end_of_a_scenario_is_said_in_the_words_of_messages(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    _written(run, tmp_path)
    told = read_back(tmp_path / "messages.ndjson")
    said = {each.name: told[each.node_id] for each in run.scenarios}
    assert {name: f"{each.status}: {' '.join(each.steps)}" for name, each in said.items()} == SAID


def test_messages_say_why(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    messages = _written(run, tmp_path)
    keys = {each.name: each.key for each in run.scenarios}
    failed = _results(messages, keys["A link that is 24 h 01 min old"])["1"]
    assert failed["message"].startswith("the link still works\nExpected: <expired>")
    assert failed["exception"]["type"] == "AssertionError"
    assert failed["exception"]["stackTrace"].endswith("\n\nTraceback …")
    assert _results(messages, keys["Its set-up fails"])["before"]["status"] == "FAILED"
    after = _results(messages, keys["Its teardown fails"])["after"]
    assert (after["status"], after["exception"]["message"]) == ("FAILED", "no space left on device")
    skipped = _results(messages, keys["Its target cannot do it"])
    assert [skipped[step].get("message") for step in "012"] == [
        "target staging has no control API",
        None,
        None,
    ]
    pending = _results(messages, keys["It is expected to fail"])["1"]
    assert pending["message"] == "Failed, as was expected: the portal does not do that yet"
    stopped = _results(messages, keys["It was running when the run was stopped"])
    assert "The run was stopped while this scenario was running" in stopped["after"]["message"]
    snippets = _of(messages, "suggestion")
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
    messages = _written(_run(again), tmp_path)
    finished = [each["willBeRetried"] for each in _of(messages, "testCaseFinished")]
    assert finished == [True, True, False]
    assert [each["attempt"] for each in _of(messages, "testCaseStarted")] == [0, 1, 2]
    assert _results(messages, again.key, 0)["after"]["message"] == "first\n\nfirst, cleaning up"
    assert _results(messages, again.key, 1)["after"]["message"] == "second"
    notes = [each["body"] for each in _of(messages, "attachment")]
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
    messages = _written(_run(again), tmp_path)
    assert _results(messages, again.key, 0)["after"]["message"] == "first"
    assert _results(messages, again.key, 1)["after"]["message"] == "last, cleaning up"


def test_failure_of_a_step_that_there_is_not_is_told_all_the_same(tmp_path: Path) -> None:
    odd = scenario(
        "Odd",
        Status.FAILED,
        steps(StepStatus.PASSED),
        failures=[Failure(phase="step", step=7, kind="AssertionError", message="where?")],
    )
    messages = _written(_run(odd), tmp_path)
    assert _results(messages, odd.key)["after"]["message"] == "where?"


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
        (_run(good), True),
        (_run(good, exit_status=1), False),
        (_run(good, exit_status=None), False),
        (_run(good, stopped), False),
    ):
        assert _of(_written(run, tmp_path), "testRunFinished")[0]["success"] is success


def test_scenario_interrupted_in_its_last_step_is_not_shown_as_passed(tmp_path: Path) -> None:
    last = scenario("Last", Status.INTERRUPTED, steps(StepStatus.PASSED, StepStatus.INTERRUPTED))
    _written(_run(last), tmp_path)
    assert read_back(tmp_path / "messages.ndjson")[last.node_id] == Told("FAILED", ("PASSED", "UNKNOWN"))


def test_times_are_those_of_the_run(tmp_path: Path) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED, StepStatus.PASSED), seconds=1.5)
    messages = _written(_run(one), tmp_path)
    starts = {each["testStepId"].rpartition("/")[2]: each for each in _of(messages, "testStepStarted")}
    second = 1772443800  # 2026-03-02T09:30:00Z
    assert starts["before"]["timestamp"] == {"seconds": second, "nanos": 0}
    assert starts["0"]["timestamp"] == {"seconds": second, "nanos": 100_000_000}
    assert starts["after"]["timestamp"] == {"seconds": second + 1, "nanos": 100_000_000}
    assert _results(messages, one.key)["1"]["duration"] == {"seconds": 0, "nanos": 500_000_000}
    assert _results(messages, one.key)["after"]["duration"] == {"seconds": 0, "nanos": 400_000_000}
    assert _of(messages, "testCaseFinished")[0]["timestamp"] == {"seconds": second + 1, "nanos": 500_000_000}
    assert _of(messages, "testRunFinished")[0]["timestamp"] == {"seconds": second + 72, "nanos": 500_000_000}


def test_what_ran_is_tied_to_the_words_of_its_file(
    finished_project: tuple[Project, str], tmp_path: Path
) -> None:
    project, _ = finished_project
    reports = project.path / "reports" / "run"
    run = Run.model_validate_json((reports / "results.json").read_bytes())
    path = tmp_path / "messages.ndjson"
    assert write_messages(run, path, root=project.path, folder=reports, environ={}) is None
    text = path.read_text(encoding="utf-8")
    messages = [next(iter(json.loads(line).items())) for line in text.splitlines()]
    assert "Told from the run" not in text
    pickles = {each["id"]: each for each in _of(messages, "pickle")}
    names = {each["id"]: pickles[each["pickleId"]]["name"] for each in _of(messages, "testCase")}
    assert names == {each.node_id: each.name for each in run.scenarios}
    said = {names[node_id]: told for node_id, told in read_back(path).items()}
    assert said["Used twice"] == Told("FAILED", ("PASSED", "PASSED", "FAILED", "SKIPPED"))
    assert said["Words that nobody defined"] == Told(
        "UNDEFINED", ("PASSED", "UNDEFINED", "SKIPPED", "UNDEFINED")
    )
    assert said["Known to fail"] == Told("PENDING", ("PASSED", "PENDING"))
    assert said["Cleaning up fails"] == Told("FAILED", ("PASSED", "PASSED", "PASSED"))
    assert said["Left out"].status == "SKIPPED"
    ids = Counter(_ids(messages))
    assert [name for name, count in ids.items() if count > 1] == []


def _ids(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [node["id"]] if "id" in node else []
        return own + [found for inner in node.values() for found in _ids(inner)]
    if isinstance(node, list | tuple):
        return [found for inner in node for found in _ids(inner)]
    return []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "it can't be read (No such file or directory)"),
        (b"\xff\xfe", "it can't be read as UTF-8"),
        (b"Feature: x\n  Nonsense\n  Scenario: y\n    Given z\n  ???", "it can't be parsed"),
        (b"Feature: x\n\n  Scenario: y\n    Given z\n", "it is no longer what was run"),
        (
            b"Feature: x\n\n  Scenario: y <(>\n    Given <(>\n    Examples:\n      | ( |\n      | a |\n",
            "can't be parsed",
        ),
    ],
)
def test_feature_that_cannot_be_asked_is_told_from_the_run(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED, StepStatus.PASSED))
    one.steps[0].table = [["a", "b"], ["1", "2"]]
    one.steps[1].docstring = "text"
    if content is not None:
        path = tmp_path / one.feature.path
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    messages = _written(_run(one), tmp_path)
    (document,) = _of(messages, "gherkinDocument")
    assert reason in document["feature"]["description"]
    (pickle,) = _of(messages, "pickle")
    assert [step["text"] for step in pickle["steps"]] == [step.text for step in one.steps]
    assert pickle["steps"][0]["argument"]["dataTable"]["rows"][1]["cells"][1] == {"value": "2"}
    assert bool(_of(messages, "parseError")) == ("parsed" in reason)


def test_rows_of_an_outline_are_found_by_their_line(tmp_path: Path) -> None:
    row = scenario(
        "Old",
        Status.PASSED,
        [Step(keyword="Given", kind="given", text="b", line=3, status=StepStatus.PASSED)],
        outline="Old",
        example={"a": "b"},
        example_line=7,
    )
    row.line = 2
    path = tmp_path / row.feature.path
    path.parent.mkdir(parents=True)
    path.write_text(
        "Feature: F\n  Scenario Outline: Old\n    Given <a>\n"
        "    Examples:\n      | a |\n      | a |\n      | b |\n",
        encoding="utf-8",
    )
    messages = _written(_run(row), tmp_path)
    pickles = {each["id"]: each for each in _of(messages, "pickle")}
    assert len(pickles) == 2
    assert pickles[_of(messages, "testCase")[0]["pickleId"]]["location"]["line"] == 7
    assert _of(messages, "source")[0]["uri"] == row.feature.path


def test_what_did_not_succeed_is_embedded_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample_run(tmp_path)
    (tmp_path / run.scenarios[2].folder / "trace.zip").write_bytes(b"PK")  # type: ignore[operator]
    run.scenarios[2].evidence += ["gone.txt", "trace.zip"]
    attached = _of(_written(run, tmp_path), "attachment")
    green = [each for each in attached if each["testCaseStartedId"].startswith(run.scenarios[0].key)]
    assert {each["url"] for each in green if each["mediaType"] == "image/jpeg"} == {
        f"./{run.scenarios[0].steps[1].pictures[0].file}"
    }
    assert [each["body"] for each in green if each["mediaType"] == attachments.LOG][1].startswith(
        "Mail to kim@"
    )
    assert next(each for each in green if each["mediaType"] == "message/rfc822")["url"].startswith("./mails/")
    red = {each["fileName"]: each for each in attached if each["testStepId"] == f"{run.scenarios[2].key}/1"}
    assert red["failure.md"]["body"] == "what it says\n"
    assert red["screenshot.png"]["contentEncoding"] == "BASE64"
    assert red["trace.zip"]["url"] == f"./{run.scenarios[2].folder}/trace.zip"
    assert red["gone.txt"]["url"].endswith("/gone.txt")
    monkeypatch.setattr(attachments, "MOST_OF_ALL", 5)
    again = _of(_written(run, tmp_path), "attachment")
    assert all(each.get("url") for each in again if each["mediaType"] != attachments.LOG)


def test_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    run = sample_run(tmp_path)
    problem = write_messages(run, tmp_path / "in the way" / "m.ndjson", root=tmp_path, folder=tmp_path)
    assert "Cucumber Messages could not be written to" in str(problem)
    (tmp_path / "m.ndjson").mkdir()
    assert write_messages(run, tmp_path / "m.ndjson", root=tmp_path, folder=tmp_path) is not None
    assert list(tmp_path.glob(".m.ndjson-*")) == []


def test_odd_names_stay_what_they_are(tmp_path: Path) -> None:
    scenarios = []
    for line, name in enumerate(ODD_NAMES, start=1):
        made = [Step(keyword="Given", kind="given", text=name, line=line, status=StepStatus.PASSED)]
        scenarios.append(scenario(name, Status.PASSED, made, line=line))
    messages = _written(_run(*scenarios), tmp_path)
    assert {each["name"] for each in _of(messages, "pickle")} == set(ODD_NAMES)
    assert len(read_back(tmp_path / "messages.ndjson")) == len(ODD_NAMES)


def test_ten_thousand_scenarios_are_written_piece_by_piece(tmp_path: Path) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED))
    many = [one.model_copy(update={"node_id": f"n{i}", "key": f"k{i}", "line": i + 1}) for i in range(10_000)]
    run = _run()
    run.scenarios = many
    path = tmp_path / "messages.ndjson"
    assert write_messages(run, path, root=tmp_path, folder=tmp_path, environ={}) is None
    told = read_back(path)
    assert len(told) == 10_000
    assert set(told.values()) == {Told("PASSED", ("PASSED",))}


def test_file_that_is_no_messages_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "messages.ndjson"
    path.write_text('{"meta":{}}\n{"testCase":{"id":', encoding="utf-8")
    with pytest.raises(ValueError, match=r"messages\.ndjson:2: is no Cucumber Message"):
        read_back(path)


@pytest.mark.parametrize(
    ("environ", "name", "remote"),
    [
        (
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_SERVER_URL": "https://github.example",
                "GITHUB_REPOSITORY": "a/b",
                "GITHUB_SHA": "1a2b",
                "GITHUB_RUN_ID": "7",
            },
            "GitHub Actions",
            "https://github.example/a/b.git",
        ),
        (
            {"GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.example/a", "CI_COMMIT_SHA": "1a2b"},
            "GitLab",
            "https://gitlab.example/a.git",
        ),
        (
            {"JENKINS_URL": "x", "GIT_URL": "https://me:secret@git.example/a.git", "GIT_COMMIT": "1a2b"},
            "Jenkins",
            "https://git.example/a.git",
        ),
    ],
)
def test_build_server_is_named_without_its_credentials(
    tmp_path: Path, environ: dict[str, str], name: str, remote: str
) -> None:
    path = tmp_path / "messages.ndjson"
    assert write_messages(_run(), path, root=tmp_path, folder=tmp_path, environ=environ) is None
    told = json.loads(path.read_text(encoding="utf-8").splitlines()[0])["meta"]
    assert told["implementation"] == {"name": "hup-e2e"}
    assert told["ci"]["name"] == name
    assert told["ci"]["git"] == {"remote": remote, "revision": "1a2b"}
