"""Long messages made short enough to read: what was expected, what was there, what was waited for."""

from __future__ import annotations

import re

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CALL_LOG = re.compile(r"^\s*Call log:\s*$", re.IGNORECASE)
_REPEATS = re.compile(r"^\d+ \u00d7 ")
# Of Playwright's call log, these lines say what was looked for and what was found instead.
_TELLING = (
    "waiting for",
    "unexpected value",
    "locator resolved to",
    "navigating to",
    "element is not",
    "error:",
)
_MOST_LOG_LINES = 3


def plain(text: str) -> str:
    """Take out the colours that a tool has put into its message."""
    return _ANSI.sub("", text)


def condense(message: str, *, lines: int, width: int) -> list[str]:
    """Cut a failure's message to at most `lines` lines of at most `width` characters.

    The start is kept, since that is where assertions say what was expected; of Playwright's call log
    only the lines that tell what was waited for remain.
    """
    head, log = _split_call_log(plain(message).splitlines())
    kept = [line.rstrip() for line in head]
    while kept and not kept[-1]:
        kept.pop()
    kept += _telling_lines(log)
    kept = [line for index, line in enumerate(kept) if line or (index and kept[index - 1])]
    if len(kept) > lines:
        left_out = len(kept) - (lines - 1)
        kept = [*kept[: lines - 1], f"… {left_out} more lines"]
    return [clip(line, width) for line in kept]


def clip(text: str, width: int) -> str:
    """Cut a line to `width` characters, with an ellipsis where something is missing."""
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "…"


def first_line(message: str, width: int) -> str:
    """Return the one line that says most: the first that is not empty."""
    return clip(next((line.strip() for line in plain(message).splitlines() if line.strip()), ""), width)


def _split_call_log(lines: list[str]) -> tuple[list[str], list[str]]:
    for index, line in enumerate(lines):
        if _CALL_LOG.match(line):
            return lines[:index], lines[index + 1 :]
    return lines, []


def _telling_lines(log: list[str]) -> list[str]:
    found: dict[str, None] = {}
    for line in log:
        entry = _REPEATS.sub("", line.strip().lstrip("- ").strip())
        if entry.lower().startswith(_TELLING):
            found.setdefault(f"  {entry}")
    return list(found)[:_MOST_LOG_LINES]
