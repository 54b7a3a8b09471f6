"""The words in which progress is told: lines for a log, and the live area of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.progress.screen import cut
from harness.report.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.progress.board import Board, Finished, Outcome, Running
    from harness.report.model import Run

WORDS: dict[Outcome, str] = {
    "passed": "ok",
    "failed": "FAILED",
    "error": "ERROR",
    "skipped": "skipped",
    "xfailed": "xfailed",
    "xpassed": "XPASSED",
}
COLOURS: dict[Outcome, str] = {
    "passed": "32",
    "failed": "31;1",
    "error": "31;1",
    "skipped": "33",
    "xfailed": "33",
    "xpassed": "33",
}
_MINUTE = 60
_WORKERS_SHOWN = 8
_BAR_COLUMNS = 24
_NARROW = 72
_SHARE_OF_TITLE = 0.5
"""Of a worker's line, where a step has to stand in it as well."""


def paint(text: str, colour: str, *, on: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if on and text else text


def duration(seconds: float) -> str:
    """Return `0.6 s`, `14 s` or `2 min 05 s`."""
    if seconds < 10:  # noqa: PLR2004 - tenths matter below, and only there
        return f"{seconds:.1f} s"
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest:02d} s"


def counter(number: int, total: int) -> str:
    width = len(str(total))
    return f"[{number:{width}d}/{total}]"


def finished_line(test: Finished, *, total: int, colour: bool, verbose: bool = False) -> str:
    """Return the line of a test that is over."""
    word = paint(f"{WORDS[test.outcome]:<7}", COLOURS[test.outcome], on=colour)
    line = f"{counter(test.number, total)} {word} {duration(test.seconds):>7}  {test.title}"
    if verbose and test.scenario is not None:
        where = " ".join([*test.scenario.rules, test.scenario.place, *([test.worker] if test.worker else [])])
        line += paint(f"  ({where})", "2", on=colour)
    return line


def failure_lines(test: Finished, folder: str | None, why: str, *, colour: bool, columns: int) -> list[str]:
    """Return what is said of a failure at once, below its line. All of it comes at the end of the run."""
    lines: list[str] = []
    scenario = test.scenario
    current = scenario.current_step if scenario else None
    if scenario is not None and current is not None:
        step = scenario.steps[current]
        lines.append(f"at {step.keyword} {step.text}")
    lines.append(why)
    if folder:
        lines.append(folder)
    return [
        cut(paint(f"    {line}", "31", on=colour), columns) if line != folder else f"    {line}"
        for line in lines
    ]


def still_running_line(board: Board, tests: Sequence[Running], *, now: float) -> str:
    """Return what a log says when nothing was over for a while."""
    told = []
    for test in tests:
        at = f", at {test.step_text!r}" if test.step_text else ""
        who = f"{test.worker} " if test.worker else ""
        told.append(f"{who}{duration(now - test.since)} {test.title}{at}")
    return f"{counter(board.done, board.total)} still running: {'; '.join(told)}"


def counts_line(board: Board, *, colour: bool) -> str:
    """Return how the tests that are over went: `31 ok, 1 FAILED`."""
    parts = []
    for outcome, word in WORDS.items():
        if board.counts[outcome]:
            parts.append(paint(f"{board.counts[outcome]} {word}", COLOURS[outcome], on=colour))
    return ", ".join(parts) or "none done yet"


def cut_short(run: Run) -> list[str]:
    """Return what a run that was ended early has left undone, by name where it was under way."""
    lines = [
        f"Interrupted: {scenario.title}"
        for scenario in run.scenarios
        if scenario.status == Status.INTERRUPTED
    ]
    left = sum(scenario.status == Status.NOT_RUN for scenario in run.scenarios)
    return [*lines, f"Not run: {left} of {len(run.scenarios)} scenarios"] if left else lines


def live_area(board: Board, *, columns: int, lines: int, now: float, rich_signs: bool = True) -> list[str]:
    """Return the area at the bottom of a terminal: a line for each worker, and one for the whole."""
    running = board.running
    most = max(1, min(_WORKERS_SHOWN, lines // 3))
    named = max((len(test.worker) for test in running), default=0)
    area = [_worker_line(test, named, columns, now) for test in running[:most]]
    if len(running) > most:
        area.append(paint(f"  and {len(running) - most} more", "2", on=True))
    area.append(_total_line(board, columns, rich_signs=rich_signs))
    return area


def _worker_line(test: Running, named: int, columns: int, now: float) -> str:
    who = f"{test.worker:<{named}} " if named else ""
    start = f"  {paint(who, '36', on=True)}{duration(now - test.since):>7}  "
    if not test.step_text or columns <= _NARROW:
        return cut(start + test.title, columns - 1)
    room = int((columns - named) * _SHARE_OF_TITLE)
    return cut(start + cut(test.title, room) + paint(f" > {test.step_text}", "2", on=True), columns - 1)


def _total_line(board: Board, columns: int, *, rich_signs: bool) -> str:
    parts = [f"{board.done}/{board.total}", counts_line(board, colour=True), duration(board.elapsed)]
    if board.remaining is not None:
        parts.append(f"about {duration(board.remaining)} left")
    bar = _bar(board, rich_signs=rich_signs) if columns > _NARROW else ""
    return cut(f"  {bar}{'  '.join(parts)}", columns - 1)


def _bar(board: Board, *, rich_signs: bool) -> str:
    full, empty = ("━", "━") if rich_signs else ("#", ".")
    filled = _BAR_COLUMNS * board.done // board.total if board.total else 0
    bad = board.counts["failed"] + board.counts["error"]
    return paint(full * filled, "31" if bad else "32", on=True) + paint(
        empty * (_BAR_COLUMNS - filled) + "  ", "2", on=True
    )
