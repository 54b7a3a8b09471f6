"""Commands that are to end with their parent, which they do not watch themselves."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from harness.paths import ROOT

SOON = 30.0
TELLS_AND_STAYS = (
    "import os, signal, sys, threading\n{}\nprint(os.getpid(), flush=True)\nthreading.Event().wait()\n"
)
STUBBORN = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"


class Guarded:
    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "harness.guard", *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def child(self) -> int:
        """Return a descriptor of the command's process."""
        assert self.process.stdout is not None
        return os.pidfd_open(int(self.process.stdout.readline()))

    def close(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=SOON)


@pytest.fixture
def guarded() -> Iterator[list[Guarded]]:
    made: list[Guarded] = []
    yield made
    for one in made:
        one.close()


def ended(child: int) -> bool:
    try:
        return bool(select.select([child], [], [], SOON)[0])
    finally:
        os.close(child)


@pytest.mark.parametrize("habit", ["", STUBBORN])
def test_end_of_stdin_ends_the_command(guarded: list[Guarded], habit: str) -> None:
    guarded.append(Guarded(sys.executable, "-c", TELLS_AND_STAYS.format(habit)))
    child = guarded[0].child()

    assert guarded[0].process.stdin is not None
    guarded[0].process.stdin.close()

    assert ended(child)
    guarded[0].process.stdin = None
    assert guarded[0].process.wait(SOON) in {128 + signal.SIGTERM, 128 + signal.SIGKILL}


def test_signal_is_handed_on(guarded: list[Guarded]) -> None:
    guarded.append(Guarded(sys.executable, "-c", TELLS_AND_STAYS.format("")))
    child = guarded[0].child()

    guarded[0].process.terminate()

    assert ended(child)
    assert guarded[0].process.wait(SOON) == 128 + signal.SIGTERM


def test_exit_code_is_the_commands(guarded: list[Guarded]) -> None:
    guarded.append(Guarded(sys.executable, "-c", "raise SystemExit(5)"))

    assert guarded[0].process.wait(SOON) == 5


def test_command_is_given_the_time_it_may_take(guarded: list[Guarded]) -> None:
    winds_down = "signal.signal(signal.SIGTERM, lambda *_: (threading.Event().wait(3), os._exit(6)))"
    guarded.append(Guarded("--grace", "60", sys.executable, "-c", TELLS_AND_STAYS.format(winds_down)))
    child = guarded[0].child()

    guarded[0].process.terminate()

    assert ended(child)
    assert guarded[0].process.wait(SOON) == 6


def test_no_such_command(guarded: list[Guarded]) -> None:
    guarded.append(Guarded("/nowhere/mailpit"))

    assert guarded[0].process.wait(SOON) == 127


def test_no_command(guarded: list[Guarded]) -> None:
    guarded.append(Guarded())

    assert guarded[0].process.wait(SOON) == 2
