"""`./run changes`: which rules and scenarios came, went or were reworded, and how they fare now."""

from __future__ import annotations

import argparse
import sys
import unicodedata
from typing import TYPE_CHECKING, Final

from harness.paths import REPORTS, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.changes.account import Account, Detail, Entry, Section
    from harness.cli.console import Printer

HELP: Final = """\
usage: ./run changes [--markdown] [OLD..NEW | OLD | OLD.. | OLD...NEW]

Tells what the features and the rulebook say differently at two git revisions: rules and scenarios that
were added, removed, reworded, renamed or moved, and how those that still exist ended in the last run.
Nothing is checked out. A revision is whatever git takes for one: a branch, a tag, the id of a commit, HEAD~3.

  OLD..NEW     from one revision to another
  OLD          from a revision to HEAD
  OLD..        from a revision to the files as they are now, committed or not
  OLD...NEW    what NEW has changed since it left OLD, as a pull request shows it; OLD... up to the files
               as they are now
               without any of them: what is not committed yet
  --markdown   print it as Markdown, to paste into a pull request
  --history FILE.ndjson|DIR
               where the last runs are remembered (default: HUP_HISTORY, or else reports/history.ndjson)

exit code: 0 told, also where nothing has changed; 1 told, but a file could not be read at one of the
revisions; 2 there was nothing to compare"""

_STYLES: Final = {
    "added": "green",
    "removed": "bold red",
    "unchecked": "bold red",
    "changed": "yellow",
    "reworded": "yellow",
    "renamed": "cyan",
    "moved": "cyan",
    "+": "green",
    "now": "green",
    "-": "red",
    "was": "red",
}
_WIDTH: Final = 11
"""Of the longest word for what happened, and two spaces."""
_LABEL_WIDTH: Final = 5


def run(arguments: list[str]) -> int:
    """Return 0 where all could be told, 1 where a file could not, 2 where nothing could."""
    parser = argparse.ArgumentParser(prog="./run changes", add_help=False, allow_abbrev=False)
    parser.add_argument("revisions", nargs="?")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--history")
    options = parser.parse_args(arguments)
    from harness.changes.faring import Faring  # noqa: PLC0415 - not for the sake of help
    from harness.changes.markdown import markdown  # noqa: PLC0415
    from harness.changes.revisions import RevisionError, snapshots  # noqa: PLC0415
    from harness.changes.summary import account_of  # noqa: PLC0415
    from harness.cli.console import Printer  # noqa: PLC0415
    from harness.history.history import History  # noqa: PLC0415
    from harness.history.place import history_path  # noqa: PLC0415
    from harness.traceability.last_run import LastRun  # noqa: PLC0415

    try:
        old, new = snapshots(ROOT, options.revisions)
    except RevisionError as error:
        sys.stderr.write(f"run: {error}\n")
        return 2
    last = LastRun.of(REPORTS)
    history = History.read(history_path(options.history, reports=REPORTS, base=ROOT))
    for problem in history.problems:
        sys.stderr.write(f"run: {problem}\n")
    account = account_of(old, new, Faring(last, history.of(last.run.target if last.run else "")))
    if options.markdown:
        sys.stdout.write(markdown(account))
    else:
        show(Printer(), account)
    return int(bool(account.problems))


def show(printer: Printer, account: Account) -> None:
    """Print all of it, the most important first."""
    from harness.cli.console import listed  # noqa: PLC0415 - not for the sake of help

    for problem in account.problems:
        printer.line(("not compared: ", "bold red"), problem)
    if not account.sections:
        what = "Nothing else" if account.problems else "Nothing"
        printer.line(
            f"{what} that the features or rules say has changed between {account.old} and {account.new}."
        )
        return
    printer.line((f"What changed from {account.old} to {account.new}", "bold"))
    counts: list[tuple[str, list[str | tuple[str, str]]]] = [(kind, [told]) for kind, told in account.counts]
    if account.now:
        alone = f"{account.now[0][0]} " if len(account.now) == 1 else ""
        counts.append(("now", [alone, *listed(account.now)]))
    for kind, told in counts:
        printer.labelled((kind, "dim"), *told, width=_WIDTH, indent=2)
    for section in account.sections:
        printer.blank()
        _show_section(printer, section)
    printer.blank()
    for line in account.closing:
        printer.line((line, "dim"))


def _show_section(printer: Printer, section: Section) -> None:
    what = [(f"  {section.what}", _STYLES[section.what])] if section.what else []
    place = [(f"  {section.place}", "dim")] if section.place else []
    printer.line((isolated(section.title), "bold underline"), *what, *place)
    _show_details(printer, section.details, indent=2)
    for entry in section.entries:
        _show_entry(printer, entry)


def _show_entry(printer: Printer, entry: Entry) -> None:
    from harness.cli.console import listed  # noqa: PLC0415 - not for the sake of help

    checks = f"  {', '.join(entry.checks)}" if entry.checks else ""
    printer.labelled(
        (entry.what, _STYLES[entry.what]),
        (f"{entry.id}  " if entry.id else "", "bold cyan"),
        isolated(entry.name),
        (checks, "dim"),
        *(["  ", *listed(entry.states)] if entry.states else []),
        width=_WIDTH,
        indent=2,
    )
    indent = 2 + _WIDTH
    if entry.sentence:
        printer.line((entry.sentence, "yellow"), indent=indent)
    _show_details(printer, entry.details, indent=indent)


def _show_details(printer: Printer, details: Iterable[Detail], *, indent: int) -> None:
    for detail in details:
        text = isolated(detail.text)
        if detail.label:
            label = detail.label, _STYLES[detail.label]
            printer.labelled(label, text, width=_LABEL_WIDTH, indent=indent)
        else:
            printer.line(text, indent=indent)


def isolated(text: str) -> str:
    """Keep letters that run from right to left from turning what stands around them, and controls out."""
    plain = "".join(" " if unicodedata.category(each) == "Cc" else each for each in text)
    is_turned = any(unicodedata.bidirectional(each) in {"R", "AL"} for each in plain)
    return f"\u2068{plain}\u2069" if is_turned else plain
