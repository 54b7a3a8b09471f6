"""How a scenario's difference is told: a few lines, in the words of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.changes.account import CAME, NOW, WAS, WENT, Detail
from harness.report.condense import clip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from harness.changes.comparison import Shared
    from harness.changes.differences import Change, Difference
    from harness.changes.written import Row, Sentence
    from harness.rulebook import Rule

_MOST_ROWS: Final = 5
_LONGEST_TEXT: Final = 200


def details_of(
    found: Difference, rules: Mapping[str, Rule], told: Collection[Change[Sentence]], shared: Shared
) -> Iterator[Detail]:
    """Yield what is different, but for what is `told` of several or `shared` by all of the feature's."""
    lost = [rule for rule in found.rules_lost if rule not in shared.rules_lost]
    gained = [rule for rule in found.rules_gained if rule not in shared.rules_gained]
    yield from rules_details(lost, gained, rules, "It")
    for change in found.sentences:
        if change not in told:
            yield from sentence_details(change)
    if found.is_reordered:
        yield Detail("", "Its sentences are in another order.")
    yield from _row_details(found.rows)
    for sentence in found.otherwise:
        yield Detail("", sentence)


def rules_details(
    lost: Sequence[str], gained: Sequence[str], rules: Mapping[str, Rule], who: str
) -> Iterator[Detail]:
    """Yield which rules it, or they, check no longer, and which now."""
    check = "check" if who == "They" else "checks"
    for rule in lost:
        yield Detail("", f"{who} no longer {check} {titled(rule, rules)}.")
    for rule in gained:
        yield Detail("", f"{who} now {check} {titled(rule, rules)}.")


def sentence_details(change: Change[Sentence]) -> Iterator[Detail]:
    """Yield what has become of a sentence."""
    old, new = change.old, change.new
    if old is None or new is None:
        if new is not None:
            yield Detail(CAME, spoken(new))
        if old is not None:
            yield Detail(WENT, spoken(old))
        return
    if (old.kind, old.text) != (new.kind, new.text):
        yield Detail(WAS, spoken(old))
        yield Detail(NOW, spoken(new))
    if old.more != new.more:
        yield Detail("", f"The table below “{new.text}”:")
        yield from _limited([[Detail(WENT, " | ".join(row))] for row in old.more if row not in new.more])
        yield from _limited([[Detail(CAME, " | ".join(row))] for row in new.more if row not in old.more])
    if old.quoted != new.quoted:
        yield Detail("", f"The text below “{new.text}”:")
        yield Detail(WAS, clip(" ".join((old.quoted or "(none)").split()), _LONGEST_TEXT))
        yield Detail(NOW, clip(" ".join((new.quoted or "(none)").split()), _LONGEST_TEXT))


def spoken(sentence: Sentence) -> str:
    """Return a sentence with its keyword; And and But mean nothing without what is before them."""
    keyword = sentence.keyword.strip()
    words = {"And", "But", "*"}
    said = f"{sentence.kind.capitalize() if keyword in words or not keyword else keyword} {sentence.text}"
    return f"{said} (with a table of {len(sentence.more)} rows)" if sentence.more else said


def titled(rule: str, rules: Mapping[str, Rule]) -> str:
    """Return a rule's id with its title, where it is known."""
    return f"{rule} ({rules[rule].title})" if rule in rules else rule


def _row_details(changes: Sequence[Change[Row]]) -> Iterator[Detail]:
    if not changes:
        return
    yield Detail("", f"In its table ({_columns(changes)}):")
    gone = [[Detail(WENT, _cells(each.old))] for each in changes if each.old and not each.new]
    come = [[Detail(CAME, _cells(each.new))] for each in changes if each.new and not each.old]
    became = [
        [Detail(WAS, _cells(each.old)), Detail(NOW, _cells(each.new))]
        for each in changes
        if each.old and each.new
    ]
    for details in (gone, became, come):
        yield from _limited(details)


def _columns(changes: Sequence[Change[Row]]) -> str:
    rows = [each.new or each.old for each in changes]
    return " | ".join(next(row.columns for row in rows if row is not None))


def _cells(row: Row) -> str:
    return " | ".join(row.cells)


def _limited(changes: Sequence[Sequence[Detail]]) -> Iterator[Detail]:
    for details in changes[:_MOST_ROWS]:
        yield from details
    if len(changes) > _MOST_ROWS:
        yield Detail("", f"… and {len(changes) - _MOST_ROWS} more")
