from __future__ import annotations

import pytest

from harness.report.condense import clip
from harness.report.failure_file import failure_markdown
from harness.report.failure_text import MOST_LINES, Marks, failure_lines
from harness.report.model import Failure, Feature, OpenPage, Scenario, Status, Step, StepStatus

_REPLAY = "./run e2e --seed 1 -n 0 --evidence full 'tests/features/test_employee.py::test_" + "x" * 200 + "'"


def _scenario(steps: int, failed: int) -> Scenario:
    states = [StepStatus.PASSED] * failed + [StepStatus.FAILED] + [StepStatus.NOT_RUN] * (steps - failed - 1)
    return Scenario(
        node_id="n",
        key="k",
        feature=Feature(path="features/a.feature", keyword="Feature", name="F", language="en"),
        keyword="Scenario",
        name="S" * 300,
        outline="S",
        line=7,
        rules=["HUP-LINK-1", "HUP-LINK-2", "HUP-LINK-3", "HUP-LINK-4", "HUP-LINK-5"],
        steps=[
            Step(
                keyword="When", kind="when", text=f"step {number} " + "word " * 40, line=number, status=state
            )
            for number, state in enumerate(states)
        ],
        status=Status.FAILED,
        pages=[OpenPage(url="http://hup.localhost:1/" + "x" * 100, title="Home"), OpenPage(url="b")],
        evidence=["failure.md", "screenshot.png", *[f"file-{n}.txt" for n in range(30)], "mails/01.eml"],
        notes={"evidence that is missing": "m" * 300},
    )


def _failure(**changes: object) -> Failure:
    return Failure.model_validate(
        {
            "phase": "step",
            "step": 0,
            "kind": "AssertionError",
            "message": "\n".join("very " * 60 for _ in range(100)),
            "places": ["steps/a.py:1", "pages/b.py:2"],
            "source": "expect(" + "x" * 200,
            **changes,
        }
    )


def _text(scenario: Scenario, failure: Failure, columns: int) -> list[str]:
    lines = failure_lines(
        scenario, failure, columns=columns, folder="reports/run/failures/k", replay=_REPLAY, marks=Marks()
    )
    return [line.text for line in lines]


@pytest.mark.parametrize("columns", [20, 60, 80, 100, 250])
@pytest.mark.parametrize("steps", [1, 7, 30])
@pytest.mark.parametrize(
    "failure",
    [
        _failure(),
        _failure(phase="setup", step=None),
        _failure(message="No definition", snippets=["@when('a')\ndef a():\n    pass"] * 20, places=[]),
    ],
    ids=["step", "setup", "undefined"],
)
def test_it_fits_on_a_screen_with_replay_and_folder_whole(columns: int, steps: int, failure: Failure) -> None:
    rows = _text(_scenario(steps, steps // 2), failure, columns)
    assert len(rows) <= MOST_LINES - 1  # a headline comes before
    assert rows[-1] == f"Replay: {_REPLAY}"
    assert "reports/run/failures/k/" in rows
    assert any(row.startswith("  on the page 'Home' http://hup.localhost:1/") for row in rows)
    width = max(60, min(columns, 100))
    code = [row for snippet in failure.snippets for row in snippet.splitlines()]
    assert [row for row in rows[:-1] if len(row) > width and row not in code] == []


@pytest.mark.parametrize("history", ["failing since 2026-03-01 (7 runs)", "flaky " * 40])
def test_what_past_runs_say_comes_second_and_in_one_line(history: str) -> None:
    lines = failure_lines(
        _scenario(3, 1), _failure(), columns=80, folder=None, replay="", marks=Marks(), history=history
    )
    assert lines[1].text == clip(history, 80)


def test_step_that_failed_is_among_those_shown() -> None:
    for failed in range(30):
        rows = _text(_scenario(30, failed), _failure(), 100)
        assert any(row.startswith(f"  ✗ When step {failed} ") for row in rows)


def test_teardown_after_a_failure_is_told_beside_it() -> None:
    scenario = _scenario(3, 1)
    scenario.failures = [_failure(), _failure(phase="teardown", step=None, message="could not clean up")]
    rows = _text(scenario, scenario.failures[1], 100)
    assert "  could not clean up" in rows
    assert not any("step 1" in row for row in rows)


def test_signs_have_plain_letters_for_outputs_that_need_them() -> None:
    assert Marks.for_encoding("utf-8").passed == "✓"
    assert Marks.for_encoding("ascii").passed == "+"
    assert Marks.for_encoding(None).passed == "+"
    assert Marks.for_encoding("no-such-encoding").failed == "x"


def test_markdown_shows_tables_texts_and_fences() -> None:
    scenario = _scenario(1, 0)
    scenario.steps[0].table = [["a", "long"], ["1", "2"]]
    scenario.steps[0].docstring = "two\nlines"
    scenario.failures = [_failure(message="has ``` in it", traceback="Traceback")]
    text = failure_markdown(scenario, sections={"Console": ["x"] * 50}, replay="replay")
    assert "    | a | long |\n    | 1 | 2    |" in text
    assert '    """\n    two\n    lines\n    """' in text
    assert "````\nhas ``` in it\n````" in text
    assert "… 20 earlier lines are in the file" in text
    assert "**HUP-LINK-1** The mail is sent to the address" in text
