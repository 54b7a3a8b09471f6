"""`./run soak`: the features over and over, for what does not end alike each time."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.cli.console import Printer
    from harness.soak.options import Options
    from harness.soak.record import Soak

HELP: Final = """\
usage: ./run soak [--runs N] [--hours H] [--seed S] [OPTION …] [PATH …]
       ./run soak --resume [--runs N] [--hours H]

Runs the features again and again, each time in another order and with other data, and tells every
scenario that did not end alike each time: in which runs, with which seeds, why, what to type to see
it again, and where its evidence is. A suite that cries wolf is found out so before it has cost
anybody a morning.

  --runs N     so many runs (default: 10, or with --hours as many as there is time for)
  --hours H    begin no run once the runs have taken so many hours together
  --seed S     draw the same orders and the same data as the soak that printed this seed
  --resume     go on with the last soak, of the same commit, where it was stopped or killed;
               with --runs or --hours, up to there
  --reports DIR
               folder that soaks are kept in, as DIR/soak/<time>/ (default: reports)

OPTION and PATH go to each run as with ./run e2e: --tags @admin, -n 4, --mail embedded, --target …;
--evidence none is faster, but has no trace of what differed.

Ctrl-C ends the run that is at work in order, and tells what there is by then. reports/soak/<time>/
has soak.md for people, soak.json for programs, and what the runs that differed have left: 007/ is of
run 7. Nothing is added to the history, and the living documentation stays that of the last real run.

exit code: 0 each run passed, with the same scenarios; 1 something differed, was red, or did not run;
2 the options are wrong, or there is nothing to resume; 130 or 143 stopped"""

_STEADY, _UNSTEADY, _USAGE_ERROR, _INTERRUPTED = 0, 1, 2, 130


def run(arguments: list[str], command: Sequence[str] | None = None) -> int:
    """Return the exit code. `command` stands for `./run e2e` in tests."""
    from harness.alone import alone_in  # noqa: PLC0415 - not for the sake of help
    from harness.cli.pytest_call import caller_folder  # noqa: PLC0415
    from harness.soak.options import parse  # noqa: PLC0415
    from harness.soak.record import SoakError  # noqa: PLC0415

    caller = caller_folder()
    try:
        options = parse(arguments)
        soak, folder = (_resumed if options.resume else _begun)(options, caller)
        how = "wait for its end, or end it, and resume it then"
        with alone_in(folder, SoakError(f"the soak in {folder} still runs: {how}")):
            return _run(soak, folder, command)
    except (SoakError, OSError) as error:
        sys.stderr.write(f"run: {error}\n")
        return _USAGE_ERROR


def _begun(options: Options, caller: Path) -> tuple[Soak, Path]:
    from harness.cli.pytest_call import as_selection, from_repository  # noqa: PLC0415
    from harness.paths import ROOT  # noqa: PLC0415
    from harness.run_context import MAX_SEED  # noqa: PLC0415
    from harness.soak.campaign import now  # noqa: PLC0415
    from harness.soak.options import RUNS  # noqa: PLC0415
    from harness.soak.place import new_folder, revision_of  # noqa: PLC0415
    from harness.soak.record import Soak  # noqa: PLC0415

    by_default = None if options.hours is not None else RUNS
    soak = Soak(
        revision=revision_of(ROOT),
        seed=secrets.randbelow(MAX_SEED + 1) if options.seed is None else options.seed,
        wanted=by_default if options.runs is None else options.runs,
        hours=options.hours,
        arguments=from_repository(as_selection(options.arguments, caller=caller), caller=caller),
        started=now(),
    )
    return soak, new_folder(caller / options.reports)


def _resumed(options: Options, caller: Path) -> tuple[Soak, Path]:
    from harness.paths import ROOT  # noqa: PLC0415
    from harness.soak.place import last_folder, revision_of  # noqa: PLC0415
    from harness.soak.record import Soak, SoakError  # noqa: PLC0415

    folder = last_folder(caller / options.reports)
    soak, revision = Soak.read(folder), revision_of(ROOT)
    if soak.revision != revision:
        raise SoakError(
            f"the soak in {folder} is of commit {soak.revision or 'unknown'}, and this is "
            f"{revision or 'unknown'}: what differs would be the code. Go back to that commit and its files, "
            "or begin a new soak"
        )
    if options.runs is not None or options.hours is not None:
        soak.wanted, soak.hours = options.runs, options.hours
    soak.finished = None
    if soak.is_over:
        raise SoakError(
            f"the soak in {folder} had all its {len(soak.runs)} runs: let it have more with --runs or "
            "--hours, or begin a new one"
        )
    return soak, folder


def _run(soak: Soak, folder: Path, command: Sequence[str] | None) -> int:
    from harness.child_run import E2E  # noqa: PLC0415
    from harness.cli.console import Printer  # noqa: PLC0415
    from harness.soak.campaign import Campaign  # noqa: PLC0415
    from harness.soak.differences import is_steady  # noqa: PLC0415
    from harness.soak.display import Display  # noqa: PLC0415
    from harness.soak.told import run_line  # noqa: PLC0415

    printer = Printer()
    wanted = f"{soak.wanted} runs" if soak.wanted is not None else ""
    hours = f"{soak.hours:g} h" if soak.hours is not None else ""
    ends = " or ".join(filter(None, (wanted, hours)))
    resumed = f", resumed after {len(soak.runs)}" if soak.runs else ""
    printer.line(
        f"soak of {ends}, seed {soak.seed}, revision {soak.revision or 'unknown'}{resumed}, in {folder}"
    )
    for each in soak.runs:
        printer.line(*run_line(soak, each))
    soak.write(folder)
    try:
        with Display(soak) as display:
            Campaign(soak, folder, display, command or E2E).run_all()
    except (KeyboardInterrupt, SystemExit) as stopped:
        _tell(soak, folder, printer)
        printer.line(("stopped; ./run soak --resume goes on", "yellow"))
        return int(stopped.code or 0) if isinstance(stopped, SystemExit) else _INTERRUPTED
    _tell(soak, folder, printer)
    return _STEADY if is_steady(soak) else _UNSTEADY


def _tell(soak: Soak, folder: Path, printer: Printer) -> None:
    from harness.soak.document import markdown  # noqa: PLC0415
    from harness.soak.told import findings, verdict  # noqa: PLC0415
    from harness.whole_file import write_whole  # noqa: PLC0415

    write_whole(folder / "soak.md", markdown(soak, folder).encode())
    printer.blank()
    for indent, parts in findings(soak, folder):
        printer.line(*parts, indent=indent)
    printer.line(verdict(soak))
    printer.line(f"report: {folder / 'soak.md'}")
