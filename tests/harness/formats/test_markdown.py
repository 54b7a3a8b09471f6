from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.formats.markdown import summary_markdown
from harness.formats.markdown_text import block, code, escaped
from harness.report.model import Failure, OtherTests, Run, Scenario, Status, Step, StepStatus
from harness.rulebook import Rule
from tests.harness.formats.odd_names import ODD_NAMES
from tests.harness.sample_run import STARTED, sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

RULES = {
    "HUP-LINK-4": Rule("HUP-LINK-4", "Good for a day", "It is.", "faq", "Link", 1),
    "HUP-LINK-3": Rule("HUP-LINK-3", "Good | once", "It is.", "faq", "Link", 2),
}
PASSED = StepStatus.PASSED


def _run(*scenarios: Scenario, **more: object) -> Run:
    fields: dict[str, object] = {
        "run_id": "abcdefgh",
        "seed": 1,
        "target": "reference",
        "portal": "http://hup.localhost:1",
        "mail_server": "embedded",
        "started": STARTED,
        "exit_status": 0,
        "exit_reason": "all tests ran",
        "scenarios": list(scenarios),
    }
    return Run.model_validate({**fields, **more})


def test_page_answers_what_broke_and_why(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    red = run.scenarios[2]
    text = summary_markdown(run, rules=RULES)
    assert text.startswith("# ❌ 9 of 16 scenarios do not hold\n\n**1 scenario passed only when run again.**")
    assert "| HUP-LINK-4 | Good for a day | The confirmation link: A link that is 24 h 01 min old |" in text
    assert "| HUP-LINK-3 | Good \\| once | " in text
    assert text.index("| HUP-LINK-4 |") < text.index("| HUP-LINK-3 |")  # as the rulebook has them
    assert "| HUP-ACCESS-1 | not in the rulebook | " in text
    assert (
        f"- [The confirmation link: A link that is 24 h 01 min old]({red.folder}/failure.md) (HUP-LINK-4), "
        "features/employee/link.feature:31: the link still works\n"
        "  - at: When what step 2 says\n"
        "  ```text\n  the link still works\n  Expected: <expired>\n  Actual: 'confirmed'\n  ```\n"
    ) in text
    assert "Its teardown fails (HUP-ACCESS-2), features/admin/way.feature:13: OSError: no space left" in text
    assert "  - after the last step, while cleaning up\n" in text
    assert "## Passed, though expected to fail\n" in text
    assert (
        "run again and passed (HUP-ACCESS-3), features/admin/way.feature:41 (before that: failed)\n" in text
    )
    assert "| employee | ❌ The confirmation link | 2 | 3 |  | 1 |  |  |  |  | 6.7 s |" in text
    assert "- features: revision 1a2b3c4\n" in text


def test_skipped_ones_stand_under_their_reason() -> None:
    made = [
        scenario(f"Number {line}", Status.SKIPPED, steps(StepStatus.SKIPPED), line=line, reason="no DNS")
        for line in (1, 2)
    ]
    text = summary_markdown(_run(*made), rules=RULES)
    assert (
        "## Skipped\n\n- no DNS: 2 scenarios\n"
        "  - The confirmation link: Number 1, features/employee/link.feature:1\n"
    ) in text


def test_slow_ones_are_named_and_quick_ones_are_not() -> None:
    slow = scenario("Slow", Status.PASSED, steps(PASSED), seconds=12.34)
    quick = scenario("Quick", Status.PASSED, steps(PASSED), line=2)
    text = summary_markdown(_run(slow, quick), rules=RULES)
    assert "## Slowest\n\n- 12.3 s: The confirmation link: Slow\n\n" in text
    assert "Quick" not in text


@pytest.mark.parametrize(
    ("run", "verdict"),
    [
        (_run(), "# ⚠️ No scenario was run\n"),
        (_run(scenario("a", Status.PASSED, steps(PASSED))), "# ✅ The scenario holds\n"),
        (
            _run(scenario("a", Status.PASSED, steps(PASSED)), scenario("b", Status.PASSED, steps(PASSED))),
            "# ✅ All 2 scenarios hold\n",
        ),
        (
            _run(scenario("a", Status.NOT_RUN, []), exit_status=2, exit_reason="interrupted: Ctrl-C"),
            (
                "# ❌ 0 scenarios of 1 held, but the run failed\n\n"
                "**The run did not come to its end: interrupted: Ctrl-C.**\n"
            ),
        ),
        (
            _run(scenario("a", Status.SKIPPED, [])),
            "# ⚠️ Nothing failed, but 1 of 1 scenario did not show that they hold\n",
        ),
        (
            _run(
                scenario("a", Status.PASSED, steps(PASSED)),
                exit_status=1,
                other_tests=OtherTests(counts={"failed": 1}, failed=["t.py::test_`x`"]),
            ),
            "# ❌ 1 scenario of 1 held, but other tests failed\n",
        ),
        (
            _run(scenario("a", Status.PASSED, steps(PASSED)), exit_status=1, exit_reason="a secret leaked"),
            "# ❌ 1 scenario of 1 held, but the run failed\n\n**It ended so: a secret leaked.**\n",
        ),
        (_run(scenario("a", Status.INTERRUPTED, []), exit_status=2), "# ❌ 1 of 1 scenario does not hold\n"),
    ],
)
def test_verdict_is_no_better_than_the_run(run: Run, verdict: str) -> None:
    assert summary_markdown(run, rules=RULES).startswith(verdict)


def test_evidence_is_named_where_it_cannot_be_linked(tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    text = summary_markdown(run, rules=RULES, folder="reports/x")
    assert f"\n  - `reports/x/{run.scenarios[2].folder}/failure.md`\n" in text
    assert "](" not in text


def test_notices_of_the_report_itself_are_told() -> None:
    text = summary_markdown(_run(), rules=RULES, notices=["trace.zip may hold <secrets>"])
    assert "## This report itself\n\n- trace.zip may hold &lt;secrets&gt;\n" in text


def test_long_lists_say_how_much_they_leave_out() -> None:
    made = [scenario(f"n{line}", Status.NOT_RUN, [], line=line) for line in range(1, 251)]
    text = summary_markdown(_run(*made), rules=RULES)
    assert "- … and 150 more: results.json has them all" in text


def test_odd_names_are_text_and_nothing_else() -> None:
    made = []
    for line, name in enumerate(ODD_NAMES, start=1):
        step = Step(keyword="Given", kind="given", text=name, line=line, status=StepStatus.FAILED)
        failure = Failure(phase="step", step=0, kind="AssertionError", message=f"{name}\n```\n{name}")
        made.append(scenario(name, Status.FAILED, [step], line=line, failures=[failure], folder="failures/x"))
    text = summary_markdown(_run(*made), rules=RULES)
    text.encode()
    assert "<script>" not in "\n".join(line for line in text.split("\n") if not line.startswith("  "))
    assert (
        "- [The confirmation link: A \\| pipe, a \\`tick\\`, \\*stars\\*, \\_\\_lines\\_\\_ and \\[a link\\]("
        in text
    )
    isolated = f"The confirmation link: {ODD_NAMES[2]}"
    assert f"\N{FIRST STRONG ISOLATE}{isolated}\N{POP DIRECTIONAL ISOLATE}" in text
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text
    items = [line for line in text.split("\n") if line.startswith("- [")]
    assert len(items) == len(ODD_NAMES)
    assert max(map(len, items)) < 500


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain words, snake_case and 3.5 - 1", "plain words, snake_case and 3.5 - 1"),
        ("# no heading", "\\# no heading"),
        ("- no item", "\\- no item"),
        ("12. no item", "12\\. no item"),
        ("_no emphasis_", "\\_no emphasis\\_"),
        ("a & b &lt; <br>", "a &amp; b &amp;lt; &lt;br&gt;"),
        ("$5 and $6", "\\$5 and \\$6"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines\x1b[31m", "two lines"),
    ],
)
def test_text_is_escaped(text: str, safe: str) -> None:
    assert escaped(text) == safe


def test_code_and_blocks_hold_what_would_end_them() -> None:
    assert code("a `b` ``c``") == "``` a `b` ``c`` ```"
    assert block(["```", "x"], "  ") == "  ````text\n  ```\n  x\n  ````"
