"""Which mutants there are, asked of another process: the harness knows the portal from outside alone."""

from __future__ import annotations

import fnmatch
import json
import random
import sys
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.faults.breach import Breach, FaultsError, told_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LIST: Final = (sys.executable, "-P", "-m", "faults.mutants")
_PATIENCE: Final = 600
"""Seconds that the list may take: some ten on a machine with nothing else to do."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Mutant(_Model):
    """A changed place in a module of the rules."""

    name: str
    """What `--fault` takes, such as `links.NumberReplacer.0`."""
    module: str
    line: int
    says: str
    """The changed lines, before and after."""
    diff: str
    dead: str
    """Why no portal can start with it; "" where one can."""
    equivalent: str
    """Why nobody could notice it, as somebody has looked into; "" where that is not known."""


class Listing(_Model):
    """The mutants of some modules, and what is known of all."""

    made: int
    """How many changes the tool had to offer."""
    left_out: dict[str, int]
    """How many of these cannot make a difference, by reason."""
    first: dict[str, list[str]]
    """Ids of rules, or their beginnings, whose scenarios are likely to notice, by module."""
    mutants: list[Mutant] = Field(default_factory=list)


def listed(modules: Iterable[str] = (), command: Sequence[str] = LIST) -> Listing:
    """Return those of these modules, or of all. Raises FaultsError where they cannot be listed."""
    try:
        first, *others = told_by([*command, *modules], "mutants", within=_PATIENCE)
        return Listing(**json.loads(first), mutants=[Mutant.model_validate_json(each) for each in others])
    except (ValidationError, ValueError, TypeError) as error:
        raise FaultsError(f"the mutants cannot be listed ({error}): try python -m faults.mutants") from error


def chosen(listing: Listing, words: Iterable[str], sample: int | None, seed: int) -> list[Mutant]:
    """Return those that are to be measured, in the order of the list.

    `words` are names, patterns of names, or modules. Of modules, and without words, those are left out of
    which it is known that nobody could notice; one that is named is measured, also to see whether that
    holds. Of all of these a seed always draws the same sample. Raises FaultsError for a word of none.
    """
    wanted = [word if "." in word else f"{word}.*" for word in words]
    for word in wanted:
        if not any(fnmatch.fnmatchcase(each.name, word) for each in listing.mutants):
            raise FaultsError(f"there is no mutant called {word!r}: --mutants --list names them all")
    pool = [
        each
        for each in listing.mutants
        if each.name in wanted
        or (
            not each.equivalent
            and (not wanted or any(fnmatch.fnmatchcase(each.name, word) for word in wanted))
        )
    ]
    if sample is None or sample >= len(pool):
        return pool
    drawn = {each.name for each in random.Random(seed).sample(pool, sample)}  # noqa: S311 - no secret
    return [each for each in pool if each.name in drawn]


def breaches(listing: Listing, mutants: Iterable[Mutant], rules: Iterable[str]) -> list[Breach]:
    """Return what runs have to know of these mutants. `rules` are the ids of all rules."""
    ids = list(rules)
    return [
        Breach(
            name=each.name,
            rules=tuple(
                rule
                for beginning in listing.first.get(each.module, [])
                for rule in ids
                if f"{rule}-".startswith(f"{beginning}-")
            ),
            says=each.says,
            arguments=("--fault", each.name),
            any_rule=True,
            detail=each.diff,
            kin=_kin(each, listing.mutants),
        )
        for each in mutants
    ]


def _kin(mutant: Mutant, others: Iterable[Mutant]) -> tuple[str, ...]:
    """Return those of the same module, the nearest first."""
    same = [each for each in others if each.module == mutant.module]
    return tuple(each.name for each in sorted(same, key=lambda each: abs(each.line - mutant.line)))
