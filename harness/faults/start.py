"""How a measurement begins: anew, or where the last one was stopped; and what of that still counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.faults.breach import FaultsError, chosen
from harness.faults.hunt import now
from harness.faults.place import digest_of, revision_of
from harness.faults.record import Measurement
from harness.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from harness.faults.breach import Breach
    from harness.faults.options import Options


def begin(
    options: Options, known: Sequence[Breach], rules: Iterable[str], path: Path
) -> tuple[Measurement, list[str]]:
    """Return what is to be measured, and what the user has to know of it. Raises FaultsError."""
    before = None if options.fresh else _before(path, must_be_there=options.resume)
    names = {each.name for each in known}
    broken = {rule for each in known for rule in each.rules}
    made = Measurement(
        revision=revision_of(ROOT),
        digest=digest_of(ROOT),
        started=now(),
        patience=options.patience,
        jobs=options.jobs,
        asked=[each.name for each in chosen(known, options.words)],
        is_whole=not options.words,
        outcomes={name: each for name, each in before.outcomes.items() if name in names} if before else {},
    )
    notices: list[str] = []
    if options.resume and before is not None:
        notices = _go_on(made, before, names)
    if made.is_whole:
        made.without = [rule for rule in rules if rule not in broken]
    if not made.asked:
        raise FaultsError("there is no fault yet: add one to faults/library")
    return made, notices


def _before(path: Path, *, must_be_there: bool) -> Measurement | None:
    before = Measurement.read(path)
    if must_be_there and (before is None or before.finished is not None):
        why = "there is nothing" if before is None else "the last one came to its end, so there is nothing"
        raise FaultsError(f"{why} to resume in {path.parent}: begin with ./run faults")
    return before


def _go_on(made: Measurement, before: Measurement, names: set[str]) -> list[str]:
    """Take over what was asked for, and what was measured with the same files."""
    made.is_whole = before.is_whole
    if not before.is_whole:
        made.asked = [name for name in before.asked if name in names]
    if before.digest != made.digest:
        of = f"is of other files than these (revision {before.revision or 'unknown'})"
        return [f"what was measured before ({len(before.done)}) {of}: all is measured again"]
    made.started, made.seconds = before.started, before.seconds
    made.features = before.features
    made.done = [name for name in before.done if name in set(made.asked)]
    return [f"resumed after {len(made.done)} of {len(made.asked)}"]
