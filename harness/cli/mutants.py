"""`./run faults --mutants`: small changes to the portal's rules, made by a tool, and which are noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import rulebook
from harness.cli.console import Printer, counted
from harness.cli.measuring import carry_out, report
from harness.faults.mutants.listing import breaches, chosen, listed
from harness.faults.mutants.record import FILE_NAME
from harness.faults.mutants.start import begin, modules_of
from harness.faults.mutants.told import FILE_NAME as DOCUMENT
from harness.faults.mutants.told import findings, markdown, matrix, origin, verdict
from harness.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.faults.mutants.listing import Listing
    from harness.faults.options import Options


def measure(
    options: Options, folder: Path, command: Sequence[str] | None = None, listing: Listing | None = None
) -> int:
    """Return the exit code. In tests, `command` stands for `./run e2e` and `listing` for the mutants.

    Raises FaultsError, RulebookError and OSError.
    """
    printer, path = Printer(), folder / FILE_NAME
    listing = listing or _made(options, folder, printer)
    measurement, notices = begin(options, listing, path)
    for notice in notices:
        printer.line((notice, "yellow"))
    printer.line(origin(measurement))

    def tell() -> None:
        report(
            measurement,
            [findings(measurement, folder), matrix(measurement)],
            verdict(measurement),
            printer=printer,
            path=folder / DOCUMENT,
            document=markdown(measurement),
        )

    made = breaches(listing, listing.mutants, rulebook.load(rulebook.path_for(ROOT)))
    again = "./run faults --mutants --resume"
    return carry_out(measurement, made, options, path, command, printer=printer, tell=tell, again=again)


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
