"""What `./run faults` is told."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.faults.breach import FaultsError
from harness.paths import REPORTS
from harness.run_options import read_count, read_seconds, read_seed

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE: Final = 5.0
"""Seconds: enough for a portal in order on a busy machine, as the control shows each time."""
AT_LEAST: Final = 95.0
"""Percent of the mutants that the features have to kill."""
_ALL: Final = 100
_MAIL: Final = ("auto", "mailpit", "embedded")


@dataclass(frozen=True, slots=True)
class Options:
    words: tuple[str, ...]
    lists: bool
    jobs: int
    patience: float
    resume: bool
    fresh: bool
    own_rule_only: bool
    reports: Path
    passed_on: tuple[str, ...]
    """For each run."""
    mutants: bool = False
    sample: int | None = None
    seed: int = 0
    survivors: bool = False
    at_least: float = AT_LEAST


def parse(arguments: Sequence[str]) -> Options:
    """Raises FaultsError for options that exclude each other; a wrong value ends the program."""
    parser = argparse.ArgumentParser(prog="./run faults", add_help=False, allow_abbrev=False)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--list", action="store_true", dest="lists")
    parser.add_argument("--jobs", "-j", type=read_count)
    parser.add_argument("--patience", type=read_seconds)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--own-rule", action="store_true", dest="own_rule_only")
    parser.add_argument("--mail", choices=_MAIL)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--mutants", action="store_true")
    parser.add_argument("--sample", type=read_count)
    parser.add_argument("--seed", type=read_seed)
    parser.add_argument("--survivors", action="store_true")
    parser.add_argument("--at-least", type=_percent)
    known = parser.parse_args(list(arguments))
    _check_mutants(known)
    if known.resume and (known.words or known.fresh):
        raise FaultsError(
            "--resume goes on with what was asked for before, and takes neither names nor --fresh: leave out "
            f"{' '.join(known.words) or '--fresh'}, or leave out --resume"
        )
    return Options(
        words=tuple(known.words),
        lists=known.lists,
        jobs=known.jobs or default_jobs(),
        patience=known.patience or PATIENCE,
        resume=known.resume,
        fresh=known.fresh,
        own_rule_only=known.own_rule_only,
        reports=known.reports,
        passed_on=("--mail", known.mail) if known.mail else (),
        mutants=known.mutants,
        sample=known.sample,
        seed=known.seed or 0,
        survivors=known.survivors,
        at_least=AT_LEAST if known.at_least is None else known.at_least,
    )


def _check_mutants(known: argparse.Namespace) -> None:
    of_mutants = {
        "--sample": known.sample,
        "--seed": known.seed,
        "--survivors": known.survivors or None,
        "--at-least": known.at_least,
    }
    for option, value in of_mutants.items():
        if value is not None and not known.mutants:
            raise FaultsError(f"{option} is about mutants: add --mutants, or leave it out")
    if known.mutants and known.own_rule_only:
        raise FaultsError("--own-rule is about faults, for a mutant is of no rule: leave one of them out")
    if known.seed is not None and known.sample is None:
        raise FaultsError("--seed draws a sample: say with --sample N how many, or leave it out")
    if (known.resume or known.survivors) and known.sample is not None:
        raise FaultsError("--resume and --survivors go on with the last sample: leave --sample out")
    if known.survivors and (known.resume or known.fresh or known.words):
        raise FaultsError("--survivors takes no names, and neither --resume nor --fresh: leave them out")


def default_jobs() -> int:
    """Return how many at once: one more than processors, for a step that fails mostly waits."""
    return (os.cpu_count() or 1) + 1


def _percent(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= _ALL:
        raise argparse.ArgumentTypeError(f"must be percent, from 0 to 100, not {text!r}")
    return number
