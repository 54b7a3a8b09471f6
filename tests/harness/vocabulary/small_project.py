"""A small project that is sound, to be given one flaw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_bdd import parsers

from harness.interface_words import Allowed, InterfaceWords
from harness.rulebook import Rule
from harness.vocabulary.bindings import Binding
from harness.vocabulary.checks import CHECKS
from harness.vocabulary.definitions import Definition, Kind
from harness.vocabulary.model import Vocabulary
from harness.vocabulary.sentences import read_feature

if TYPE_CHECKING:
    from pathlib import Path

SOUND = """\
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

WORDS = InterfaceWords(
    words=("button", "link"),
    allowed=(Allowed(word="link", rules=("HUP-LINK-3", "HUP-LINK-4"), reason="It is the rules' subject."),),
)


def definition(
    root: Path, kind: Kind | None, text: str, line: int, *, module: str = "links.py"
) -> Definition:
    parser = parsers.parse(text) if "{" in text else parsers.get_parser(text)
    return Definition(kind, text, parser, root / "steps" / module, line, f"function_{line}")


def small_project(root: Path, feature: str = SOUND) -> Vocabulary:
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
            definition(root, "given", "an employee", 1),
            definition(root, "when", "she uses the link {number:d} times", 5),
            definition(root, "when", "{minutes:d} minutes have passed", 9),
            definition(root, "then", "she is refused", 13),
            definition(root, "then", "she is let in", 17),
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
        interface_words=WORDS,
    )


def found_in(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Everything that any check finds, by check."""
    return {
        check.__name__: [problem.told_from(vocabulary.root) for problem in problems]
        for check in CHECKS
        if (problems := check(vocabulary))
    }
