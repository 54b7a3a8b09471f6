"""Which scenario of the newer revision is which of the older one, where its name or place has changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from harness.changes.written import Feature, Scenario

# Tried on this project's own past: below these, what is found has been written anew.
_SAME_STEPS: Final = 0.8
_LIKE_STEPS: Final = 0.6
_LIKE_NAME: Final = 0.6
"""Of two with steps that are only alike, the names have to be so too."""
_OTHER_RULES: Final = 0.95
"""How much alike the steps are of two that check different rules, and are the same all the same."""
_SAME_FEATURE: Final = 0.5
"""The share of a file's scenarios that another one has to have, for it to be the same file elsewhere."""


@dataclass(frozen=True)
class Pair:
    """None where there was nothing, or is nothing any more."""

    old: Scenario | None
    new: Scenario | None


def feature_pairs(old: Mapping[str, Feature], new: Mapping[str, Feature]) -> dict[str, str]:
    """Return the paths of features that are the same, from the newer to the older."""
    found = {path: path for path in new if path in old}
    gone = {path: old[path] for path in old if path not in new}
    for path, feature in new.items():
        if path in found:
            continue
        names = {scenario.name for scenario in feature.scenarios}
        for earlier, before in gone.items():
            common = sum(scenario.name in names for scenario in before.scenarios)
            most = max(len(before.scenarios), len(names), 1)
            if before.name == feature.name or common / most >= _SAME_FEATURE:
                found[path] = earlier
                del gone[earlier]
                break
    return found


def scenario_pairs(old: Iterable[Scenario], new: Iterable[Scenario], paths: Mapping[str, str]) -> list[Pair]:
    """Return each scenario of either revision once. `paths` are those of the features, as paired above."""
    pairing = _Pairing(list(old), list(new), paths)
    pairing.by(lambda each, path: (path, each.name))
    pairing.by(lambda each, _: (each.name, each.sentences))
    pairing.by(lambda each, path: (path, each.sentences, each.rows))
    pairing.by_likeness()
    return [
        *pairing.found,
        *(Pair(each, None) for each in pairing.old),
        *(Pair(None, each) for each in pairing.new),
    ]


class _Pairing:
    def __init__(self, old: list[Scenario], new: list[Scenario], paths: Mapping[str, str]) -> None:
        self.old = old
        self.new = new
        self.found: list[Pair] = []
        self._paths = paths

    def by(self, key: Callable[[Scenario, str], object]) -> None:
        """Pair those with the same key, of several the first with the first."""
        waiting: defaultdict[object, list[Scenario]] = defaultdict(list)
        for each in self.old:
            waiting[key(each, each.path)].append(each)
        left = []
        for each in self.new:
            candidates = waiting[key(each, self._earlier_path(each))]
            if candidates:
                self.found.append(Pair(candidates.pop(0), each))
            else:
                left.append(each)
        self.new = left
        self._leave_out()

    def by_likeness(self) -> None:
        scored = []
        for at_new, new in enumerate(self.new):
            matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
            matcher.set_seq2(new.words)
            for at_old, old in enumerate(self.old):
                score = _likeness(old, new, matcher, is_same_file=old.path == self._earlier_path(new))
                if score:
                    scored.append((score, -at_new, -at_old))
        taken_new: set[int] = set()
        taken_old: set[int] = set()
        for _, at_new, at_old in sorted(scored, reverse=True):
            if at_new not in taken_new and at_old not in taken_old:
                taken_new.add(at_new)
                taken_old.add(at_old)
                self.found.append(Pair(self.old[-at_old], self.new[-at_new]))
        self.new = [each for at, each in enumerate(self.new) if -at not in taken_new]
        self._leave_out()

    def _earlier_path(self, scenario: Scenario) -> str:
        return self._paths.get(scenario.path, scenario.path)

    def _leave_out(self) -> None:
        paired = Counter(id(pair.old) for pair in self.found)
        self.old = [each for each in self.old if id(each) not in paired]


def _likeness(old: Scenario, new: Scenario, matcher: SequenceMatcher[str], *, is_same_file: bool) -> float:
    """Return how much alike they are, 0 where they are not the same scenario."""
    matcher.set_seq1(old.words)
    # The first two are cheap, and never less than the last.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _LIKE_STEPS:
        return 0.0
    steps = matcher.ratio()
    name = like(old.name, new.name)
    if steps < (_SAME_STEPS if name < _LIKE_NAME else _LIKE_STEPS):
        return 0.0
    if old.rules.isdisjoint(new.rules) and steps < _OTHER_RULES and (old.rules or new.rules):
        return 0.0
    return steps + name / 2 + (0.25 if is_same_file else 0.0)


def like(one: str, other: str) -> float:
    """Return how much of two texts is the same words, from 0 to 1."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
