from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from harness.formats.junit import read_back, write_junit
from harness.integrity.told import Told
from harness.report.model import Failure, FeatureRule, Run, Scenario, Status, Step, StepStatus
from tests.harness.formats.odd_names import ODD_NAMES
from tests.harness.sample_run import STARTED, sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

# What each scenario of the sample must be here: by hand, not made from the tables.
SAID = {
    "A second use is refused": "passed: passed, passed, passed",
    "A link that is 1 h old": "passed: passed, passed, passed",
    "A link that is 24 h 01 min old": "failure: passed, failed, not run",
    "Its second step has no definition": "failure: passed, undefined, not run",
    "Its first step has no definition": "failure: undefined, not run, not run",
    "Its target cannot do it": "skipped: skipped, not run, not run",
    "Its background fails": "failure: failed, not run, not run",
    "Its set-up fails": "error: not run, not run, not run",
    "Its teardown fails": "error: passed, passed, passed",
    "Its worker was killed": "error: passed, interrupted, not run",
    "It is expected to fail": "skipped: expected failure: passed, failed, not run",
    "It was expected to fail and passed": "passed: passed, passed, passed",
    "It takes too long": "failure: passed, failed, not run",
    "It was running when the run was stopped": "error: passed, interrupted, not run",
    "Its turn never came": "skipped: not run: not run, not run, not run",
    "It failed, was run again and passed": "passed after failure: passed, passed, passed",
}


def _written(run: Run, folder: Path) -> ET.Element:
    path = folder / "junit.xml"
    assert write_junit(run, path, folder=folder, root=folder.parent) is None
    return ET.parse(path).getroot()  # noqa: S314 - written a moment ago


def _case(root: ET.Element, name: str) -> ET.Element:
    return next(case for case in root.iter("testcase") if name in case.attrib["name"])


def _facts(case: ET.Element) -> list[tuple[str, str]]:
    return [(fact.attrib["name"], fact.attrib["value"]) for fact in case.iterfind("properties/property")]


def _run(*scenarios: Scenario) -> Run:
    return Run(
        run_id="abcdefgh",
        seed=1,
        target="reference",
        portal="http://hup.localhost:1",
        mail_server="embedded",
        started=STARTED,
        exit_reason="interrupted: Ctrl-C",
        scenarios=list(scenarios),
    )


def test_every_end_of_a_scenario_is_said(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    _written(run, tmp_path)
    told = read_back(tmp_path / "junit.xml")
    said = {each.name: told[each.node_id] for each in run.scenarios}
    assert {name: f"{each.status}: {', '.join(each.steps)}" for name, each in said.items()} == SAID


def test_suites_are_features_and_count(tmp_path: Path) -> None:
    root = _written(sample_run(tmp_path), tmp_path)
    counted = ("tests", "failures", "errors", "skipped")
    assert [root.attrib[name] for name in counted] == ["16", "5", "4", "3"]
    suites = {suite.attrib["name"]: [suite.attrib[name] for name in counted] for suite in root}
    assert suites == {
        "features/employee/link.feature": ["6", "3", "0", "1"],
        "features/admin/way.feature": ["10", "2", "4", "2"],
    }
    facts = dict(_facts(root[0]))
    assert facts["target"] == "reference"
    assert facts["feature"] == "The confirmation link"
    assert all(len(case.findall("failure") + case.findall("error") + case.findall("skipped")) <= 1
               for case in root.iter("testcase"))  # fmt: skip


def test_failure_has_its_message_first_and_names_its_files(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    run.scenarios[2].evidence.append("trace.zip")
    case = _case(_written(run, tmp_path), "24 h")
    assert {key: case.attrib[key] for key in ("classname", "name", "file", "line", "time")} == {
        "classname": "features.employee.link",
        "name": "The confirmation link: A link that is 24 h 01 min old",
        "file": "features/employee/link.feature",
        "line": "31",
        "time": "1.700",
    }
    failure = case[1]
    assert (failure.tag, failure.attrib["type"]) == ("failure", "AssertionError")
    assert failure.attrib["message"] == "the link still works"
    assert str(failure.text).startswith("the link still works\nExpected: <expired>\n")
    assert "When what step 2 says  (features/employee/link.feature:11)" in str(failure.text)
    assert str(failure.text).endswith("Traceback …")
    facts = _facts(case)
    own = f"{tmp_path.name}/{run.scenarios[2].folder}"
    for fact in (
        ("rule", "HUP-LINK-4"),
        ("tag", "employee"),
        ("row: age", "24 h 01 min"),
        ("folder", own),
        ("failure.md", f"{own}/failure.md"),
        ("screenshot", f"{own}/screenshot.png"),
        ("trace", f"{own}/trace.zip"),
        ("picture", f"{tmp_path.name}/{run.scenarios[2].steps[1].pictures[0].file}"),
    ):
        assert fact in facts
    output = str(case.findtext("system-out")).splitlines()
    assert output[:3] == [
        "[passed] Given what step 1 says  (0.50 s)",
        "[failed] When what step 2 says  (0.50 s)",
        "[not run] Then what step 3 says",
    ]
    assert output[3] == f"[[ATTACHMENT|{own}/screenshot.png]]"


def test_rules_are_a_property_each(tmp_path: Path) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED), rules=("HUP-A-1", "HUP-A-2"))
    one.rule = FeatureRule(keyword="Rule", name="It works once")
    facts = _facts(_case(_written(_run(one), tmp_path), "One"))
    assert [value for name, value in facts if name == "rule"] == ["HUP-A-1", "HUP-A-2"]
    assert ("group", "It works once") in facts


