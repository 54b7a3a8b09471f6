"""What `./run soak` is told: its own options, and those that each of its runs is told."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.paths import REPORTS
from harness.run_options import read_count, read_hours, read_seed
from harness.soak.record import SoakError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RUNS: Final = 10
_NOT_HERE: Final = {
    "--exitfirst": "a run that stops early leaves the others' scenarios out",
    "--maxfail": "a run that stops early leaves the others' scenarios out",
    "--stepwise": "a run that stops early leaves the others' scenarios out",
    "--lf": "each run has to run the same scenarios",
    "--last-failed": "each run has to run the same scenarios",
    "--ff": "each run has an order of its own",
    "--failed-first": "each run has an order of its own",
    "--pdb": "nobody sits at the debugger; replay the scenario instead",
    "--trace": "nobody sits at the debugger; replay the scenario instead",
    "--collect-only": "that runs nothing",
    "--co": "that runs nothing",
    "--randomly-seed": "each run has an order of its own, drawn with --seed",
    "--history": "runs of a soak are kept out of the history",
}
_STOPS_EARLY: Final = re.compile(r"-[qvsl]*x[qvslx]*")
_SELECTING: Final = ("--tags", "--features", "--deselect")
_SELECTING_BY_WORD: Final = ("-k", "-m")
_OF_A_RUN: Final = ("--numprocesses", "--evidence", "--durations", "--dist", "--maxprocesses")


@dataclass(frozen=True, slots=True)
class Options:
    runs: int | None
    hours: float | None
    seed: int | None
    reports: Path
    resume: bool
    arguments: tuple[str, ...]
    """For the runs, as they were given."""


def parse(arguments: Sequence[str]) -> Options:
    """Raises SoakError for an option that makes no sense here; a wrong value ends the program."""
    parser = argparse.ArgumentParser(prog="./run soak", add_help=False, allow_abbrev=False)
    parser.add_argument("--runs", type=read_count)
    parser.add_argument("--hours", type=read_hours)
    parser.add_argument("--seed", type=read_seed)
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--resume", action="store_true")
    known, passed_on = parser.parse_known_args(list(arguments))
    for argument in passed_on:
        option = "--exitfirst" if _STOPS_EARLY.fullmatch(argument) else argument.partition("=")[0]
        if option in _NOT_HERE:
            raise SoakError(f"{argument} is not for a soak: {_NOT_HERE[option]}")
    if known.resume and (passed_on or known.seed is not None):
        raise SoakError(
            "--resume goes on as that soak was begun, and takes only --runs, --hours and --reports with it; "
            f"leave out {' '.join(passed_on) or '--seed'}, or begin a new soak"
        )
    return Options(known.runs, known.hours, known.seed, known.reports, known.resume, tuple(passed_on))


def circumstances(arguments: Iterable[str]) -> list[str]:
    """Return those arguments of a run that a single scenario depends on: not which others there were."""
    kept: list[str] = []
    words = iter(arguments)
    for word in words:
        name, equals, _ = word.partition("=")
        if name in (*_SELECTING, *_OF_A_RUN) or word in (*_SELECTING_BY_WORD, "-n"):
            if not equals:
                next(words, None)
        elif not re.match(r"-[nkm].|.*::", word):
            kept.append(word)
    return kept
