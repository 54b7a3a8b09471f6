from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.formats.markdown import summary_markdown
from harness.report.model import Failure, Feature, OtherTests, Run, Scenario, Status
from harness.report.results_files import EventLog, write_results


def _scenario(name: str, status: Status, **more: object) -> Scenario:
    feature = Feature(path="features/a.feature", keyword="Feature", name="F", language="en")
    return Scenario.model_validate(
        {
            "node_id": name,
            "key": name,
            "feature": feature,
            "keyword": "Scenario",
            "name": name,
            "outline": name,
            "line": 3,
            "rules": ["HUP-BUY-1"],
            "status": status,
            **more,
        }
    )


def _run() -> Run:
    return Run(
        run_id="abcdefgh",
        seed=1,
        target="reference",
        portal="http://hup.localhost:1",
        mail_server="catcher",
        started="2026-01-01T00:00:00+00:00",
        exit_reason="interrupted: Ctrl-C",
        scenarios=[
            _scenario("good", Status.PASSED),
            _scenario(
                "bad",
                Status.FAILED,
                folder="failures/bad",
                failures=[Failure(phase="step", kind="AssertionError", message="wrong\nmore")],
            ),
            _scenario("left out", Status.SKIPPED, reason="not here"),
            _scenario("late", Status.NOT_RUN),
        ],
        other_tests=OtherTests(counts={"passed": 3, "failed": 1}, failed=["t.py::test_x"]),
    )


def test_results_can_be_read_back_whole(tmp_path: Path) -> None:
    assert write_results(tmp_path / "run", _run()) is None
    assert Run.model_validate_json((tmp_path / "run/results.json").read_bytes()) == _run()
    assert [path.name for path in sorted((tmp_path / "run").iterdir())] == ["results.json", "summary.md"]


def test_summary_names_everything_that_did_not_pass() -> None:
    text = summary_markdown(_run())
    assert "**4 scenarios: 1 passed, 1 failed, 1 skipped, 1 not run**" in text
    assert "- [F: bad](failures/bad/failure.md) (HUP-BUY-1), features/a.feature:3: wrong" in text
    assert "- F: left out (HUP-BUY-1), features/a.feature:3: not here" in text
    assert "## Not run\n\n- F: late" in text
    assert "good" not in text
    assert "Other tests: 1 failed, 3 passed" in text
    assert "- `t.py::test_x`" in text


def test_results_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("in the way", encoding="utf-8")
    assert "results could not be written to" in str(write_results(tmp_path / "run", _run()))
    log = EventLog(tmp_path / "run" / "results.ndjson")
    log.write("ignored")
    assert "make room or choose another folder" in str(log.problem)


def test_full_disk_does_not_end_the_run() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    log = EventLog(full)
    log.write("x" * 100_000)
    log.write("again")
    log.close()
    assert "No space left" in str(log.problem)


def test_each_event_is_on_the_disk_at_once(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "run" / "results.ndjson")
    log.write(json.dumps({"event": "one"}))
    assert (tmp_path / "run/results.ndjson").read_text(encoding="utf-8") == '{"event": "one"}\n'
    log.close()
