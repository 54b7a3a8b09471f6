"""What has become of the rules: those that went, were reworded, came, or are no longer checked."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Final

from harness.changes.account import (
    ADDED,
    CHECKED,
    NOW,
    REMOVED,
    REWORDED,
    UNCHECKED,
    WAS,
    Detail,
    Entry,
    Section,
)
from harness.changes.revisions import RULEBOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.changes.faring import Faring
    from harness.changes.written import Writings
    from harness.rulebook import Rule

_MOST_TEXTS: Final = 8
"""Of so many new rules the texts are shown; of more, the titles have to do."""
_SOURCES: Final = {"faq": "from the FAQ", "derived": "derived", "quality": "a quality"}


def rule_section(old: Writings, new: Writings, faring: Faring) -> tuple[Section, Counter[str]]:
    """Return what happened to rules, and how often; nothing where a rulebook could not be read."""
    section = Section("Rules", place=RULEBOOK)
    if RULEBOOK in old.problems or RULEBOOK in new.problems:
        return section, Counter()
    checked_before, checked = old.checked(), new.checked()
    for id_, rule in old.rules.items():
        if id_ not in new.rules:
            section.entries.append(Entry(REMOVED, rule.title, id_, details=[Detail("", rule.text)]))
    are_many = len(new.rules.keys() - old.rules.keys()) > _MOST_TEXTS
    for id_, rule in new.rules.items():
        before = old.rules.get(id_)
        if before is None:
            entry = Entry(ADDED, rule.title, id_, details=[] if are_many else [Detail("", rule.text)])
        else:
            entry = Entry(REWORDED, rule.title, id_, details=list(_differences(before, rule)))
            if id_ in checked_before and id_ not in checked:
                entry.what = UNCHECKED
        if entry.details or entry.what != REWORDED:
            entry.states = faring.states(checked.get(id_, ()))
            section.entries.append(entry)
    newly = [id_ for id_ in new.rules if id_ in old.rules and id_ in checked and id_ not in checked_before]
    for told, ids in (
        ("No scenario checks any more", [entry.id for entry in section.entries if entry.what == UNCHECKED]),
        ("New, and checked by no scenario", [id_ for id_ in new.rules if id_ not in {*old.rules, *checked}]),
        ("Checked for the first time", newly),
    ):
        if ids:
            section.details.append(Detail("", f"{told}: {spans(ids)}."))
    counts = Counter(entry.what for entry in section.entries)
    return section.in_order(), counts + Counter({CHECKED: len(newly)})


def spans(ids: Sequence[str]) -> str:
    """Return ids in short: HUP-LINK-1, HUP-BUY-1 to 4."""
    told = []
    keyed = [(name, int(number)) for name, _, number in (id_.rpartition("-") for id_ in ids)]
    for _, same in groupby(enumerate(keyed), key=lambda each: (each[1][0], each[1][1] - each[0])):
        run = [numbered for _, numbered in same]
        name, first = run[0]
        told.append(f"{name}-{first}" + (f" to {run[-1][1]}" if len(run) > 1 else ""))
    return ", ".join(told)


def _differences(old: Rule, new: Rule) -> Iterator[Detail]:
    if old.title != new.title:
        yield Detail("", f"It was called: {old.title}")
    if old.text != new.text:
        yield Detail(WAS, old.text)
        yield Detail(NOW, new.text)
    if old.source != new.source:
        yield Detail("", f"It is now {_SOURCES[new.source]}, and was {_SOURCES[old.source]}.")
    if old.group != new.group:
        yield Detail("", f"It stands in the chapter “{new.group}” now, and stood in “{old.group}”.")
