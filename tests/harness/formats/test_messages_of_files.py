"""Cucumber Messages: how they are tied to feature files, and what they survive."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from harness.formats.cucumber_messages import attachments, read_back, write_messages
from harness.integrity.told import Told
from harness.report.model import Run, Status, Step, StepStatus
from tests.harness.formats.odd_names import ODD_NAMES
from tests.harness.formats.written import of_kind, run_of, written
from tests.harness.sample_run import sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.conftest import Project

# What each scenario of the sample must be in the words of Messages: by hand, not made from the tables.


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
    pickles = {each["id"]: each for each in of_kind(messages, "pickle")}
    names = {each["id"]: pickles[each["pickleId"]]["name"] for each in of_kind(messages, "testCase")}
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
    messages = written(run_of(one), tmp_path)
    (document,) = of_kind(messages, "gherkinDocument")
    assert reason in document["feature"]["description"]
    (pickle,) = of_kind(messages, "pickle")
    assert [step["text"] for step in pickle["steps"]] == [step.text for step in one.steps]
    assert pickle["steps"][0]["argument"]["dataTable"]["rows"][1]["cells"][1] == {"value": "2"}
    assert bool(of_kind(messages, "parseError")) == ("parsed" in reason)


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
    messages = written(run_of(row), tmp_path)
    pickles = {each["id"]: each for each in of_kind(messages, "pickle")}
    assert len(pickles) == 2
    assert pickles[of_kind(messages, "testCase")[0]["pickleId"]]["location"]["line"] == 7
    assert of_kind(messages, "source")[0]["uri"] == row.feature.path


def test_what_did_not_succeed_is_embedded_up_to_a_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sample_run(tmp_path)
    (tmp_path / run.scenarios[2].folder / "trace.zip").write_bytes(b"PK")  # type: ignore[operator]
    run.scenarios[2].evidence += ["gone.txt", "trace.zip"]
    attached = of_kind(written(run, tmp_path), "attachment")
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
    again = of_kind(written(run, tmp_path), "attachment")
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
    messages = written(run_of(*scenarios), tmp_path)
    assert {each["name"] for each in of_kind(messages, "pickle")} == set(ODD_NAMES)
    assert len(read_back(tmp_path / "messages.ndjson")) == len(ODD_NAMES)


def test_ten_thousand_scenarios_are_written_piece_by_piece(tmp_path: Path) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED))
    many = [one.model_copy(update={"node_id": f"n{i}", "key": f"k{i}", "line": i + 1}) for i in range(10_000)]
    run = run_of()
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
    assert write_messages(run_of(), path, root=tmp_path, folder=tmp_path, environ=environ) is None
    told = json.loads(path.read_text(encoding="utf-8").splitlines()[0])["meta"]
    assert told["implementation"] == {"name": "hup-e2e"}
    assert told["ci"]["name"] == name
    assert told["ci"]["git"] == {"remote": remote, "revision": "1a2b"}
