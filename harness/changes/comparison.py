"""Two sets of features side by side: each feature with those of its scenarios that came, went and stayed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harness.changes.differences import Difference
from harness.changes.pairs import feature_pairs, scenario_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.changes.differences import Change
    from harness.changes.written import Feature, Scenario, Sentence

_THROUGHOUT: Final = 3
"""In so many scenarios a sentence is reworded in the same way for it to be told once for all of them."""
_ALL: Final = 2
"""Of so many scenarios what they all share is told of their feature."""


@dataclass(frozen=True)
class Shared:
    """What all scenarios of a feature gained or lost alike."""

    changes: frozenset[Change[Sentence]] = frozenset()
    rules_gained: frozenset[str] = frozenset()
    rules_lost: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)
    """What `Rule:`s of the file are called now, by what they were called."""


@dataclass
class FeatureChange:
    """`old` is None for a new feature, and `new` for one that is gone."""

    old: Feature | None
    new: Feature | None
    added: list[Scenario] = field(default_factory=list)
    removed: list[Scenario] = field(default_factory=list)
    stayed: list[Difference] = field(default_factory=list)
    """Those that came from another feature among them."""

    def is_from_elsewhere(self, found: Difference) -> bool:
        return self.old is None or found.old.path != self.old.path

    @property
    def shared(self) -> Shared:
        own = [each for each in self.stayed if not self.is_from_elsewhere(each)]
        groups = dict(_renamed_groups(own))
        if len(own) < _ALL:
            return Shared(groups=groups)
        return Shared(
            frozenset.intersection(*(frozenset(each.sentences) for each in own)),
            frozenset.intersection(*(frozenset(each.rules_gained) for each in own)),
            frozenset.intersection(*(frozenset(each.rules_lost) for each in own)),
            groups,
        )


def compare(before: Mapping[str, Feature], after: Mapping[str, Feature]) -> list[FeatureChange]:
    """Return every feature of either side, each scenario in one of them."""
    paths = feature_pairs(before, after)
    found = {path: FeatureChange(before.get(paths.get(path, "")), feature) for path, feature in after.items()}
    of_old = {earlier: found[path] for path, earlier in paths.items()}
    gone = {path: FeatureChange(feature, None) for path, feature in before.items() if path not in of_old}
    of_old |= gone
    pairs = scenario_pairs(
        [scenario for feature in before.values() for scenario in feature.scenarios],
        [scenario for feature in after.values() for scenario in feature.scenarios],
        paths,
    )
    for pair in pairs:
        if pair.old is not None and pair.new is not None:
            found[pair.new.path].stayed.append(Difference.between(pair.old, pair.new))
        elif pair.old is not None:
            of_old[pair.old.path].removed.append(pair.old)
        elif pair.new is not None:
            found[pair.new.path].added.append(pair.new)
    order = {id(scenario): at for each in after.values() for at, scenario in enumerate(each.scenarios)}
    for each in found.values():
        each.stayed.sort(key=lambda difference: order[id(difference.new)])
    return [*gone.values(), *found.values()]


def throughout(found: Iterable[FeatureChange]) -> dict[Change[Sentence], int]:
    """Return what was reworded in the same way in several scenarios, and in how many."""
    counts = Counter(
        change
        for each in found
        for difference in each.stayed
        for change in set(difference.sentences)
        if change.old is not None and change.new is not None
    )
    return {change: count for change, count in counts.most_common() if count >= _THROUGHOUT}


def _renamed_groups(stayed: Iterable[Difference]) -> Iterable[tuple[str, str]]:
    pairs = {(each.old.group, each.new.group) for each in stayed}
    old, new = Counter(was for was, _ in pairs), Counter(is_ for _, is_ in pairs)
    return ((was, is_) for was, is_ in pairs if was and is_ and was != is_ and old[was] == new[is_] == 1)
