"""Every kind of change in a feature, as `./run changes` tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.changes.conftest import FEATURE, body_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness.changes.conftest import Repository

    Told = Callable[..., tuple[int, list[str], str]]


_LINKS = "Links  features/links.feature"
_RULES = "Rules  rules/rulebook.md"


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
    shown = body_of(lines)
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
    assert body_of(lines) == [
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
    assert body_of(lines)[-4:] == [
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
    assert body_of(lines) == [
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
    assert body_of(lines)[-2:] == [
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
    assert body_of(lines)[2:] == [
        "Reworded throughout",
        "  reworded   in 4 scenarios",
        "             was  Given she is let in",
        "             now  Given she is let in at once",
        "More 0  features/more0.feature",
        "  changed    S0",
        "             +    Then all is well",
    ]
