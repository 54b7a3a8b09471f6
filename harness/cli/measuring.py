"""A measurement of faults or of mutants as a user sees it: what is asked, how far it is, what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.child_run import E2E
from harness.cli.console import counted
from harness.faults.campaign import Campaign
from harness.faults.display import Display
from harness.faults.hunt import Circumstances
from harness.faults.memory import FILE_NAME as MEMORY
from harness.faults.memory import Memory
from harness.faults.told import times
from harness.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from harness.cli.console import Part, Printer
    from harness.faults.breach import Breach
    from harness.faults.options import Options
    from harness.faults.record import Measurement

_HOLDS, _HOLDS_NOT, _INTERRUPTED = 0, 1, 130


def carry_out(
    measurement: Measurement,
    breaches: Sequence[Breach],
    options: Options,
    path: Path,
    command: Sequence[str] | None,
    *,
    printer: Printer,
    tell: Callable[[], None],
    again: str,
) -> int:
    """Measure what is pending, tell of it, also where it is stopped, and return the exit code.

    `path` is the measurement's own; `again` is the command that goes on; in tests, `command` stands for
    `./run e2e`. Raises OSError.
    """
    folder = path.parent
    memory = Memory() if options.fresh else Memory.read(folder / MEMORY)
    memory.learn_from_last_run(folder.parent)
    around = Circumstances(
        command=command or E2E,
        folder=folder,
        patience=measurement.patience,
        revision=measurement.revision,
        digest=measurement.digest,
        own_rule_only=options.own_rule_only,
        passed_on=options.passed_on,
    )
    asked = counted(len(measurement.asked), measurement.word)
    printer.line(
        f"{len(measurement.pending)} of {asked}, {measurement.jobs} at once, patience "
        f"{measurement.patience:g} s, revision {measurement.revision or 'unknown'}, in {folder}"
    )
    measurement.write(path)
    try:
        with Display(measurement) as display:
            Campaign(breaches, measurement, memory, around, path, display).run_all()
    except (KeyboardInterrupt, SystemExit) as stopped:
        tell()
        printer.line((f"stopped; {again} goes on", "yellow"))
        return int(stopped.code or 0) if isinstance(stopped, SystemExit) else _INTERRUPTED
    tell()
    return _HOLDS if measurement.holds else _HOLDS_NOT


def report(
    measurement: Measurement,
    parts: Iterable[Iterable[tuple[int, list[Part]]]],
    verdict: tuple[str, str],
    *,
    printer: Printer,
    path: Path,
    document: str,
) -> None:
    """Print the parts of a report, each below a blank line, and what they come to; write the whole of it."""
    write_whole(path, document.encode())
    for lines in parts:
        printer.blank()
        for indent, told in lines:
            printer.line(*told, indent=indent)
    printer.line(verdict)
    printer.line(times(measurement))
    printer.line(f"report: {path}")
