"""Each check, on a small project that is sound but for one flaw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pytest_bdd import parsers

from harness.interface_words import Allowed, InterfaceWords
from harness.rulebook import RULEBOOK, Rule
from harness.vocabulary.bindings import Binding
from harness.vocabulary.checks import CHECKS
from harness.vocabulary.definitions import Definition, Kind
from harness.vocabulary.feature_checks import features_without_actor, uncovered_rules
from harness.vocabulary.model import Vocabulary
from harness.vocabulary.sentences import read_feature

if TYPE_CHECKING:
    from pathlib import Path

_SOUND = """\
@slow
Feature: Links

  Background:
    Given an employee

  Rule: One use

    @HUP-LINK-3
    Scenario: Used twice
      When she uses the link 2 times
      Then she is refused

  Rule: A day

    Scenario Outline: A link after <minutes> minutes
      When <minutes> minutes have passed
      Then she is <verdict>

      @HUP-LINK-4
      Examples:
        | minutes | verdict |
        | 1439    | let in  |
        | 1441    | refused |
"""

_WORDS = InterfaceWords(
    words=("button", "link"),
    allowed=(Allowed(word="link", rules=("HUP-LINK-3", "HUP-LINK-4"), reason="It is the rules' subject."),),
)


def _definition(
    root: Path, kind: Kind | None, text: str, line: int, *, module: str = "links.py"
) -> Definition:
    parser = parsers.parse(text) if "{" in text else parsers.get_parser(text)
    return Definition(kind, text, parser, root / "steps" / module, line, f"function_{line}")


def _project(root: Path, feature: str = _SOUND) -> Vocabulary:
    path = root / "features" / "links.feature"
    path.parent.mkdir(parents=True)
    path.write_text(feature, encoding="utf-8")
    module = root / "tests" / "features" / "test_links.py"
    steps = root / "steps" / "links.py"
    return Vocabulary(
        root=root,
        features=(read_feature(path),),
        unreadable=(),
        definitions=(
            _definition(root, "given", "an employee", 1),
            _definition(root, "when", "she uses the link {number:d} times", 5),
            _definition(root, "when", "{minutes:d} minutes have passed", 9),
            _definition(root, "then", "she is refused", 13),
            _definition(root, "then", "she is let in", 17),
        ),
        bindings=(
            Binding(module, path, "Used twice"),
            Binding(module, path, "A link after <minutes> minutes"),
        ),
        shared=frozenset({steps}),
        step_modules=(steps,),
        rules={
            rule_id: Rule(rule_id, "Title", "Text.", "faq", "Group", line)
            for rule_id, line in {"HUP-LINK-3": 7, "HUP-LINK-4": 12}.items()
        },
        other_tags=frozenset({"slow"}),
        interface_words=_WORDS,
    )


def _found(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Everything that any check finds, by check."""
    return {
        check.__name__: [problem.told_from(vocabulary.root) for problem in problems]
        for check in CHECKS
        if (problems := check(vocabulary))
    }


def test_sound_project_has_no_problem(tmp_path: Path) -> None:
    assert _found(_project(tmp_path)) == {}


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
        ("  Rule: A day", " Rule: A day", "unformatted_features", ":14: the layout is not the usual one."),
        (
            "| 1441 ",
            "| 1439 ",
            "runs_of_one_name",
            ":24: 'A link after 1439 minutes' is also what line 23 is",
        ),
        ("link after <minutes> minutes", "link", "runs_of_one_name", ":24: 'A link' is also what line 23 is"),
        (
            "Used twice",
            "A link after 1441 minutes",
            "runs_of_one_name",
            ":24: 'A link after 1441 minutes' is",
        ),
        (
            "      Then she is refused\n",
            "",
            "scenarios_of_odd_length",
            ":10: 'Used twice' has 2 steps, those of the background included, and not 3 to 7.",
        ),
        (
            "      Then she is refused\n",
            "      Then she is refused\n" * 6,
            "scenarios_of_odd_length",
            ":10: 'Used twice' has 8 steps",
        ),
        (
            "    @HUP-LINK-3\n",
            "    # fewer steps: it is short\n    @HUP-LINK-3\n",
            "scenarios_of_odd_length",
            ":11: 'Used twice' says why it has fewer steps, but its 3 are usual.",
        ),
        ("twice", "by Buttons", "words_of_the_interface", ":10: 'button' is a word of the interface"),
        ("an employee", "a button", "words_of_the_interface", ":5: 'button' is a word of the interface"),
        ("@HUP-LINK-3", "@slow", "words_of_the_interface", ":11: 'link' is a word of the interface"),
        ("Rule: One use", "Rule: One button", "words_of_the_interface", ":7: 'button' is a word of the"),
    ],
)
def test_flaw_of_a_feature_is_found(tmp_path: Path, old: str, new: str, check: str, told: str) -> None:
    assert old in _SOUND
    found = _found(_project(tmp_path, _SOUND.replace(old, new, 1)))
    assert any(f"features/links.feature{told}" in problem for problem in found[check]), found


