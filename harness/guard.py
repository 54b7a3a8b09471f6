"""`python -m harness.guard [--grace SECONDS] COMMAND…`: run a command that ends when our stdin does.

For servers that do not watch their parent by themselves: however the parent dies, the system closes its end
of the pipe, and the command is stopped. The exit code is the command's own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType
from typing import Final

STOP_WITHIN: Final = 2.0
"""Seconds between SIGTERM and SIGKILL, unless said otherwise."""
_SIGNALLED: Final = 128
_READ: Final = 4096


def guard(argv: list[str], grace: float = STOP_WITHIN) -> int:
    """Run `argv` until it ends, or until stdin or a SIGTERM ends it; returns its exit code."""
    child = subprocess.Popen(argv, stdin=subprocess.DEVNULL)
    ended = threading.Event()

    def stop() -> None:
        child.terminate()
        if not ended.wait(grace):
            child.kill()

    def follow_parent() -> None:
        # Not by `sys.stdin`: its lock, held in this thread, would abort the interpreter's own end.
        while os.read(0, _READ):
            pass
        stop()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=stop, name="stop the command", daemon=True).start()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    threading.Thread(target=follow_parent, name="follow the parent", daemon=True).start()
    code = child.wait()
    ended.set()
    return code if code >= 0 else _SIGNALLED - code


def main() -> int:
    """Exit code 127 where there is no such command."""
    argv, grace = sys.argv[1:], STOP_WITHIN
    if argv[:1] == ["--grace"] and len(argv) > 1:
        grace, argv = float(argv[1]), argv[2:]
    if not argv:
        sys.stderr.write("usage: python -m harness.guard [--grace SECONDS] COMMAND [ARGUMENT …]\n")
        return 2
    try:
        return guard(argv, grace)
    except OSError as error:
        sys.stderr.write(f"{argv[0]}: {error.strerror}\n")
        return 127


if __name__ == "__main__":
    sys.exit(main())
