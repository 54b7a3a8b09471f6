"""What `./run faults` is told."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.faults.breach import FaultsError
from harness.paths import REPORTS
from harness.run_options import read_count, read_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE: Final = 5.0
"""Seconds: enough for a portal in order on a busy machine, as the control shows each time."""
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
    known = parser.parse_args(list(arguments))
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
    )


def default_jobs() -> int:
    """Return how many at once: one more than processors, for a step that fails mostly waits."""
    return (os.cpu_count() or 1) + 1
