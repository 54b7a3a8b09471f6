"""Long messages made short enough to read: what was expected, what was there, what was waited for."""

from __future__ import annotations

import re
import textwrap

from harness.weather.kinds import TOLD

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CALL_LOG = re.compile(r"^\s*Call log:\s*$", re.IGNORECASE)
_PAGE = re.compile(r"^\s*Aria snapshot:\s*$", re.IGNORECASE)
_REPEATS = re.compile(r"^\d+ \u00d7 ")
# How Playwright words an expectation on texts, either of which may go over many lines.
_EXPECTATION = re.compile(r"(?P<claim>.*? )'(?P<expected>.*)'\nActual value: (?P<actual>.*)", re.DOTALL)
_LOOKED_FOR = re.compile(r"^ *- waiting for (\S.*)$", re.MULTILINE)
# Of Playwright's call log, these lines say what was looked for and what was found instead.
_TELLING = ("waiting for", "locator resolved to", "navigating to", "element is not", "error:")
_MOST_LOG_LINES = 3
_LINES_PER_TEXT = 2
_BEFORE_DIFFERENCE, _AFTER_DIFFERENCE = 20, 40


def plain(text: str) -> str:
    """Take out the colours that a tool has put into its message."""
    return _ANSI.sub("", text)


def condense(message: str, *, lines: int, width: int) -> list[str]:
    """Cut a failure's message to at most `lines` lines of at most `width` characters.

    The start is kept, since that is where assertions say what was expected; of Playwright's call log
    only the lines that tell what was waited for remain; of long texts, where they part. What bad weather did
    to the scenario, in the last line, is always kept.
    """
    told = plain(message).splitlines()
    weather = told.pop() if told and told[-1].startswith(TOLD) else None
    end = [] if weather is None else _wrapped(weather, width)
    lines -= len(end)
    head, log = _split_call_log(told)
    kept = _shortened_texts("\n".join(head), width) or [line.rstrip() for line in head]
    while kept and not kept[-1]:
        kept.pop()
    kept += _telling_lines(log)
    kept = [line for index, line in enumerate(kept) if line or (index and kept[index - 1])]
    rows = [row for line in kept for row in _wrapped(line, width)]
    if len(rows) > lines:
        left_out = len(rows) - (lines - 1)
        rows = [*rows[: lines - 1], f"… {left_out} more lines"]
    return rows + end


def clip(text: str, width: int) -> str:
    """Cut a line to `width` characters, with an ellipsis where something is missing."""
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "…"


def in_one_line(message: str, width: int) -> str:
    """Return what says most in one line: the claim that did not hold, or the first line."""
    text = plain(message).strip()
    expectation = _EXPECTATION.match(text)
    if expectation:
        return clip(_flat(f"{expectation['claim']}'{expectation['expected']}'"), width)
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    looked_for = _LOOKED_FOR.search(text) if first.startswith("Locator expected") else None
    return clip(f"{first}: {looked_for[1]}" if looked_for else first, width)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _shortened_texts(head: str, width: int) -> list[str]:
    """Return an expectation on texts of many lines in a few, or nothing if it is none."""
    expectation = _EXPECTATION.fullmatch(head.strip())
    if expectation is None or head.strip().count("\n") <= 1:
        return []
    expected, actual = _flat(expectation["expected"]), _flat(expectation["actual"])
    found = [
        *_wrapped(f"{_flat(expectation['claim'])} '{expected}'", width),
        *_wrapped(f"Actual value: '{actual}'", width),
    ]
    at = next((i for i, pair in enumerate(zip(expected, actual, strict=False)) if pair[0] != pair[1]), None)
    if at is not None:
        start = max(0, at - _BEFORE_DIFFERENCE)
        around = slice(start, at + _AFTER_DIFFERENCE)
        found += [f"They part at: '{expected[around]}'", f"        here: '{actual[around]}'"]
    return found


def _wrapped(text: str, width: int) -> list[str]:
    """Return a line in two at most, further lines as far to the right as the first."""
    if len(text) <= width:
        return [text]
    indent = " " * min(len(text) - len(text.lstrip()), width // 2)
    rows = textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False)
    if len(rows) > _LINES_PER_TEXT:
        rows = [*rows[: _LINES_PER_TEXT - 1], clip(f"{rows[_LINES_PER_TEXT - 1]} …", width)]
    return rows


def _split_call_log(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the message proper and the call log; the page that may follow has a file of its own."""
    end = next((index for index, line in enumerate(lines) if _PAGE.match(line)), len(lines))
    for index, line in enumerate(lines[:end]):
        if _CALL_LOG.match(line):
            return lines[:index], lines[index + 1 : end]
    return lines[:end], []


def _telling_lines(log: list[str]) -> list[str]:
    found: dict[str, None] = {}
    for line in log:
        entry = _REPEATS.sub("", line.strip().lstrip("- ").strip())
        if entry.lower().startswith(_TELLING):
            found.setdefault(f"  {entry}")
    return list(found)[:_MOST_LOG_LINES]
