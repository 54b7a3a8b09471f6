"""From an exception to what one needs to know of it."""

from __future__ import annotations

import linecache
from typing import TYPE_CHECKING, Literal

import pytest

from harness.report.condense import condense, plain
from harness.report.model import Failure

if TYPE_CHECKING:
    from pathlib import Path

Phase = Literal["setup", "step", "call", "teardown", "process"]

_LINES_OF_ITEM, _WIDTH_OF_ITEM = 5, 300
_NOT_OURS = ("site-packages", "dist-packages", ".venv")
PAGE_CRASHED = "The page crashed: the browser's renderer process died."
# Playwright's own words, with what they mean for a reader; the original follows.
_CRASHES = {
    "Target crashed": PAGE_CRASHED,
    "Page crashed": PAGE_CRASHED,
    "Target page, context or browser has been closed": (
        "The browser is gone: it crashed, was killed, or the scenario closed it before this step."
    ),
    "Browser has been closed": "The browser is gone: it crashed or was killed.",
    "Connection closed while reading from the driver": "Playwright's driver is gone: it died.",
    "Playwright connection closed": "Playwright's driver is gone: it died.",
}


def failure_from(
    excinfo: pytest.ExceptionInfo[BaseException],
    *,
    phase: Phase,
    root: Path,
    step: int | None = None,
    traceback: str = "",
) -> Failure:
    """Describe an exception. `root` is the project's folder; only places inside it are named."""
    error = excinfo.value
    places, source = _places(excinfo, root)
    return Failure(
        phase=phase,
        step=step,
        kind=type(error).__name__,
        message=message_of(error),
        places=places,
        source=source,
        traceback=plain(traceback),
    )


def message_of(error: BaseException) -> str:
    """Return the whole message; the class stands before it where it tells something."""
    if isinstance(error, pytest.FixtureLookupError):
        text = error.formatrepr().errorstring.split("\n>", 1)[0]
    elif isinstance(error, BaseExceptionGroup):
        text = "\n".join([error.message, *(_as_item(message_of(inner)) for inner in error.exceptions)])
    else:
        text = plain(str(error)) or "(no message)"
    if not isinstance(error, (AssertionError, pytest.fail.Exception, BaseExceptionGroup)):
        text = f"{type(error).__name__}: {text}"
    for words, meaning in _CRASHES.items():
        if words in text:
            text = f"{meaning}\n{text}"
            break
    cause = error.__cause__
    if cause is not None and str(cause) and str(cause) not in text:
        text += f"\ncaused by {type(cause).__name__}: {plain(str(cause))}"
    return text


def _as_item(message: str) -> str:
    """Return a message as one of a list; the whole of it is in the traceback."""
    return "- " + "\n  ".join(condense(message, lines=_LINES_OF_ITEM, width=_WIDTH_OF_ITEM))


def _places(excinfo: pytest.ExceptionInfo[BaseException], root: Path) -> tuple[list[str], str]:
    places: list[str] = []
    source = ""
    for entry in excinfo.traceback:
        path = root / entry.path
        if not path.is_relative_to(root) or any(part in _NOT_OURS for part in path.parts):
            continue
        line = entry.lineno + 1
        place = f"{path.relative_to(root).as_posix()}:{line}"
        if place not in places:
            places.append(place)
            source = linecache.getline(str(path), line).strip()
    return places, source
