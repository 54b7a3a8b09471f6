"""Where commands print: with colours and wrapped on a terminal, plain and a line each in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

Part: TypeAlias = "str | tuple[str, str]"
"""Of a line: a text, with its style where it has one."""
STYLES: Final = {
    "passed": "green",
    "failed": "bold red",
    "passed unexpectedly": "bold red",
    "failed as expected": "yellow",
    "skipped": "yellow",
    "not run": "yellow",
    "never run": "yellow",
}


class Printer:
    """Prints lines with parts in styles, and wraps them below their own beginning."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(highlight=False)

    def line(self, *parts: Part, indent: int = 0) -> None:
        text = Text.assemble(*parts)
        if not self._console.is_terminal:
            self._console.print(Text(" " * indent) + text, soft_wrap=True)
        else:
            self._console.print(Padding(text, (0, 0, 0, indent)))

    def labelled(self, label: tuple[str, str], *parts: Part, width: int, indent: int) -> None:
        """Print a line behind a label; where it is wrapped, it goes on below itself, not below the label."""
        text, style = label
        if not self._console.is_terminal:
            self.line((text.ljust(width), style), *parts, indent=indent)
            return
        grid = Table.grid()
        grid.add_column(width=width)
        grid.add_column()
        grid.add_row(Text(text, style), Text.assemble(*parts))
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def blank(self) -> None:
        self._console.print()


def counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def unstyled(parts: Sequence[Part]) -> str:
    return "".join(part if isinstance(part, str) else part[0] for part in parts)


def plain(parts: Sequence[tuple[int, str]]) -> str:
    return unstyled(listed(parts))


def listed(parts: Sequence[tuple[int, str]]) -> list[Part]:
    """Return `2 passed, 1 failed` in its colours; a single state without its number."""
    if len(parts) == 1:
        _, state = parts[0]
        return [(state, STYLES.get(state, ""))]
    told: list[Part] = []
    for count, state in parts:
        told += [", "] if told else []
        told.append((f"{count} {state}", STYLES.get(state, "")))
    return told
