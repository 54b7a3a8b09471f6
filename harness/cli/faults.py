"""`./run faults`: the portal broken on purpose in every way that has a name, and what notices each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from harness.faults.breach import Breach
    from harness.faults.mutants.listing import Listing
    from harness.faults.options import Options

HELP: Final = """\
usage: ./run faults [OPTION …] [NAME | PATTERN | ID …]
       ./run faults --list [NAME | PATTERN | ID …]
       ./run faults --resume

Breaks the reference portal on purpose, in one way after the other, and runs the features until one
of them notices: first the scenarios of the rule that is broken, then all others. A green run is
worth what the features would have noticed; this measures it.

  NAME, PATTERN   a fault, or several: link-works-twice, 'link-*'
  ID              those of a rule, or of several: HUP-LINK-3, HUP-LINK
  --list          name them, and run nothing
  --jobs N        so many at once (default: one more than processors, for failing is mostly waiting)
  --resume        go on where the last one was stopped, with what it was asked for
  --fresh         forget what was measured before, and what is remembered to be quick
  --own-rule      leave all others out where the scenarios of the rule have not noticed (not with --mutants)
  --patience S    seconds that a page or mail has to come (default: 5)
  --mail auto|mailpit|embedded
                  the mail catcher, as with ./run e2e
  --reports DIR   folder to keep it in, as DIR/faults/ (default: reports)

  --mutants       instead of faults, small changes to the portal's rules, made by a tool: each has to
                  be noticed by some scenario. Takes modules of the rules (links, pricing) and names
  --sample N --seed S
                  so many of the mutants, drawn at random, by the seed always the same
  --survivors     measure those mutants again that were not killed last time; the others count as they were
  --at-least P    percent of the mutants that have to be killed (default: 95)

  caught                  a step of a scenario of the fault's own rule has failed, as it should
  survived                nothing noticed
  caught by another rule  nothing of its own rule noticed, but something else did
  broke the run           the portal did not start, or could not be arranged: that proves nothing
  not proven              what noticed fails with the portal in order, too: at the end, it is run so

reports/faults/faults.md tells it all to people, faults.json to programs, and the living documentation
of later runs beside each rule. Ctrl-C ends it in order and keeps what was measured.

With --mutants: mutants.md and mutants.json, in the same place.

exit code: 0 all were caught, or mutants enough, and no rule is without a fault where all were asked
for; 1 not so; 2 the options are wrong, or there is no such fault; 130 or 143 stopped"""

_DONE, _USAGE_ERROR = 0, 2


def run(
    arguments: list[str],
    command: Sequence[str] | None = None,
    breaches: Sequence[Breach] | None = None,
    listing: Listing | None = None,
) -> int:
    """Return the exit code.

    In tests, `command` stands for `./run e2e`, `breaches` for the faults and `listing` for the mutants.
    """
    from harness.cli.pytest_call import caller_folder  # noqa: PLC0415 - not for the sake of help
    from harness.faults.breach import FaultsError, chosen, named_faults  # noqa: PLC0415
    from harness.faults.options import parse  # noqa: PLC0415
    from harness.faults.place import FOLDER  # noqa: PLC0415
    from harness.rulebook import RulebookError  # noqa: PLC0415

    caller = caller_folder()
    try:
        options = parse(arguments)
        folder = (caller / options.reports).resolve() / FOLDER
        if options.mutants:
            return _mutants(options, folder, command, listing)
        known = list(breaches) if breaches is not None else named_faults()
        if options.lists:
            _list(chosen(known, options.words))
            return _DONE
        with _alone(folder):
            return _measure(options, known, folder, command)
    except (FaultsError, RulebookError, OSError) as error:
        sys.stderr.write(f"run: {error}\n")
        return _USAGE_ERROR


def _alone(folder: Path) -> AbstractContextManager[None]:
    from harness.alone import alone_in  # noqa: PLC0415 - not for the sake of help
    from harness.faults.breach import FaultsError  # noqa: PLC0415

    where = f"in {folder}: wait for its end, or use --reports DIR"
    return alone_in(folder, FaultsError(f"another ./run faults is at work {where}"))


def _mutants(options: Options, folder: Path, command: Sequence[str] | None, listing: Listing | None) -> int:
    from harness.cli import mutants  # noqa: PLC0415 - a part of its own

    if options.lists:
        mutants.name_them(options, folder, listing)
        return _DONE
    with _alone(folder):
        return mutants.measure(options, folder, command, listing)


def _list(breaches: Sequence[Breach]) -> None:
    from harness.cli.console import Printer  # noqa: PLC0415 - not for the sake of help

    printer, rule = Printer(), ""
    width = max((len(each.name) for each in breaches), default=0)
    for each in sorted(breaches, key=lambda each: each.rules):
        if each.rules[0] != rule:
            rule = each.rules[0]
            printer.line((rule, "bold cyan"))
        printer.line(f"{each.name:<{width}}  {each.says}", indent=2)


def _measure(options: Options, known: Sequence[Breach], folder: Path, command: Sequence[str] | None) -> int:
    from harness import rulebook  # noqa: PLC0415 - not for the sake of help
    from harness.cli.console import Printer  # noqa: PLC0415
    from harness.cli.measuring import carry_out, report  # noqa: PLC0415
    from harness.faults.document import markdown  # noqa: PLC0415
    from harness.faults.record import FILE_NAME  # noqa: PLC0415
    from harness.faults.start import begin  # noqa: PLC0415
    from harness.faults.told import findings, matrix, verdict  # noqa: PLC0415
    from harness.paths import ROOT  # noqa: PLC0415

    printer, path = Printer(), folder / FILE_NAME
    rules = rulebook.load(rulebook.path_for(ROOT))
    measurement, notices = begin(options, known, rules, path)
    for notice in notices:
        printer.line((notice, "yellow"))

    def tell() -> None:
        report(
            measurement,
            [matrix(measurement, rules), findings(measurement, folder)],
            verdict(measurement),
            printer=printer,
            path=folder / "faults.md",
            document=markdown(measurement, rules, folder),
        )

    again = "./run faults --resume"
    return carry_out(measurement, known, options, path, command, printer=printer, tell=tell, again=again)
