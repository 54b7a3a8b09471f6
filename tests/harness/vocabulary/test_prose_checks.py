"""The checks of layout, length and words, on a small project that is sound but for one flaw."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.interface_words import Allowed
from tests.harness.vocabulary.small_project import SOUND, WORDS, found_in, small_project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("old", "new", "check", "told"),
    [
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
    assert old in SOUND
    found = found_in(small_project(tmp_path, SOUND.replace(old, new, 1)))
    assert any(f"features/links.feature{told}" in problem for problem in found[check]), found


@pytest.mark.parametrize(("steps", "word"), [(0, "fewer"), (6, "more")])
def test_scenario_of_odd_length_may_say_why(tmp_path: Path, steps: int, word: str) -> None:
    then = "      Then she is refused\n"
    odd = SOUND.replace(then, then.replace("Then", "And") * steps, 1)
    assert "scenarios_of_odd_length" in found_in(small_project(tmp_path / "silent", odd))
    for told, is_enough in {"the law wants it": True, "": False}.items():
        reason = f"    # {word} steps: {told}".rstrip()
        said = odd.replace("    @HUP-LINK-3\n", f"{reason}\n    @HUP-LINK-3\n")
        found = found_in(small_project(tmp_path / f"told {told}", said))
        assert ("scenarios_of_odd_length" not in found) is is_enough


@pytest.mark.parametrize(("title", "line"), [("One use", 7), ("A day", 14), ("Links", 2)])
def test_word_in_a_title_is_allowed_by_the_scenarios_below_it(tmp_path: Path, title: str, line: int) -> None:
    project = small_project(tmp_path, SOUND.replace(f": {title}", f": {title} of a button", 1))
    of_a_day = Allowed(word="button", rules=("HUP-LINK-4",), reason="It is the rule's subject.")
    words = WORDS.model_copy(update={"allowed": (*WORDS.allowed, of_a_day)})
    found = found_in(replace(project, interface_words=words)).get("words_of_the_interface", [])
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
    sound = small_project(tmp_path)
    words = WORDS.model_copy(update={"allowed": (*WORDS.allowed, allowed)})
    found = found_in(replace(sound, interface_words=words))
    assert set(found) == {"stale_words_of_the_interface"}
    assert [each.startswith(f"rules/interface-words.toml:1: {told}") for each in found.popitem()[1]] == [True]
