"""How a measurement of mutants begins: anew, where it was stopped, or with what survived the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.faults.breach import FaultsError
from harness.faults.hunt import now
from harness.faults.mutants.listing import chosen
from harness.faults.mutants.record import MutantsMeasurement
from harness.faults.place import digest_of, revision_of
from harness.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from harness.faults.mutants.listing import Listing, Mutant
    from harness.faults.options import Options
    from harness.faults.record import Outcome

_DEPENDS_ON: Final = ("portal", "features", "steps", "pages", "fixtures")
"""Folders of what decides on whether a mutant is killed."""
_WILD: Final = frozenset("*?[")


def modules_of(options: Options, path: Path) -> list[str]:
    """Return the modules that have to be listed; none for all. Raises FaultsError."""
    if options.resume or options.survivors:
        before = MutantsMeasurement.read(path)
        return before.modules if before is not None else []
    modules = {word.partition(".")[0] for word in options.words}
    return [] if any(_WILD & set(each) for each in modules) else sorted(modules)


def begin(options: Options, listing: Listing, path: Path) -> tuple[MutantsMeasurement, list[str]]:
    """Return what is to be measured, and what the user has to know of it. Raises FaultsError."""
    goes_on = options.resume or options.survivors
    before = None if options.fresh else MutantsMeasurement.read(path)
    if goes_on and before is None:
        raise FaultsError(
            f"there is nothing to go on with in {path.parent}: begin with ./run faults --mutants"
        )
    if options.resume and before is not None and before.finished is not None:
        raise FaultsError(f"the last one in {path.parent} came to its end: there is nothing to resume")
    by_name = {each.name: each for each in listing.mutants}
    outcomes = before.outcomes if before is not None else {}
    asked = chosen(listing, options.words, options.sample, options.seed)
    made = MutantsMeasurement(
        revision=revision_of(ROOT),
        digest=digest_of(ROOT, _DEPENDS_ON),
        started=now(),
        patience=options.patience,
        jobs=options.jobs,
        asked=[each.name for each in asked],
        is_whole=not options.words and options.sample is None,
        outcomes={name: each for name, each in outcomes.items() if _is_of(each, by_name.get(name))},
        modules=modules_of(options, path),
        made=listing.made,
        left_out=listing.left_out,
        equivalent={each.name: each.equivalent for each in listing.mutants if each.equivalent},
        sampled_from=len(chosen(listing, options.words, None, 0)) if options.sample is not None else None,
        at_least=options.at_least,
    )
    notices = _go_on(made, before, options) if goes_on and before is not None else []
    made.equivalent = {name: why for name, why in made.equivalent.items() if name not in made.asked}
    made.bury(listing.mutants)
    if not made.asked:
        raise FaultsError("no mutant is left to measure")
    return made, notices


def _is_of(outcome: Outcome, mutant: Mutant | None) -> bool:
    """Say whether it is of this very change: a name can come to stand for another one."""
    return mutant is not None and outcome.detail == mutant.diff


def _go_on(made: MutantsMeasurement, before: MutantsMeasurement, options: Options) -> list[str]:
    """Take over what was asked for, and of what was measured what still counts."""
    made.is_whole, made.sampled_from = before.is_whole, before.sampled_from
    if not before.is_whole:
        there = set(made.asked)
        made.asked = [name for name in before.asked if name in there]
    known = [made.outcomes[name] for name in made.asked if name in before.done and name in made.outcomes]
    if options.survivors:
        _count_on(made, before)
        made.done = [each.name for each in known if each.is_good]
        others = sum(each.digest != made.digest for each in known if each.is_good)
        of = f", {others} of them with other features or another portal than now" if others else ""
        return [f"{len(made.done)} of {len(made.asked)} count as killed, as they were{of}"]
    if before.digest != made.digest:
        of = f"is of other files than these (revision {before.revision or 'unknown'})"
        return [f"what was measured before ({len(before.done)}) {of}: all is measured again"]
    _count_on(made, before)
    made.done = [each.name for each in known]
    return [f"resumed after {len(made.done)} of {len(made.asked)}"]


def _count_on(made: MutantsMeasurement, before: MutantsMeasurement) -> None:
    made.started, made.seconds, made.features = before.started, before.seconds, before.features
