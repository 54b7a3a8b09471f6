"""What each rule's scenarios would notice, as `./run faults` has measured it; the run itself adds nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from harness.faults.breach import FaultsError
from harness.faults.place import digest_of
from harness.faults.record import Measurement, Result
from harness.living_docs.words import Said, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from harness.faults.record import Outcome
    from harness.living_docs.library import Library

MEASURE: Final = "./run faults"
_SAID: Final = {
    Result.CAUGHT: Said("noticed", "✓", "good"),
    Result.SURVIVED: Said("not noticed", "✗", "bad"),
    Result.ELSEWHERE: Said("noticed by another rule only", "≠", "bad"),
    Result.BROKE: Said("no proof", "?", "bad"),
    Result.UNPROVEN: Said("not proven", "‽", "bad"),
}


@dataclass(frozen=True)
class FaultEntry:
    """A way to break the portal, and what noticed."""

    outcome: Outcome
    said: Said
    page: str
    """Address of the scenario that noticed, or of its feature where this run did not have it; "" for none."""
    is_old: bool
    """Whether the portal or the features were changed since."""


@dataclass
class FaultsView:
    by_rule: dict[str, list[FaultEntry]] = field(default_factory=dict)
    """Those that were noticed come last."""
    sentence: str = f"Not measured yet what the features would notice: {MEASURE}"
    """What is to be said of all of them."""
    tone: str = "idle"
    when: str = ""
    """When all of that was measured, and of what."""

    def when_of(self, rule_id: str) -> str:
        return _when(self.by_rule.get(rule_id, ()))


def read_faults(path: Path | None, library: Library, root: Path) -> FaultsView:
    """Read what was measured. A file that cannot be read is told in the sentence."""
    try:
        measured = Measurement.read(path) if path is not None else None
    except FaultsError as error:
        return FaultsView(sentence=f"What the features would notice is not known: {error}", tone="unsure")
    if measured is None or not measured.outcomes:
        return FaultsView()
    digest = digest_of(root)
    pages = {each.node_id: f"scenarios/{each.key}.html" for one in library.features for each in one.present}
    entries = [
        FaultEntry(
            each,
            _SAID[each.result],
            pages.get(each.scenario or "", _feature(each, library)),
            is_old=each.digest != digest,
        )
        for each in measured.outcomes.values()
    ]
    view = FaultsView(when=_when(entries))
    for entry in sorted(entries, key=lambda each: each.said.tone == "good"):
        for rule_id in entry.outcome.rules:
            view.by_rule.setdefault(rule_id, []).append(entry)
    view.sentence, view.tone = _verdict(entries, measured)
    return view


def _verdict(entries: Sequence[FaultEntry], measured: Measurement) -> tuple[str, str]:
    good = sum(each.outcome.is_good for each in entries)
    left = [name for name in measured.pending if name not in measured.outcomes]
    said = [f"{good:,} of {plural(len(entries) + len(left), 'fault')} would be noticed"]
    counts = Counter(each.said.word for each in entries if not each.outcome.is_good)
    said += [f"{count} {word}" for word, count in counts.most_common()]
    said += [f"{len(left)} not measured yet"] if left else []
    if measured.without:
        said.append(f"{plural(len(measured.without), 'rule')} without any fault")
    old = any(each.is_old for each in entries)
    tone = "bad" if counts else "unsure" if left or old or measured.without else "good"
    return "; ".join(said), tone


def _when(entries: Iterable[FaultEntry]) -> str:
    """Return when and at which revision they were measured, and whether that is still what there is."""
    found = list(entries)
    if not found:
        return ""
    last = max(found, key=lambda each: each.outcome.measured)
    at = f" at revision {last.outcome.revision}" if last.outcome.revision else ""
    old = sum(each.is_old for each in found)
    some = "" if old in {0, len(found)} else f" for {old} of them"
    before = f", before the last changes of portal or features{some}" if old else ""
    return f"measured {_day(last.outcome.measured)}{at}{before}"


def _day(iso: str) -> str:
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day} {at:%B %Y}"


def _feature(outcome: Outcome, library: Library) -> str:
    entry = library.by_path.get(outcome.place.rpartition(":")[0])
    return entry.page if entry is not None else ""