@pytest.mark.parametrize(
    ("tag", "is_right"), [("@slow", False), ("@slow @admin", True), ("@admin @guest", False)]
)
def test_feature_in_an_actors_folder_carries_the_actor(tmp_path: Path, tag: str, *, is_right: bool) -> None:
    sound = _project(tmp_path, _SOUND.replace("@slow", tag))
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
    sound = _project(tmp_path)
    assert uncovered_rules(sound) == []
    spare = Rule("HUP-LINK-5", "Not to be guessed", "Text.", "faq", "Group", 17)
    found = uncovered_rules(replace(sound, rules={**sound.rules, spare.id: spare}))
    # The small project has no rulebook of its own.
    assert [each.told_from(RULEBOOK.parent) for each in found] == [
        "rulebook.md:17: no scenario checks HUP-LINK-5 (Not to be guessed). Write one and tag it @HUP-LINK-5."
    ]


@pytest.mark.parametrize(("steps", "word"), [(0, "fewer"), (6, "more")])
def test_scenario_of_odd_length_may_say_why(tmp_path: Path, steps: int, word: str) -> None:
    then = "      Then she is refused\n"
    odd = _SOUND.replace(then, then.replace("Then", "And") * steps, 1)
    assert "scenarios_of_odd_length" in _found(_project(tmp_path / "silent", odd))
    for told, is_enough in {"the law wants it": True, "": False}.items():
        reason = f"    # {word} steps: {told}".rstrip()
        said = odd.replace("    @HUP-LINK-3\n", f"{reason}\n    @HUP-LINK-3\n")
        found = _found(_project(tmp_path / f"told {told}", said))
        assert ("scenarios_of_odd_length" not in found) is is_enough


@pytest.mark.parametrize(("title", "line"), [("One use", 7), ("A day", 14), ("Links", 2)])
def test_word_in_a_title_is_allowed_by_the_scenarios_below_it(tmp_path: Path, title: str, line: int) -> None:
    project = _project(tmp_path, _SOUND.replace(f": {title}", f": {title} of a button", 1))
    of_a_day = Allowed(word="button", rules=("HUP-LINK-4",), reason="It is the rule's subject.")
    words = _WORDS.model_copy(update={"allowed": (*_WORDS.allowed, of_a_day)})
    found = _found(replace(project, interface_words=words)).get("words_of_the_interface", [])
    places = [each.partition(": ")[0] for each in found]
    assert places == ([f"features/links.feature:{line}"] if title == "One use" else [])


@pytest.mark.parametrize(
    ("allowed", "told"),
    [
        (
            Allowed(word="button", rules=("HUP-LINK-3",), reason="R"),
            "no scenario of HUP-LINK-3 uses 'button'",
        ),
        (Allowed(word="link", rules=("HUP-LINK-9",), reason="R"), "HUP-LINK-9 is no rule of rules/rulebook"),
        (
            Allowed(word="door", rules=("HUP-LINK-3",), reason="R"),
            "'door' is allowed, but not among the words",
        ),
    ],
)
def test_stale_exception_for_a_word_is_found(tmp_path: Path, allowed: Allowed, told: str) -> None:
    sound = _project(tmp_path)
    words = _WORDS.model_copy(update={"allowed": (*_WORDS.allowed, allowed)})
    found = _found(replace(sound, interface_words=words))
    assert set(found) == {"stale_words_of_the_interface"}
    assert [each.startswith(f"rules/interface-words.toml:1: {told}") for each in found.popitem()[1]] == [True]


