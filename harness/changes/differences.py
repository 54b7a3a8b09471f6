"""How a scenario differs from what it was: in sentences, rows of tables, rules that it checks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import eq
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from harness.changes.pairs import like

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from harness.changes.written import Row, Scenario, Sentence

# Small words make all sentences somewhat alike, and what stands in cells still more so.
_REWORDED: Final = 0.6
_REWORDED_CELL: Final = 0.75
_SAME_CELLS: Final = 0.5
_MOST_COMPARED: Final = 10_000
"""Of more pairs it is not asked which became which: where a hundred rows have changed, nobody reads on."""
Said = TypeVar("Said")


@dataclass(frozen=True)
class Change(Generic[Said]):
    """None where there was nothing, or is nothing any more."""

    old: Said | None
    new: Said | None


@dataclass
class Difference:
    """Between a scenario and what it was."""

    old: Scenario
    new: Scenario
    sentences: list[Change[Sentence]]
    is_reordered: bool
    """Whether sentences that stayed are in another order."""
    rows: list[Change[Row]]
    otherwise: list[str]
    """What else there is, in words."""

    @classmethod
    def between(cls, old: Scenario, new: Scenario) -> Difference:
        sentences, is_reordered = _sentences(old.sentences, new.sentences)
        rows = _rows(old.rows, new.rows)
        otherwise = list(_otherwise(old, new))
        if not rows and not otherwise and old.rows != new.rows:
            otherwise.append("Its rows are grouped anew.")
        return cls(old, new, sentences, is_reordered, rows, otherwise)

    @property
    def is_renamed(self) -> bool:
        return self.old.name != self.new.name

    @property
    def rules_gained(self) -> list[str]:
        return sorted(self.new.rules - self.old.rules)

    @property
    def rules_lost(self) -> list[str]:
        return sorted(self.old.rules - self.new.rules)

    @property
    def is_changed(self) -> bool:
        """Whether it differs in more than its name and place."""
        parts = (self.sentences, self.rows, self.otherwise, self.rules_gained, self.rules_lost)
        return self.is_reordered or any(parts)


def _sentences(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[list[Change[Sentence]], bool]:
    """Return what came, went or was reworded, and whether what stayed has moved."""
    changes: list[Change[Sentence]] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if operation != "equal":
            changes += _paired(old[old_from:old_to], new[new_from:new_to], _sentence_likeness)
    gone = Counter(each.old for each in changes if each.new is None)
    moved = gone & Counter(each.new for each in changes if each.old is None)
    return _without(changes, moved), bool(moved)


def _without(changes: Iterable[Change[Sentence]], moved: Counter[Sentence | None]) -> list[Change[Sentence]]:
    """Leave out what went here and came there."""
    went, came = moved.copy(), moved.copy()
    kept = []
    for change in changes:
        if change.new is None and went[change.old]:
            went[change.old] -= 1
        elif change.old is None and came[change.new]:
            came[change.new] -= 1
        else:
            kept.append(change)
    return kept


def _rows(old: Sequence[Row], new: Sequence[Row]) -> list[Change[Row]]:
    """Return what came, went or was reworded, in whatever order."""
    before, after = Counter(map(_content, old)), Counter(map(_content, new))
    gone, come = before - after, after - before
    return _paired(_taken(old, gone), _taken(new, come), _row_likeness)


def _taken(rows: Iterable[Row], wanted: Counter[object]) -> list[Row]:
    taken = []
    for row in rows:
        if wanted[_content(row)] > 0:
            wanted[_content(row)] -= 1
            taken.append(row)
    return taken


def _content(row: Row) -> object:
    return frozenset(zip(row.columns, row.cells, strict=False))


def _paired(
    old: Sequence[Said], new: Sequence[Said], likeness: Callable[[Said, Said], float]
) -> list[Change[Said]]:
    """Say of each that it is gone, come, or what has become of another; those that are most alike first."""
    became: dict[int, int] = {}
    if len(old) * len(new) <= _MOST_COMPARED:
        scored = sorted(
            (-likeness(was, is_), at_old, at_new)
            for at_old, was in enumerate(old)
            for at_new, is_ in enumerate(new)
        )
        for score, at_old, at_new in scored:
            if score and at_old not in became and at_new not in became.values():
                became[at_old] = at_new
    changes = [Change(was, new[became[at]] if at in became else None) for at, was in enumerate(old)]
    return [*changes, *(Change(None, is_) for at, is_ in enumerate(new) if at not in became.values())]


def _sentence_likeness(old: Sentence, new: Sentence) -> float:
    """Return 0 for one that was not reworded, but gave way to another."""
    likeness = like(old.text, new.text)
    return likeness if likeness >= _REWORDED else 0.0


def _row_likeness(old: Row, new: Row) -> float:
    """Return 0 for rows that are of different cases: of several cells, half have to be the same."""
    if len(old.cells) == len(new.cells) > 1:
        same = sum(map(eq, old.cells, new.cells)) / len(new.cells)
        return same + like(" ".join(old.cells), " ".join(new.cells)) if same >= _SAME_CELLS else 0.0
    likeness = like(" ".join(old.cells), " ".join(new.cells))
    return likeness if likeness >= _REWORDED_CELL else 0.0


def _otherwise(old: Scenario, new: Scenario) -> Iterator[str]:
    if old.is_outline != new.is_outline:
        yield f"It is {'a table of cases now' if new.is_outline else 'a single case now, without a table'}."
    if old.description != new.description:
        yield f"It is described anew: {new.description}" if new.description else "Its description is gone."
    for tag in sorted(new.tags - old.tags):
        yield f"It is now marked @{tag}."
    for tag in sorted(old.tags - new.tags):
        yield f"It is no longer marked @{tag}."