def test_reasons_are_told(tmp_path: Path) -> None:
    root = _written(sample_run(tmp_path), tmp_path)
    messages = {
        name: next(child for child in _case(root, name) if "message" in child.attrib).attrib["message"]
        for name in ("cannot do it", "is expected to fail", "was stopped", "never came", "set-up fails")
    }
    assert messages == {
        "cannot do it": "target staging has no control API",
        "is expected to fail": "Failed, as was expected: the portal does not do that yet",
        "was stopped": "It was running when the run was stopped.",
        "never came": "Its turn never came: all tests ran, some failed",
        "set-up fails": "OSError: no space left on device",
    }
    output = str(_case(root, "was expected to fail and passed").findtext("system-out"))
    assert output.startswith("It passed, though it was expected to fail: the portal does not do that yet\n")
    assert '@when("what step 2 says")' in str(_case(root, "second step has no").findtext("failure"))


@pytest.mark.parametrize(
    ("status", "tags", "said"),
    [
        (Status.PASSED, ["flakyFailure", "flakyError"], "passed after error after failure"),
        (Status.FAILED, ["failure", "rerunFailure", "rerunError"], "failure after error after failure"),
    ],
)
def test_earlier_attempts_are_kept(tmp_path: Path, status: Status, tags: list[str], said: str) -> None:
    again = scenario(
        "Again",
        status,
        steps(StepStatus.PASSED if status == Status.PASSED else StepStatus.FAILED),
        earlier=[Status.FAILED, Status.ERROR],
        failures=[
            Failure(phase="step", step=0, kind="AssertionError", message="first"),
            Failure(phase="setup", kind="OSError", message="second", attempt=1),
            *([] if status == Status.PASSED else [Failure(phase="step", step=0, kind="E", message="third")]),
        ],
    )
    case = _case(_written(_run(again), tmp_path), "Again")
    assert [child.tag for child in case if "message" in child.attrib] == tags
    assert str(case.findtext(f"{tags[-2]}/stackTrace")).startswith("first\n\n")
    assert str(case.findtext(f"{tags[-1]}/stackTrace")).startswith("second\n\n")
    assert read_back(tmp_path / "junit.xml")[again.node_id].status == said


def test_names_within_a_class_are_unique(tmp_path: Path) -> None:
    made = [scenario("Same", Status.PASSED, steps(StepStatus.PASSED), line=line) for line in (1, 2, 3)]
    made[2] = made[2].model_copy(update={"line": 2, "node_id": "other", "key": "other-key"})
    root = _written(_run(*made), tmp_path)
    names = [case.attrib["name"] for case in root.iter("testcase")]
    assert names[0] == "The confirmation link: Same (line 1)"
    assert names[2] == "The confirmation link: Same (other-key)"
    assert len(set(names)) == 3


def test_odd_names_are_legal_xml(tmp_path: Path) -> None:
    scenarios = []
    for line, name in enumerate(ODD_NAMES, start=1):
        made = [Step(keyword="Given", kind="given", text=name, line=line, status=StepStatus.FAILED)]
        failure = Failure(phase="step", step=0, kind="AssertionError", message=name, traceback=name)
        scenarios.append(
            scenario(name, Status.FAILED, made, line=line, failures=[failure], example={name: name})
        )
    root = _written(_run(*scenarios), tmp_path)
    names = [case.attrib["name"] for case in root.iter("testcase")]
    assert f"The confirmation link: {ODD_NAMES[2]} [{ODD_NAMES[2]}: {ODD_NAMES[2]}]" in names
    assert any("Bells #x07, nulls #x00" in name for name in names)
    assert any("<script>alert(1)</script> & <b>bold</b>" in name for name in names)
    assert any("Half a character #xD83D" in name for name in names)
    told = read_back(tmp_path / "junit.xml")
    assert [told[each.node_id] for each in scenarios] == [Told("failure", ("failed",))] * len(ODD_NAMES)


def test_ten_thousand_scenarios(tmp_path: Path) -> None:
    one = scenario("One", Status.PASSED, steps(StepStatus.PASSED))
    run = _run()
    run.scenarios = [
        one.model_copy(update={"node_id": f"n{i}", "key": f"k{i}", "line": i + 1}) for i in range(10_000)
    ]
    assert write_junit(run, tmp_path / "junit.xml", folder=tmp_path) is None
    assert len(read_back(tmp_path / "junit.xml")) == 10_000


def test_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file", encoding="utf-8")
    problem = write_junit(sample_run(tmp_path), tmp_path / "in the way" / "junit.xml", folder=tmp_path)
    assert "JUnit's XML could not be written to" in str(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("<testsuites><testsuite>", "is no XML"),
        ("<testsuites><testsuite><testcase/></testsuite></testsuites>", "a test case has no node id"),
    ],
)
def test_file_that_is_no_such_xml_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "junit.xml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"junit\.xml: {problem}"):
        read_back(tmp_path / "junit.xml")
