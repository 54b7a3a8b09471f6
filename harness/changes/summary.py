"""The whole account of what has changed between two snapshots."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.changes.account import IN_ORDER, UNCHECKED, Account
from harness.changes.feature_changes import feature_changes
from harness.changes.rule_changes import rule_section
from harness.changes.written import Writings

if TYPE_CHECKING:
    from harness.changes.faring import Faring
    from harness.changes.revisions import Snapshot


def account_of(old: Snapshot, new: Snapshot, faring: Faring) -> Account:
    """Compare two snapshots, and say how the newer one fares."""
    before, after = Writings.of(old), Writings.of(new)
    rules, of_rules = rule_section(before, after, faring)
    features = feature_changes(before, after, faring)
    counts = {
        "rules": of_rules,
        "scenarios": features.scenarios,
        "features": features.features,
    }
    return Account(
        old.label,
        new.label,
        [(kind, _counted(found)) for kind, found in counts.items() if found],
        [section for section in (rules, *features.sections) if section],
        [*before.problems.values(), *(each for each in after.problems.values())],
        faring.states(features.named),
        faring.told(new.commit, (each for feature in after.features.values() for each in feature.scenarios)),
    )


def _counted(found: Counter[str]) -> str:
    """Return how much of what, in the order in which it is told."""
    words = {UNCHECKED: "no longer checked"}
    return ", ".join(f"{found[what]} {words.get(what, what)}" for what in IN_ORDER if found[what])
