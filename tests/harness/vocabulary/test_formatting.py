"""Feature files are laid out in one way, and mean afterwards what they meant before."""

from __future__ import annotations

import random
import re

import pytest

from harness.vocabulary import formatting
from harness.vocabulary.formatting import NotFormattedError, first_difference, formatted

_GOOD = '''\
# Of the legal department.
@employee @slow
Feature: Links
  Whoever follows one is let in.

  - once
    - and no more

  Background:
    Given an employee

  # more steps: the law wants it
  @HUP-LINK-3
  Scenario: Used twice
    About a link.

    When she uses the link
      | kind | of \\| it | empty |
      # a note
      | a\\\\b | ä漢字    |       |
    And she reads
      """json
      {
        "key":   1

      }
      """
    # then it comes
    Then she is refused

  Rule: A day
    It counts from the mail.

    Background:
      * time has passed

    @HUP-LINK-4
    Scenario Outline: After <minutes> minutes
      But <minutes> minutes have passed

      # in time
      @slow
      Examples: in time
        | minutes |
        | 1439    |

      Examples:
        The rest.

        | minutes |
        | 1441    |

# The end.
'''
_MOVABLE = re.compile(r"[#@|*]|Feature|Rule|Background|Scenario|Examples|(Given|When|Then|And|But) ")
_CROOKED = """\
# Of the legal department.
@employee
   @slow # by the law
Feature:   Links
Whoever follows one is let in.


Background:
Given   an employee
\tAnd another one

    Scenario:   Used twice

    When she uses the link

       |kind|of it|
  |a|longer than that|

"""
_STRAIGHT = """\
# Of the legal department.
# by the law
@employee @slow
Feature: Links
  Whoever follows one is let in.

  Background:
    Given an employee
    And another one

  Scenario: Used twice
    When she uses the link
      | kind | of it            |
      | a    | longer than that |
"""


def test_good_file_stays_as_it_is() -> None:
    assert formatted(_GOOD) == _GOOD
    assert first_difference(_GOOD) is None


def test_crooked_file_is_straightened() -> None:
    assert formatted(_CROOKED) == _STRAIGHT
    assert first_difference(_CROOKED) == (2, "# by the law")


@pytest.mark.parametrize("seed", range(20))
def test_whatever_was_done_to_the_layout_is_undone(seed: int) -> None:
    assert formatted(_disturbed(_GOOD, random.Random(seed))) == _GOOD  # noqa: S311 - no secret is made


def test_other_languages_keep_their_keywords() -> None:
    german = "# language: de\n@employee\nFunktionalität: Links\n\n  Szenario: Eins\n    Wenn er kommt\n"
    assert formatted(german) == german
    assert formatted(german.replace("  ", " ")) == german


@pytest.mark.parametrize("end", ["", "\n\n\n", "\r\n"])
def test_file_ends_with_one_line_break(end: str) -> None:
    assert formatted(f"Feature: A{end}") == "Feature: A\n"


def test_byte_order_mark_goes() -> None:
    assert formatted(f"\ufeff{_GOOD}") == _GOOD
    assert first_difference(f"\ufeff{_GOOD}") == (1, _GOOD.partition("\n")[0])


def test_what_is_no_gherkin_is_left_alone() -> None:
    with pytest.raises(NotFormattedError, match=r"this is no Gherkin: \(4:1\): .*got 'Whenever it snows'"):
        formatted("Feature: A\n  Scenario: S\n    When it rains\nWhenever it snows\n")


@pytest.mark.parametrize("fault", [("kind", "sort"), ("|", "|")])
def test_fault_of_the_formatter_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, fault: tuple[str, str]
) -> None:
    monkeypatch.setattr(formatting, "_ESCAPES", [("\\", "\\\\"), fault])
    with pytest.raises(NotFormattedError, match="it would mean something else after it"):
        formatted(_GOOD)


def _disturbed(text: str, chance: random.Random) -> str:
    """Return the same feature with other indentation, blank lines between lines, and spaces in tables."""
    lines: list[str] = []
    for line in text.splitlines():
        bare = line.strip()
        if not _MOVABLE.match(bare):  # a description or a text, whose lines are the writer's
            lines.append(line)
            continue
        if bare.startswith("|"):
            bare = bare.replace(" | ", chance.choice(["|", "  |", " |   "]))
        if bare.startswith("@"):
            bare = bare.replace(" ", chance.choice([" ", "   ", "\n \n"]))
        lines.append(f"{' ' * chance.randrange(9)}{bare}{' ' * chance.randrange(3)}")
        lines += [" "] * chance.randrange(3)
    return "\n".join(lines)


def test_description_below_a_comment_stays() -> None:
    text = "Feature: F\n\n  Rule: R\n    # why\n\n    Some words\n"
    assert formatted(text) == "Feature: F\n\n  Rule: R\n    # why\n    Some words\n"


@pytest.mark.parametrize("odd", ["\f", "\v", "\x1c", "\x85", "\u2028"])
def test_what_begins_a_line_elsewhere_begins_none_in_a_description(odd: str) -> None:
    text = f"Feature: F\n  one{odd}\n    two{odd}three\n"
    assert formatted(text) == f"Feature: F\n  one\n    two{odd}three\n"
    assert formatted(formatted(text)) == formatted(text)


def test_tag_without_a_name_stays_for_the_checks_to_tell_of() -> None:
    assert formatted("@ @a\nFeature: F\n") == "@ @a\nFeature: F\n"
