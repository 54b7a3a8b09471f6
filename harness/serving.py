"""What the servers of a run have in common as processes of their own: their options, and their end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import threading
from typing import Final

_READ: Final = 1024
_MAX_PORT: Final = 65_535


def _port(text: str) -> int:
    """Read a port from a command line; 0 stands for a free one."""
    if not text.isascii() or not text.isdigit() or int(text) > _MAX_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_MAX_PORT}")
    return int(text)


def add_port(parser: argparse.ArgumentParser, name: str, what: str) -> None:
    """Let the option --NAME-port say which port is the one where `what`."""
    parser.add_argument(
        f"--{name}-port",
        type=_port,
        default=0,
        metavar="PORT",
        help=f"where {what}; 0: a free one (default)",
    )


def add_exit_with_parent(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--exit-with-parent",
        action="store_true",
        help="stop when stdin reaches its end, as when its writer dies",
    )


def told_to_stop(*, exit_with_parent: bool) -> asyncio.Event:
    """Return an event of the running loop that a signal sets, or the end of stdin if asked for."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if exit_with_parent:
        threading.Thread(target=_stop_at_eof, args=(loop, stop), daemon=True).start()
    return stop


def _stop_at_eof(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    # Not by sys.stdin: its lock, held by this thread, would be in the way of the interpreter's exit.
    with contextlib.suppress(OSError):
        while os.read(0, _READ):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(stop.set)