def test_ambiguous_sentence_names_both_definitions(tmp_path: Path) -> None:
    sound = _project(tmp_path)
    second = _definition(tmp_path, None, "she is {feeling}", 30)
    found = _found(replace(sound, definitions=(*sound.definitions, second)))
    assert set(found) == {"ambiguous_sentences"}
    first = found["ambiguous_sentences"][0]
    assert first.startswith("features/links.feature:12: 'she is refused' is defined more than once: ")
    assert (
        'steps/links.py:13 @then("she is refused") and steps/links.py:30 @step("she is {feeling}")' in first
    )


@pytest.mark.parametrize("kind", ["given", "then"])
def test_same_text_in_two_modules_is_found(tmp_path: Path, kind: Kind) -> None:
    sound = _project(tmp_path)
    twin = _definition(tmp_path, kind, "an employee", 3, module="people.py")
    found = _found(replace(sound, definitions=(*sound.definitions, twin), shared=sound.shared | {twin.path}))
    told = "steps/people.py:3: 'an employee' already has a definition in steps/links.py:1."
    assert [problem[: len(told)] for problem in found["equal_definitions"]] == [told]


def test_two_decorators_of_one_function_are_no_twins(tmp_path: Path) -> None:
    sound = _project(tmp_path, _SOUND.replace("When she uses the link 2 times", "When an employee", 1))
    both = replace(sound.definitions[0], kind="when")
    assert "equal_definitions" not in _found(replace(sound, definitions=(*sound.definitions, both)))


def test_unused_definition_is_found(tmp_path: Path) -> None:
    sound = _project(tmp_path)
    spare = _definition(tmp_path, "given", "a manager", 40)
    assert _found(replace(sound, definitions=(*sound.definitions, spare))) == {
        "unused_definitions": [
            'steps/links.py:40: no feature uses @given("a manager"). Take it away, or use it in a scenario.'
        ]
    }


def test_definition_of_another_kind_does_not_count(tmp_path: Path) -> None:
    sound = _project(tmp_path)
    moved = replace(sound.definitions[3], kind="when")
    found = _found(replace(sound, definitions=(*sound.definitions[:3], moved, sound.definitions[4])))
    assert set(found) == {"undefined_sentences", "unused_definitions"}


def test_definition_in_a_test_module_counts_for_its_features_only(tmp_path: Path) -> None:
    sound = _project(tmp_path)
    elsewhere = replace(sound.definitions[0], path=tmp_path / "tests" / "features" / "test_others.py")
    found = _found(replace(sound, definitions=(elsewhere, *sound.definitions[1:])))
    assert set(found) == {"undefined_sentences", "unused_definitions"}
    own = replace(sound.definitions[0], path=sound.bindings[0].module)
    assert _found(replace(sound, definitions=(own, *sound.definitions[1:]))) == {}


def test_unbound_feature_and_scenario_are_found(tmp_path: Path) -> None:
    sound = _project(tmp_path)
    nothing = _found(replace(sound, bindings=()))
    assert set(nothing) == {"unbound_scenarios"}
    assert nothing["unbound_scenarios"][0].startswith("features/links.feature:1: no test module binds this")
    one = _found(replace(sound, bindings=sound.bindings[:1]))
    told = "features/links.feature:16: no test module binds the scenario 'A link after <minutes> minutes'."
    assert one == {"unbound_scenarios": [f"{told} Bind it."]}


def test_unlisted_module_of_steps_is_found(tmp_path: Path) -> None:
    sound = _project(tmp_path)
    forgotten = tmp_path / "steps" / "forgotten.py"
    found = _found(replace(sound, step_modules=(*sound.step_modules, forgotten)))
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
