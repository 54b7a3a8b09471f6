"""Which runs of scenarios a line of a feature file stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.selection.expressions import SelectionError
from harness.selection.places import Places, absolute_place

if TYPE_CHECKING:
    from pathlib import Path

_FEATURE = """\
@slow
Feature: Links

  Background:
    Given an employee

  # Why this is so.
  @HUP-LINK-3
  Scenario: Used twice
    When she uses the link

    Then she is refused

  @slow
  Rule: A day
    It counts.

    Background:
      Given a link

    @HUP-LINK-4
    Scenario Outline: After <minutes>
      When <minutes> have passed

      @slow
      Examples: in time
        | minutes |
        | 1       |
        | 2       |

      Examples: late
        | minutes |
        | 1441    |

    Scenario: Next day
      When it is tomorrow

# The end.
"""
_TWICE, _OUTLINE, _NEXT = {9}, {28, 29, 33}, {35}
_ALL = _TWICE | _OUTLINE | _NEXT


@pytest.fixture
def feature(tmp_path: Path) -> Path:
    path = tmp_path / "features" / "employee" / "links.feature"
    path.parent.mkdir(parents=True)
    path.write_text(_FEATURE, encoding="utf-8")
    return path


def _chosen(root: Path, feature: Path, *places: str) -> set[int]:
    chosen = Places(places, root=root)
    return {line for line in range(100) if chosen.include(feature, line)} & _ALL


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        (1, _ALL),  # tags of the feature
        (2, _ALL),
        (4, _ALL),  # its background
        (5, _ALL),
        (7, _TWICE),  # a comment above a scenario
        (8, _TWICE),  # its tags
        (9, _TWICE),
        (11, _TWICE),  # a gap between its steps
        (12, _TWICE),
        (14, _OUTLINE | _NEXT),  # tags of a rule
        (15, _OUTLINE | _NEXT),
        (16, _OUTLINE | _NEXT),
        (19, _OUTLINE | _NEXT),  # the rule's own background
        (21, _OUTLINE),
        (23, _OUTLINE),
        (25, {28, 29}),  # tags of a table
        (26, {28, 29}),
        (27, {28, 29}),
        (29, {29}),  # a row
        (33, {33}),
        (36, _NEXT),
    ],
)
def test_line_stands_for(tmp_path: Path, feature: Path, line: int, runs: set[int]) -> None:
    assert _chosen(tmp_path, feature, f"{feature}:{line}") == runs


def test_several_lines_and_places_add_up(tmp_path: Path, feature: Path) -> None:
    assert _chosen(tmp_path, feature, f"{feature}:9:29", f"{feature}:35") == {9, 29, 35}
    assert _chosen(tmp_path, feature, f"{feature}:9", str(feature)) == _ALL
    assert _chosen(tmp_path, feature, str(feature.parent.parent)) == _ALL
    other = feature.with_name("other.feature")
    other.write_text("Feature: Other\n")
    assert _chosen(tmp_path, feature, str(other)) == set()


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (
            "links.feature:13",
            "features/employee/links.feature:13: no scenario stands there (the line is blank); ",
        ),
        ("links.feature:13", "; the nearest is 'Used twice' in line 9"),
        ("links.feature:999", "links.feature:999: no scenario stands there (the file has 38)"),
        ("links.feature:0", "links.feature:0: no scenario stands there"),
        (
            "lnks.feature",
            "there is no features/employee/lnks.feature; did you mean features/employee/links.feature?",
        ),
        (
            "../links.feature",
            "there is no features/links.feature; did you mean features/employee/links.feature?",
        ),
        ("../emploee", "there is no features/emploee; did you mean features/employee?"),
        ("../employee:3", "features/employee is a folder, which has no lines"),
        ("../../empty", "empty has no feature file in it"),
        ("x" * 5_000, "there is no features/employee/xxx"),
        ("links.feature:" + "9" * 5_000, "there is no features/employee/links.feature:999"),
        ("../../README.md", "README.md is no feature file"),
        ("broken.feature:1", "features/employee/broken.feature:4: "),
        ("nothing.feature:1", "features/employee/nothing.feature:1: There is no feature in this file."),
        ("bytes.feature:1", "features/employee/bytes.feature:1: This file is not in UTF-8."),
    ],
)
def test_place_that_is_not_there(tmp_path: Path, feature: Path, place: str, told: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "README.md").touch()
    feature.with_name("broken.feature").write_text(
        "Feature: B\n  Scenario: S\n    Given rain\n    If it rains\n"
    )
    feature.with_name("nothing.feature").write_text("# to be written\n")
    feature.with_name("bytes.feature").write_bytes(b"Feature: \xff\n")
    with pytest.raises(SelectionError) as raised:
        Places([absolute_place(place, bases=[feature.parent])], root=tmp_path)
    assert told in str(raised.value)


def test_path_is_meant_from_the_first_folder_that_has_it(tmp_path: Path, feature: Path) -> None:
    bases = [feature.parent, tmp_path]
    assert absolute_place("links.feature:3:5", bases=bases) == f"{feature}:3:5"
    assert absolute_place("features/employee/links.feature", bases=bases) == str(feature)
    assert absolute_place("none.feature", bases=bases) == str(tmp_path / "none.feature")
