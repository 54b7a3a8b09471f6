"""Changes of rules, how they fare now, and how they look, as `./run changes` tells them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.text import Text

from harness.cli import changes
from harness.history.history import History
from harness.report.model import Feature, Run, Scenario, Status
from tests.harness.changes.conftest import body_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness.changes.conftest import Repository

    Told = Callable[..., tuple[int, list[str], str]]

_RULES = "Rules  rules/rulebook.md"


def test_rules_come_go_and_are_reworded(repository: Repository, told: Told) -> None:
    book = (repository.path / "rules/rulebook.md").read_text(encoding="utf-8")
    repository.commit(
        {
            "rules/rulebook.md": book[: book.index("### HUP-LINK-2")]
            .replace("It works once.", "It works once, for one person.")
            .replace("*From the FAQ*", "*Derived*")
            + "### HUP-LINK-3: Its own\n*Derived*\n\nIt is hers.\n"
        }
    )
    _, lines, _ = told("first")
    assert body_of(lines) == [
        "  rules      1 removed, 1 reworded, 1 added",
        _RULES,
        "  New, and checked by no scenario: HUP-LINK-3.",
        "  removed    HUP-LINK-2  A day",
        "             It lives for a day.",
        "  reworded   HUP-LINK-1  One use",
        "             was  It works once.",
        "             now  It works once, for one person.",
        "             It is now derived, and was from the FAQ.",
        "  added      HUP-LINK-3  Its own",
        "             It is hers.",
    ]


def test_rule_that_is_checked_at_last_is_told(repository: Repository, told: Told) -> None:
    repository.replace("@HUP-LINK-2", "@slow")
    repository.git("tag", "without")
    repository.replace("@slow", "@HUP-LINK-2")
    _, lines, _ = told("without")
    assert "  rules      1 newly checked" in lines
    assert "  Checked for the first time: HUP-LINK-2." in lines


def test_many_new_rules_are_told_by_their_titles(repository: Repository, told: Told) -> None:
    book = (repository.path / "rules/rulebook.md").read_text(encoding="utf-8")
    more = "".join(
        f"\n### HUP-MORE-{n}: More\n*Derived*\n\nMore of it.\n" for n in (1, 2, 3, 5, 6, 8, 9, 10, 11)
    )
    repository.commit({"rules/rulebook.md": book + more})
    _, lines, _ = told("first")
    assert "  New, and checked by no scenario: HUP-MORE-1 to 3, HUP-MORE-5 to 6, HUP-MORE-8 to 11." in lines
    assert not [line for line in lines if "More of it." in line]


def _keep_run(repository: Repository, number: int, *, failing: bool, revision: str) -> None:
    feature = Feature(path="features/links.feature", keyword="Feature", name="Links", language="en")
    scenarios = [
        Scenario(
            node_id=f"test{row}",
            key=f"key{row}",
            feature=feature,
            keyword="Scenario",
            name=f"After {row.get('hours', '')} hours" if row else "Used twice",
            outline="After <hours> hours" if row else "Used twice",
            line=3,
            example=row or None,
            status=Status.FAILED if failing and row.get("hours") == "25" else Status.PASSED,
        )
        for row in ({}, {"hours": "23", "verdict": "let in"}, {"hours": "25", "verdict": "refused"})
    ]
    run = Run(
        run_id=f"run{number}",
        seed=1,
        target="reference",
        portal="",
        mail_server="",
        started=f"2026-03-0{number}T09:30:00.000+00:00",
        exit_status=1,
        exit_reason="all tests ran, some failed",
        revision=revision,
        scenarios=scenarios,
    )
    reports = repository.path / "reports"
    History(reports / "history.ndjson").add(run)
    (reports / "latest").mkdir(exist_ok=True)
    (reports / "latest" / "results.json").write_text(run.model_dump_json(), encoding="utf-8")


def test_how_it_fares_now_is_told(repository: Repository, told: Told) -> None:
    repository.replace("the link 2 times", "the link two times")
    repository.replace("hours have passed", "hours are over")
    for number, failing in enumerate([False, True, True], start=1):
        _keep_run(
            repository, number, failing=failing, revision=repository.git("rev-parse", "--short", "first")
        )
    _, lines, _ = told("first")
    assert "  now        1 failed, 2 passed" in lines
    assert "  changed    Used twice  passed" in lines
    at = lines.index("  changed    After <hours> hours (2 rows)  1 failed, 1 passed")
    assert lines[at + 1] == "             After 25 hours: failing since 2026-03-02 (2 runs)"
    assert lines[-2].startswith("last run: run3, 2026-03-03 ")
    assert lines[-1].startswith("It was not of ")
    _, lines, _ = told("first..")
    assert lines[-1].startswith("last run: run3, ")
    head = repository.git("rev-parse", "--short", "HEAD")
    _keep_run(repository, 4, failing=True, revision=f"{head}+")
    _, lines, _ = told("first")
    assert lines[-1] == f"It was of {head} with files that were changed and not committed."
    _keep_run(repository, 5, failing=True, revision=head)
    assert told("first")[1][-1].startswith("last run: run5, ")


def test_scenario_that_the_last_run_did_not_have_was_not_run(repository: Repository, told: Told) -> None:
    _keep_run(repository, 1, failing=False, revision="")
    repository.replace("Scenario: Used twice", "Scenario: A second use is refused")
    _, lines, _ = told("first")
    assert "  now        1 not run" in lines
    assert "  renamed    A second use is refused  not run" in lines


def test_markdown_is_safe_to_paste(repository: Repository, told: Told) -> None:
    repository.replace("Scenario: Used twice", "Scenario: <script>*once* | #1 @kim `x`")
    _keep_run(repository, 1, failing=True, revision="")
    code, lines, _ = told("first", "--markdown")
    assert code == 0
    assert lines[0].startswith("## What changed from first (")
    assert lines[1:5] == [
        "- scenarios: 1 renamed",
        "- features: 1 changed",
        "- now: **not run**",
        "### Links",
    ]
    name = "&lt;script&gt;\\*once\\* \\| \\#1 &#64;kim \\`x\\`"
    assert lines[5:7] == [f"- **renamed** {name}: **not run**", "  - It was called “Used twice”."]
    assert lines[-1].startswith("<sub>last run: run1, ")


def test_terminal_has_colours_and_wraps_below_the_name(
    repository: Repository, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.replace("Scenario: Used twice", f"Scenario: {'Used twice in a row ' * 6}")
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80, color_system="standard")
    monkeypatch.setattr("harness.cli.console.Console", lambda **_: console)
    told("first")
    shown = screen.getvalue()
    assert "\x1b[36mrenamed" in shown
    lines = [line.rstrip() for line in Text.from_ansi(shown).plain.splitlines()]
    assert max(map(len, lines)) <= 80
    at = next(at for at, line in enumerate(lines) if line.startswith("  renamed    Used twice in a row"))
    assert lines[at + 1].startswith(" " * 13 + "row ") or lines[at + 1].startswith(" " * 13 + "twice")


def test_controls_in_names_reach_no_terminal() -> None:
    assert changes.isolated("a\x1b[31mb\r") == "a [31mb "
