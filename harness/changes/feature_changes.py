"""What has become of features and scenarios, in sections and entries; what many share is told once."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from harness.changes.account import (
    ADDED,
    CHANGED,
    MOVED,
    NOW,
    REMOVED,
    RENAMED,
    REWORDED,
    WAS,
    Detail,
    Entry,
    Section,
)
from harness.changes.comparison import FeatureChange, Shared, compare, throughout
from harness.changes.scenario_words import details_of, rules_details, sentence_details

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from harness.changes.differences import Change, Difference
    from harness.changes.faring import Faring
    from harness.changes.written import Feature, Scenario, Sentence, Writings

_NAMED: Final = 3
"""So many features are named, more are counted."""
_RANKS: Final = {what: at for at, what in enumerate((REMOVED, CHANGED, RENAMED, MOVED, ADDED))}


@dataclass
class FeatureChanges:
    """Sections of features, those first in which something was lost, and what was counted for them."""

    sections: list[Section] = field(default_factory=list)
    features: Counter[str] = field(default_factory=Counter)
    scenarios: Counter[str] = field(default_factory=Counter)
    named: list[Scenario] = field(default_factory=list)
    """Those that are told of and still exist."""


def feature_changes(old: Writings, new: Writings, faring: Faring) -> FeatureChanges:
    """Compare what could be read on both sides."""
    unread = old.problems.keys() | new.problems.keys()
    found = compare(
        {path: each for path, each in old.features.items() if path not in unread},
        {path: each for path, each in new.features.items() if path not in unread},
    )
    everywhere = throughout(found)
    teller = _Teller(old, new, faring, frozenset(everywhere))
    sections = [teller.section(each) for each in found]
    told = teller.told
    told.sections = sorted(filter(None, sections), key=_rank)
    if everywhere:
        entries = [
            Entry(REWORDED, f"in {count} scenarios", details=list(sentence_details(change)))
            for change, count in everywhere.items()
        ]
        told.sections.insert(0, Section("Reworded throughout", entries=entries))
    tags = _tags(found)
    return replace(told, sections=[*told.sections, tags] if tags else told.sections)


class _Teller:
    def __init__(
        self, old: Writings, new: Writings, faring: Faring, everywhere: frozenset[Change[Sentence]]
    ) -> None:
        self.told = FeatureChanges()
        self._old = old
        self._rules = {**old.rules, **new.rules}
        self._faring = faring
        self._everywhere = everywhere

    def section(self, found: FeatureChange) -> Section:
        feature = found.new or found.old
        if feature is None:
            return Section("")
        section = Section(feature.name, place=feature.path)
        if found.old is None or found.new is None:
            section.what = REMOVED if found.new is None else ADDED
        shared = found.shared
        section.details = list(self._of_feature(found, shared))
        section.entries += [self._removed(each) for each in found.removed]
        stayed = (self._stayed(each, found, shared) for each in found.stayed)
        section.entries += [entry for entry in stayed if entry is not None]
        section.entries += [self._added(each) for each in found.added]
        if section:
            self.told.features[section.what or CHANGED] += 1
        return section.in_order()

    def _of_feature(self, found: FeatureChange, shared: Shared) -> Iterator[Detail]:
        if found.old is not None and found.new is not None:
            yield from _feature_details(found.old, found.new)
        for was, is_ in shared.groups.items():
            yield Detail("", f"The rule “{was}” in it is now called “{is_}”.")
        changes = [each for each in shared.changes if each not in self._everywhere]
        common = [
            *rules_details(sorted(shared.rules_lost), sorted(shared.rules_gained), self._rules, "They"),
            *(detail for change in changes for detail in sentence_details(change)),
        ]
        if common:
            yield Detail("", "In all scenarios that it had before:")
            yield from common

    def _removed(self, scenario: Scenario) -> Entry:
        self.told.scenarios[REMOVED] += 1
        return Entry(REMOVED, _name(scenario), checks=sorted(scenario.rules))

    def _added(self, scenario: Scenario) -> Entry:
        self.told.scenarios[ADDED] += 1
        self.told.named.append(scenario)
        return Entry(
            ADDED,
            _name(scenario),
            states=self._faring.states([scenario]),
            checks=sorted(scenario.rules),
            sentence=self._faring.sentence(scenario),
        )

    def _stayed(self, each: Difference, found: FeatureChange, shared: Shared) -> Entry | None:
        details = list(details_of(each, self._rules, self._everywhere | shared.changes, shared))
        what = CHANGED if details else ""
        if found.is_from_elsewhere(each):
            details.insert(
                0, Detail("", f"It was in the feature “{self._old.features[each.old.path].name}”.")
            )
            what = MOVED
        elif shared.groups.get(each.old.group, each.old.group) != each.new.group:
            details.insert(0, Detail("", _regrouped(each)))
            what = what or MOVED
        if each.is_renamed:
            details.insert(0, Detail("", f"It was called “{each.old.name}”."))
            what = RENAMED if what in {"", RENAMED} else what
        if not what:
            return None
        self.told.scenarios[what] += 1
        self.told.named.append(each.new)
        return Entry(
            what,
            _name(each.new),
            states=self._faring.states([each.new]),
            sentence=self._faring.sentence(each.new),
            details=details,
        )


def _feature_details(old: Feature, new: Feature) -> Iterator[Detail]:
    if old.name != new.name:
        yield Detail("", f"It was called “{old.name}”.")
    if old.path != new.path:
        yield Detail("", f"Its file was {old.path}.")
    if old.description != new.description:
        yield Detail("", "It is described anew:" if new.description else "Its description is gone:")
        yield from (Detail(WAS, old.description), Detail(NOW, new.description or "(nothing)"))


def _tags(found: Iterable[FeatureChange]) -> Section:
    """Return in a line for each tag which features it came to, or left: it is what engineers run them by."""
    marked: defaultdict[str, list[str]] = defaultdict(list)
    for each in found:
        if each.old is not None and each.new is not None:
            for tag in each.new.tags - each.old.tags:
                marked[f"now marked @{tag}"].append(each.new.name)
            for tag in each.old.tags - each.new.tags:
                marked[f"no longer marked @{tag}"].append(each.new.name)
    return Section(
        "Tags of features", details=[Detail("", _marked(*item)) for item in sorted(marked.items())]
    )


def _marked(what: str, names: Sequence[str]) -> str:
    if len(names) <= _NAMED:
        return f"{', '.join(f'“{name}”' for name in names)}: {what}"
    return f"{len(names)} features: {what}"


def _regrouped(found: Difference) -> str:
    now, was = found.new.group, found.old.group
    stands = f"It stands under the rule “{now}”" if now else "It stands under no rule of the file"
    return f"{stands} now, and stood under “{was}”." if was else f"{stands} now."


def _name(scenario: Scenario) -> str:
    count = len(scenario.rows)
    rows = f" ({count} row{'' if count == 1 else 's'})" if scenario.is_outline else ""
    return f"{scenario.name}{rows}"


def _rank(section: Section) -> tuple[bool, int]:
    """Put new features last, and others by the most important thing that happened in them."""
    return section.what == ADDED, min(
        [_RANKS[entry.what] for entry in section.entries] + ([0] if section.what == REMOVED else []),
        default=len(_RANKS),
    )
