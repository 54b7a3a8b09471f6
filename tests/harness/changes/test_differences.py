"""Which row of a table is taken for which."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from harness.changes.differences import Difference
from harness.changes.written import Row, Scenario, Sentence

_SCENARIO = Scenario(
    path="features/a.feature",
    name="<page>",
    group="",
    description="",
    rules=frozenset(),
    tags=frozenset(),
    sentences=(Sentence("when", "it rains"),),
    rows=(),
    is_outline=True,
)


def _changes(old: list[Row], new: list[Row]) -> list[tuple[str, str]]:
    found = Difference.between(replace(_SCENARIO, rows=tuple(old)), replace(_SCENARIO, rows=tuple(new)))
    return [
        (" ".join(each.old.cells) if each.old else "", " ".join(each.new.cells) if each.new else "")
        for each in found.rows
    ]


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        (("the support of administrators",), ("the store of China",), False),
        (("the checkout of Microsoft 365 Family",), ("the checkout of Microsoft 365 Personal",), True),
        (("China", "one year"), ("China", "two years"), True),
        (("China", "one year"), ("Japan", "two years"), False),
        (("a", "b", "c"), ("a", "x", "y"), False),
    ],
)
def test_row_that_was_reworded(old: tuple[str, ...], new: tuple[str, ...], *, is_same: bool) -> None:
    columns = ("one", "two", "three")[: len(old)]
    changes = _changes([Row(columns, old)], [Row(columns, new)])
    assert len(changes) == (1 if is_same else 2)


def test_rows_in_another_order_say_the_same() -> None:
    rows = [Row(("a", "b"), ("1", "2")), Row(("a", "b"), ("3", "4")), Row(("a", "b"), ("3", "4"))]
    assert _changes(rows, rows[::-1]) == []
    assert _changes(rows, rows[:2]) == [("3 4", "")]
    assert _changes(rows, [Row(("b", "a"), row.cells[::-1]) for row in rows]) == []


def test_tables_of_a_thousand_rows_are_compared_in_no_time() -> None:
    started = time.process_time()
    changes = _changes(
        [Row(("a", "b"), (str(n), f"old {n}")) for n in range(1000)],
        [Row(("a", "b"), (str(n), f"new {n}")) for n in range(1000)],
    )
    assert len(changes) == 2000
    assert time.process_time() - started < 5
