"""Each check, on a small project that is sound but for one flaw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.rulebook import RULEBOOK, Rule
from harness.vocabulary.feature_checks import features_without_actor, uncovered_rules
from harness.vocabulary.sentences import read_feature
from tests.harness.vocabulary.small_project import SOUND, definition, found_in, small_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.vocabulary.definitions import Kind


def test_sound_project_has_no_problem(tmp_path: Path) -> None:
    assert found_in(small_project(tmp_path)) == {}


@pytest.mark.parametrize(
    ("old", "new", "check", "told"),
    [
        (
            "she is refused\n\n",
            "she is sent away\n\n",
            "undefined_sentences",
            ":12: nothing defines then 'she is sent away'",
        ),
        ("| refused |", "| left out |", "undefined_sentences", ":18: nothing defines then 'she is left out'"),
        (
            "Scenario: Used twice",
            "Scenario: A link after <minutes> minutes",
            "repeated_scenarios",
            ":16: 'A link after <minutes> minutes' is also",
        ),
        ("    @HUP-LINK-3\n", "", "scenarios_without_rule", ":9: 'Used twice' is tagged with no rule"),
        (
            "@HUP-LINK-4",
            "@slow",
            "scenarios_without_rule",
            ":16: 'A link after <minutes> minutes' is tagged with no rule",
        ),
        ("@slow", "@HUP-LINK-99", "unknown_tags", ":1: @HUP-LINK-99 is no rule of rules/rulebook.md"),
        ("@slow", "@quick", "unknown_tags", ":1: @quick is not declared"),
        ("@slow", "@Slow", "unknown_tags", ":1: @Slow: tags other than rules are written in lower case"),
        (
            "| minutes | verdict |",
            "| minutes | result |",
            "flawed_outlines",
            ":21: no step of 'A link after <minutes> minutes' uses the column 'result'",
        ),
        (
            "| minutes | verdict |",
            "| minutes | result |",
            "flawed_outlines",
            ":21: <verdict> of 'A link after <minutes> minutes' has no column",
        ),
        (
            "        | 1439    | let in  |\n        | 1441    | refused |\n",
            "",
            "flawed_outlines",
            ":21: this table has no rows",
        ),
    ],
)
def test_flaw_of_a_feature_is_found(tmp_path: Path, old: str, new: str, check: str, told: str) -> None:
    assert old in SOUND
    found = found_in(small_project(tmp_path, SOUND.replace(old, new, 1)))
    assert any(f"features/links.feature{told}" in problem for problem in found[check]), found


@pytest.mark.parametrize(
    ("tag", "is_right"), [("@slow", False), ("@slow @admin", True), ("@admin @guest", False)]
)
def test_feature_in_an_actors_folder_carries_the_actor(tmp_path: Path, tag: str, *, is_right: bool) -> None:
    sound = small_project(tmp_path, SOUND.replace("@slow", tag))
    assert features_without_actor(sound) == []
    (tmp_path / "features" / "guest").mkdir()
    (tmp_path / "features" / "admin").mkdir()
    moved = sound.features[0].path.rename(tmp_path / "features" / "admin" / "links.feature")
    found = features_without_actor(replace(sound, features=(read_feature(moved),)))
    told = [each.told_from(tmp_path) for each in found]
    start = (
        "features/admin/links.feature:1: each scenario in features/admin is tagged @admin, and with no other"
    )
    assert [each.startswith(start) for each in told] == ([] if is_right else [True])


def test_rule_that_no_scenario_checks_is_found(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    assert uncovered_rules(sound) == []
    spare = Rule("HUP-LINK-5", "Not to be guessed", "Text.", "faq", "Group", 17)
    found = uncovered_rules(replace(sound, rules={**sound.rules, spare.id: spare}))
    # The small project has no rulebook of its own.
    assert [each.told_from(RULEBOOK.parent) for each in found] == [
        "rulebook.md:17: no scenario checks HUP-LINK-5 (Not to be guessed). Write one and tag it @HUP-LINK-5."
    ]


def test_ambiguous_sentence_names_both_definitions(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    second = definition(tmp_path, None, "she is {feeling}", 30)
    found = found_in(replace(sound, definitions=(*sound.definitions, second)))
    assert set(found) == {"ambiguous_sentences"}
    first = found["ambiguous_sentences"][0]
    assert first.startswith("features/links.feature:12: 'she is refused' is defined more than once: ")
    assert (
        'steps/links.py:13 @then("she is refused") and steps/links.py:30 @step("she is {feeling}")' in first
    )


@pytest.mark.parametrize("kind", ["given", "then"])
def test_same_text_in_two_modules_is_found(tmp_path: Path, kind: Kind) -> None:
    sound = small_project(tmp_path)
    twin = definition(tmp_path, kind, "an employee", 3, module="people.py")
    found = found_in(
        replace(sound, definitions=(*sound.definitions, twin), shared=sound.shared | {twin.path})
    )
    told = "steps/people.py:3: 'an employee' already has a definition in steps/links.py:1."
    assert [problem[: len(told)] for problem in found["equal_definitions"]] == [told]


def test_two_decorators_of_one_function_are_no_twins(tmp_path: Path) -> None:
    sound = small_project(tmp_path, SOUND.replace("When she uses the link 2 times", "When an employee", 1))
    both = replace(sound.definitions[0], kind="when")
    assert "equal_definitions" not in found_in(replace(sound, definitions=(*sound.definitions, both)))


def test_unused_definition_is_found(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    spare = definition(tmp_path, "given", "a manager", 40)
    assert found_in(replace(sound, definitions=(*sound.definitions, spare))) == {
        "unused_definitions": [
            'steps/links.py:40: no feature uses @given("a manager"). Take it away, or use it in a scenario.'
        ]
    }


def test_definition_of_another_kind_does_not_count(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    moved = replace(sound.definitions[3], kind="when")
    found = found_in(replace(sound, definitions=(*sound.definitions[:3], moved, sound.definitions[4])))
    assert set(found) == {"undefined_sentences", "unused_definitions"}


def test_definition_in_a_test_module_counts_for_its_features_only(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    elsewhere = replace(sound.definitions[0], path=tmp_path / "tests" / "features" / "test_others.py")
    found = found_in(replace(sound, definitions=(elsewhere, *sound.definitions[1:])))
    assert set(found) == {"undefined_sentences", "unused_definitions"}
    own = replace(sound.definitions[0], path=sound.bindings[0].module)
    assert found_in(replace(sound, definitions=(own, *sound.definitions[1:]))) == {}


def test_unbound_feature_and_scenario_are_found(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    nothing = found_in(replace(sound, bindings=()))
    assert set(nothing) == {"unbound_scenarios"}
    assert nothing["unbound_scenarios"][0].startswith("features/links.feature:1: no test module binds this")
    one = found_in(replace(sound, bindings=sound.bindings[:1]))
    told = "features/links.feature:16: no test module binds the scenario 'A link after <minutes> minutes'."
    assert one == {"unbound_scenarios": [f"{told} Bind it."]}


def test_unlisted_module_of_steps_is_found(tmp_path: Path) -> None:
    sound = small_project(tmp_path)
    forgotten = tmp_path / "steps" / "forgotten.py"
    found = found_in(replace(sound, step_modules=(*sound.step_modules, forgotten)))
    assert set(found) == {"unlisted_step_modules"}
    assert found["unlisted_step_modules"][0].startswith("steps/forgotten.py:1: conftest.py does not list")


def test_background_of_rule_and_placeholders_in_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.feature"
    path.write_text(
        """\
Feature: A
  Rule: R
    Background:
      Given a base
    Scenario Outline: S
      When a table
        | key   |
        | <one> |
      And a text
        \"\"\"
        <two>
        \"\"\"
      Examples:
        | one | two |
        | 1   | 2   |
""",
        encoding="utf-8",
    )
    feature = read_feature(path)
    assert feature.scenarios[0].placeholders == {"one", "two"}
    assert [(each.kind, each.text, each.line) for each in feature.scenarios[0].sentences] == [
        ("given", "a base", 4),
        ("when", "a table", 6),
        ("when", "a text", 9),
    ]
