"""One step of the set-up: a command that may take minutes, shown in plain lines, bounded in time.

Of the standard library alone, for it runs before anything is installed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_STILL_AT_IT: Final = 15.0
"""Seconds between two signs of life."""
_STOP_WITHIN: Final = 5.0
_SHOWN_WIDTH: Final = 90
_TAIL: Final = 12


class SetupError(RuntimeError):
    """The set-up cannot go on; the message says what to do."""


class StepFailedError(RuntimeError):
    """A step's command failed, or took too long."""

    def __init__(self, what: str, log_tail: Sequence[str]) -> None:
        super().__init__(what)
        self.log_tail = tuple(log_tail)


def say(line: str) -> None:
    """Tell the user, on stderr: stdout belongs to what was asked for."""
    sys.stderr.write(f"set-up: {line}\n")
    sys.stderr.flush()


def run_step(
    title: str,
    argv: Sequence[str],
    *,
    log: Path,
    timeout: float,
    env: Mapping[str, str] | None = None,
    pass_fds: Iterable[int] = (),
) -> None:
    """Run `argv` with its output in `log`. Raises StepFailedError; nothing of it is left running then."""
    say(f"{title} …")
    started = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        output.write(f"\n$ {' '.join(argv)}\n".encode())
        output.flush()
        try:
            process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                pass_fds=tuple(pass_fds),
                # Its own group: however this ends, the command's own children end with it.
                start_new_session=True,
            )
        except OSError as error:
            raise StepFailedError(f"{argv[0]}: {error.strerror}", ()) from error
    try:
        _wait(process, log, started + timeout, title)
    finally:
        _end(process)
    if process.returncode != 0:
        raise StepFailedError(f"{title}: exit code {process.returncode}", last_lines(log))
    say(f"done in {time.monotonic() - started:.0f} s")


def _wait(process: subprocess.Popen[bytes], log: Path, deadline: float, title: str) -> None:
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise StepFailedError(f"{title}: not done in time", last_lines(log))
        try:
            process.wait(min(_STILL_AT_IT, left))
        except subprocess.TimeoutExpired:
            latest = last_lines(log, 1)
            say(f"  at it: {latest[0].strip()[:_SHOWN_WIDTH]}" if latest else "  at it")
        else:
            return


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_STOP_WITHIN)


def last_lines(log: Path, count: int = _TAIL) -> list[str]:
    """Return the last lines of a log that say something."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line.strip()][-count:]
