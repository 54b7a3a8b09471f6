"""`./run faults --mutants`: small changes to the portal's rules, made by a tool, and which are noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import rulebook
from harness.child_run import E2E
from harness.cli.console import Printer, counted
from harness.faults.campaign import Campaign
from harness.faults.display import Display
from harness.faults.hunt import Circumstances
from harness.faults.memory import FILE_NAME as MEMORY
from harness.faults.memory import Memory
from harness.faults.mutants.listing import breaches, chosen, listed
from harness.faults.mutants.record import FILE_NAME
from harness.faults.mutants.start import begin, modules_of
from harness.faults.mutants.told import FILE_NAME as DOCUMENT
from harness.faults.mutants.told import findings, markdown, matrix, origin, verdict
from harness.faults.told import times
from harness.paths import ROOT
from harness.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.faults.mutants.listing import Listing
    from harness.faults.mutants.record import MutantsMeasurement
    from harness.faults.options import Options

_HOLDS, _HOLDS_NOT, _INTERRUPTED = 0, 1, 130


def measure(
    options: Options, folder: Path, command: Sequence[str] | None = None, listing: Listing | None = None
) -> int:
    """Return the exit code. In tests, `command` stands for `./run e2e` and `listing` for the mutants.

    Raises FaultsError, RulebookError and OSError.
    """
    printer = Printer()
    made = listing or _made(options, folder, printer)
    return _campaign(options, made, folder, command or E2E, printer)


def name_them(options: Options, folder: Path, listing: Listing | None = None) -> None:
    """Print what would be measured. Raises FaultsError."""
    printer = Printer()
    made = listing or _made(options, folder, printer)
    mutants = chosen(made, options.words, options.sample, options.seed)
    for each in mutants:
        printer.line((each.name, "bold"), f"  {each.says}")
    printer.line(counted(len(mutants), "mutant"))


def _made(options: Options, folder: Path, printer: Printer) -> Listing:
    printer.line(("making the mutants …", "dim"))
    return listed(modules_of(options, folder / FILE_NAME))


def _campaign(
    options: Options, listing: Listing, folder: Path, command: Sequence[str], printer: Printer
) -> int:
    path = folder / FILE_NAME
    measurement, notices = begin(options, listing, path)
    for notice in notices:
        printer.line((notice, "yellow"))
    memory = Memory() if options.fresh else Memory.read(folder / MEMORY)
    memory.learn_from_last_run(folder.parent)
    around = Circumstances(
        command=command,
        folder=folder,
        patience=measurement.patience,
        revision=measurement.revision,
        digest=measurement.digest,
        own_rule_only=options.own_rule_only,
        passed_on=options.passed_on,
    )
    printer.line(origin(measurement))
    asked = counted(len(measurement.asked), "mutant")
    printer.line(
        f"{len(measurement.pending)} of {asked}, {measurement.jobs} at once, patience "
        f"{measurement.patience:g} s, revision {measurement.revision or 'unknown'}, in {folder}"
    )
    measurement.write(path)
    pending = set(measurement.pending)
    rules = rulebook.load(rulebook.path_for(ROOT))
    made = breaches(listing, [each for each in listing.mutants if each.name in pending], rules)
    try:
        with Display(measurement) as display:
            Campaign(made, measurement, memory, around, path, display).run_all()
    except (KeyboardInterrupt, SystemExit) as stopped:
        _tell(measurement, folder, printer)
        printer.line(("stopped; ./run faults --mutants --resume goes on", "yellow"))
        return int(stopped.code or 0) if isinstance(stopped, SystemExit) else _INTERRUPTED
    _tell(measurement, folder, printer)
    return _HOLDS if measurement.holds else _HOLDS_NOT


def _tell(measurement: MutantsMeasurement, folder: Path, printer: Printer) -> None:
    path = folder / DOCUMENT
    write_whole(path, markdown(measurement).encode())
    printer.blank()
    for indent, parts in findings(measurement, folder):
        printer.line(*parts, indent=indent)
    printer.blank()
    for indent, parts in matrix(measurement):
        printer.line(*parts, indent=indent)
    printer.line(verdict(measurement))
    printer.line(times(measurement))
    printer.line(f"report: {path}")
