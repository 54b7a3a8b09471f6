"""Text put into Markdown so that it stays what it is: no markup, no HTML, no turning of its surroundings."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from harness.report.condense import clip, plain

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

_WIDEST: Final = 200
_MARKUP: Final = re.compile(r"[\\`*\[\]|~$]|(?<![^\W_])_|_(?![^\W_])|^(?:[#+=-]+(?=\s|$)|\d+(?=[.)]\s))")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NO_TEXT: Final = frozenset({"Cc", "Cs", "Co", "Cn"})
_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})


def escaped(text: str, width: int = _WIDEST) -> str:
    """Return a text for one line; what reads from right to left is kept from turning what is around it."""
    flat = " ".join("".join(_visible(char) for char in plain(text)).split())
    flat = clip(flat, width)
    safe = _MARKUP.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", flat)
    safe = "".join(_ENTITIES.get(char, char) for char in safe)
    if any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in flat):
        return f"\N{FIRST STRONG ISOLATE}{safe}\N{POP DIRECTIONAL ISOLATE}"
    return safe


def code(text: str) -> str:
    """Return a text for one line as code."""
    flat = " ".join(text.split())
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", flat)), default=0))
    space = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{space}{flat}{space}{fence}"


def block(lines: Sequence[str], indent: str = "") -> str:
    """Return lines as they are, in a block that nothing in them can end."""
    text = ["".join(_visible(char) for char in line) for line in lines]
    fence = "```"
    while any(fence in line for line in text):
        fence += "`"
    return "\n".join(f"{indent}{line}".rstrip() for line in [f"{fence}text", *text, fence])


def table(head: Sequence[str], rows: Sequence[Sequence[str]], numbers: int = 0) -> str:
    """Return a table of cells that are Markdown already; the last `numbers` columns are numbers."""
    words = len(head) - numbers
    rules = ["---"] * words + ["---:"] * numbers
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, rules, *rows])


def bullets(lines: Iterable[tuple[int, str]], commands: Container[str], width: int = _WIDEST) -> list[str]:
    """Return lines, each with its indent, as a list of lists.

    What follows one of the words `commands` at the beginning of a line is code.
    """
    told = []
    for indent, text in lines:
        label, _, rest = text.partition(" ")
        is_command = label in commands
        told.append(f"{' ' * indent}- {f'{label} {code(rest)}' if is_command else escaped(text, width)}")
    return told


def _visible(char: str) -> str:
    if char in _DIRECTIONS:
        return ""
    return " " if unicodedata.category(char) in _NO_TEXT else char
