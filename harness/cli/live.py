"""What a user sees of a long command while it works: a line for each result, and below them how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from harness.cli.console import Printer

if TYPE_CHECKING:
    from types import TracebackType

    from harness.cli.console import Part

_HOUR, _MINUTE = 3600, 60


class Live:
    """How far it is, is shown on a terminal alone, and only until the end of the `with`."""

    def __init__(self, console: Console | None = None) -> None:
        console = console or Console(highlight=False)
        self._printer = Printer(console)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            TextColumn("{task.fields[details]}", style="dim"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("", total=None, left="", details="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def line(self, *parts: Part) -> None:
        """Print a line that stays."""
        self._printer.line(*parts)

    def begin(self, description: str, total: int | None) -> None:
        """Begin to count anew; without a total nobody knows how many there will be."""
        self._progress.reset(self._task, description=description, total=total, left="", details="")

    def show(self, completed: int, description: str | None = None, *, left: str, details: str) -> None:
        self._progress.update(
            self._task, completed=completed, description=description, left=left, details=details
        )


def time_left(seconds: float) -> str:
    if seconds < _MINUTE:
        return "ends within a minute"
    hours, minutes = divmod(round(seconds / _MINUTE), _HOUR // _MINUTE)
    return f"about {f'{hours} h ' if hours else ''}{minutes} min left"
