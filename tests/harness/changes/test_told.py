"""Every kind of change, as `./run changes` tells it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.text import Text

from harness.cli import changes
from harness.history.history import History
from harness.report.model import Feature, Run, Scenario, Status
from tests.harness.changes.conftest import FEATURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness.changes.conftest import Repository

    Told = Callable[..., tuple[int, list[str], str]]

_NO_RUN = "no run has left results yet: ./run e2e"
_LINKS = "Links  features/links.feature"
_RULES = "Rules  rules/rulebook.md"


def _body(lines: list[str]) -> list[str]:
    """Return what stands between the headline and the line on the last run."""
    assert lines[0].startswith("What changed from first (")
    assert lines[-1] == _NO_RUN
    return lines[1:-1]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "      And she is told why\n",
            "",
            ["  changed    Used twice", "             -    Then she is told why"],
            id="sentence gone",
        ),
        pytest.param(
            "      Then she is refused\n      And",
            "      Then she is refused\n      And the link stays void\n      And",
            ["  changed    Used twice", "             +    Then the link stays void"],
            id="sentence come",
        ),
        pytest.param(
            "she is told why",
            "she is told in plain words why",
            [
                "  changed    Used twice",
                "             was  Then she is told why",
                "             now  Then she is told in plain words why",
            ],
            id="sentence reworded",
        ),
        pytest.param(
            "      Then she is refused\n      And she is told why",
            "      Then she is told why\n      And she is refused",
            ["  changed    Used twice", "             Its sentences are in another order."],
            id="other order",
        ),
        pytest.param(
            "When she uses the link 2 times\n",
            "When she uses the link 2 times\n        | when | now |\n",
            [
                "  changed    Used twice",
                "             The table below “she uses the link 2 times”:",
                "             +    when | now",
            ],
            id="table of a sentence",
        ),
        pytest.param(
            "      | 25    | refused |\n",
            "      | 26    | refused |\n      | 27    | void    |\n",
            [
                "  changed    After <hours> hours (3 rows)",
                "             In its table (hours | verdict):",
                "             was  25 | refused",
                "             now  26 | refused",
                "             +    27 | void",
            ],
            id="rows",
        ),
        pytest.param(
            "      | 25    | refused |\n",
            "".join(f"      | {hours}    | gone |\n" for hours in range(30, 37)),
            [
                "  changed    After <hours> hours (8 rows)",
                "             In its table (hours | verdict):",
                "             -    25 | refused",
                *(f"             +    {hours} | gone" for hours in range(30, 35)),
                "             … and 2 more",
            ],
            id="many rows",
        ),
        pytest.param(
            "she uses the link 2 times",
            "she uses her friend's phone",
            [
                "  changed    Used twice",
                "             -    When she uses the link 2 times",
                "             +    When she uses her friend's phone",
            ],
            id="another sentence",
        ),
        pytest.param(
            "Scenario: Used twice",
            "Scenario: A second use is refused",
            ["  renamed    A second use is refused", "             It was called “Used twice”."],
            id="renamed",
        ),
        pytest.param(
            "    @HUP-LINK-1\n",
            "    @HUP-LINK-1 @HUP-LINK-2 @slow\n",
            [
                "  changed    Used twice",
                "             It now checks HUP-LINK-2 (A day).",
                "             It is now marked @slow.",
            ],
            id="tags",
        ),
        pytest.param(
            "  Rule: Once\n",
            "  Rule: Good once\n",
            ["  The rule “Once” in it is now called “Good once”."],
            id="rule",
        ),
        pytest.param(
            "  A link is proof.\n",
            "  A link is proof of work.\n",
            [
                "  It is described anew:",
                "  was  A link is proof.",
                "  now  A link is proof of work.",
            ],
            id="description",
        ),
        pytest.param(
            "    Scenario: Used twice\n",
            "    Scenario: Used twice\n      Nobody may do that.\n\n",
            ["  changed    Used twice", "             It is described anew: Nobody may do that."],
            id="description of a scenario",
        ),
        pytest.param(
            "    Given an employee\n",
            "    Given an employee\n    And a browser\n",
            ["  In all scenarios that it had before:", "  +    Given a browser"],
            id="background",
        ),
    ],
)
def test_change_in_a_feature(
    repository: Repository, told: Told, old: str, new: str, expected: list[str]
) -> None:
    repository.replace(old, new)
    code, lines, error = told("first")
    assert (code, error) == (0, "")
    shown = _body(lines)
    assert shown[shown.index(_LINKS) + 1 :] == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Feature: Links", "# a comment\nFeature:  Links"),
        ("    Given an employee\n", ""),
        ("      And she is told why", "      Then she is told why"),
        ("| 23    | let in  |\n      | 25    | refused |", "| 23 | let in |\n      | 25 | refused |"),
    ],
    ids=["comment", "background", "keyword", "layout"],
)
def test_what_says_the_same_is_no_change(repository: Repository, told: Told, old: str, new: str) -> None:
    text = FEATURE.replace(old, new)
    if not new:  # what the background said is now said in each scenario
        text = text.replace("  Background:\n", "").replace("  When", "  Given an employee\n      When")
    assert text != FEATURE
    repository.commit({"features/links.feature": text})
    code, lines, _ = told("first")
    assert (code, len(lines)) == (0, 1)
    assert lines[0].startswith("Nothing that the features or rules say has changed between first (")


def test_scenarios_and_features_come_and_go(repository: Repository, told: Told) -> None:
    repository.commit(
        {
            "features/links.feature": FEATURE[: FEATURE.index("  @HUP-LINK-2")],
            "features/mails.feature": "@HUP-LINK-2\nFeature: Mails 📬\n"
            "  Scenario: One mail\n    When it rains\n"
            "  Scenario: وصل البريد\n    Then a mail is there\n",
        }
    )
    _, lines, _ = told("first")
    assert _body(lines) == [
        "  scenarios  1 removed, 2 added",
        "  features   1 changed, 1 added",
        _LINKS,
        "  removed    After <hours> hours (2 rows)  HUP-LINK-2",
        "Mails 📬  added  features/mails.feature",
        "  added      One mail  HUP-LINK-2",
        "  added      \u2068وصل البريد\u2069  HUP-LINK-2",
    ]
    repository.git("tag", "second")
    repository.commit({"features/mails.feature": None})
    _, lines, _ = told("second..HEAD")
    assert lines[1:-1] == [
        "  rules      1 no longer checked",
        "  scenarios  2 removed",
        "  features   1 removed",
        _RULES,
        "  No scenario checks any more: HUP-LINK-2.",
        "  unchecked  HUP-LINK-2  A day",
        "Mails 📬  removed  features/mails.feature",
        "  removed    One mail  HUP-LINK-2",
        "  removed    \u2068وصل البريد\u2069  HUP-LINK-2",
    ]


def test_scenario_that_moves_to_another_feature_is_no_other(repository: Repository, told: Told) -> None:
    outline = FEATURE[FEATURE.index("  @HUP-LINK-2") :]
    repository.commit(
        {
            "features/links.feature": FEATURE.replace(outline, ""),
            "features/time.feature": "Feature: Time\n\n  Background:\n    Given an employee\n\n"
            + outline.replace("After <hours> hours", "When <hours> hours are over"),
        }
    )
    _, lines, _ = told("first")
    assert _body(lines)[-4:] == [
        "Time  added  features/time.feature",
        "  moved      When <hours> hours are over (2 rows)",
        "             It was called “After <hours> hours”.",
        "             It was in the feature “Links”.",
    ]


def test_feature_in_another_file_and_by_another_name_is_no_other(repository: Repository, told: Told) -> None:
    repository.commit(
        {
            "features/links.feature": None,
            "features/proof.feature": FEATURE.replace("Feature: Links", "Feature: Proof").replace(
                "@employee\n", "@admin\n"
            ),
        }
    )
    _, lines, _ = told("first")
    assert _body(lines) == [
        "  features   1 changed",
        "Proof  features/proof.feature",
        "  It was called “Links”.",
        "  Its file was features/links.feature.",
        "Tags of features",
        "  “Proof”: no longer marked @employee",
        "  “Proof”: now marked @admin",
    ]


def test_scenario_that_stands_under_another_rule_has_moved(repository: Repository, told: Told) -> None:
    repository.replace("  @HUP-LINK-2\n", "  Rule: For a day\n\n  @HUP-LINK-2\n")
    _, lines, _ = told("first")
    assert _body(lines)[-2:] == [
        "  moved      After <hours> hours (2 rows)",
        "             It stands under the rule “For a day” now, and stood under “Once”.",
    ]


def test_sentence_that_is_reworded_throughout_is_told_once(repository: Repository, told: Told) -> None:
    for number in range(4):
        name = f"features/more{number}.feature"
        repository.commit({name: f"Feature: More {number}\n  Scenario: S{number}\n    Given she is let in\n"})
    repository.git("tag", "--force", "first")
    repository.commit(
        {
            f"features/more{number}.feature": f"Feature: More {number}\n"
            f"  Scenario: S{number}\n    Given she is let in at once\n"
            + ("    Then all is well\n" if number == 0 else "")
            for number in range(4)
        }
    )
    _, lines, _ = told("first")
    assert _body(lines)[2:] == [
        "Reworded throughout",
        "  reworded   in 4 scenarios",
        "             was  Given she is let in",
        "             now  Given she is let in at once",
        "More 0  features/more0.feature",
        "  changed    S0",
        "             +    Then all is well",
    ]


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
    assert _body(lines) == [
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
