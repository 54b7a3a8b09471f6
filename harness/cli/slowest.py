"""`./run slowest`: where the time of the last run went."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

from harness.paths import REPORTS

if TYPE_CHECKING:
    from harness.cli.console import Printer
    from harness.report.model import Scenario

HELP: Final = """\
usage: ./run slowest [N]

Lists the N (10) slowest scenarios of the last run, each with the steps that took most of its time. What is
not in a step is the browser's start, or arranged and cleaned up around the steps.

exit code: 0, or 2 where no run has left results"""

_DEFAULT: Final = 10
_STEPS_SHOWN: Final = 3
_WORTH_SHOWING: Final = 0.1
"""The share of its scenario's time from which a step is shown."""


def run(arguments: list[str]) -> int:
    """Return 0, or 2 where there are no results to read."""
    parser = argparse.ArgumentParser(prog="./run slowest", add_help=False, allow_abbrev=False)
    parser.add_argument("count", nargs="?", type=_positive, default=_DEFAULT, metavar="N")
    options = parser.parse_args(arguments)
    from harness.cli.console import Printer, counted  # noqa: PLC0415 - not for the sake of help
    from harness.report.model import Status  # noqa: PLC0415
    from harness.traceability.last_run import LastRun  # noqa: PLC0415

    last = LastRun.of(REPORTS)
    if last.run is None:
        sys.stderr.write(f"run: {last.problem}\n")
        return 2
    printer = Printer()
    ran = [each for each in last.run.scenarios if each.status is not Status.NOT_RUN]
    scenarios = sorted(ran, key=lambda each: each.seconds, reverse=True)
    for scenario in scenarios[: options.count]:
        show(printer, scenario)
    total = sum(each.seconds for each in scenarios)
    printer.line((last.told(last.states()), "dim"))
    printer.line(f"{counted(len(scenarios), 'scenario')} took {total:.1f} s, one after the other")
    return 0


def show(printer: Printer, scenario: Scenario) -> None:
    """Print one scenario, and the steps that took most of it, in their order."""
    printer.line((f"{scenario.seconds:6.2f} s", "bold"), f"  {scenario.title}  ", (scenario.place, "dim"))
    slow = sorted(scenario.steps, key=lambda step: step.seconds, reverse=True)[:_STEPS_SHOWN]
    for step in scenario.steps:
        if step in slow and step.seconds >= _WORTH_SHOWING * scenario.seconds > 0:
            printer.line(
                (f"{step.seconds:6.2f} s", "dim"), f"  {step.keyword.strip()} {step.text}", indent=10
            )


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"must be a number from 1 on, not {text!r}")
    return int(text)
