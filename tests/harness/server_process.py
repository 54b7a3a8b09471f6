"""A server of the harness as a process of its own, started as `python -m` starts it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeAlias

Process: TypeAlias = "subprocess.Popen[str]"
Start: TypeAlias = "Callable[..., Process]"


@contextmanager
def starting(module: str) -> Iterator[Start]:
    """Start the module as often as wanted, with options, and sockets to inherit as `fds`. All end here."""
    with ExitStack() as stack:

        def start(*options: str, fds: tuple[int, ...] = ()) -> Process:
            process = subprocess.Popen(
                # Warnings as errors: a socket or task left behind would show on stderr.
                [sys.executable, "-W", "error", "-m", module, *options],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                pass_fds=fds,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield start
