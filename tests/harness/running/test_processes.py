"""Child processes: ready lines, deaths, ends."""

from __future__ import annotations

import json
import os
import queue
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.processes import ManagedProcess, ProcessStartError, stop_all

SOON = 30.0
SERVES = """
import json, signal, sys, threading
print("starting", flush=True)
print(json.dumps({"event": "ready", "port": 7}), flush=True)
print("a word after that", flush=True)
print("and an error", file=sys.stderr, flush=True)
sys.stdin.read()
"""
Make = Callable[..., ManagedProcess[Any]]


def read_ready(line: str) -> dict[str, Any]:
    return dict(json.loads(line))


def open_descriptors() -> int:
    return sum(1 for _ in Path("/dev/fd").iterdir())


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[ManagedProcess[Any]] = []

    def make(program: str, **options: Any) -> ManagedProcess[Any]:  # noqa: ANN401
        options.setdefault("read_ready", read_ready)
        process: ManagedProcess[Any] = ManagedProcess(
            [sys.executable, "-c", program],
            name="the server",
            log=tmp_path / f"server{len(made)}.log",
            cwd=tmp_path,
            advice="Look at its settings",
            **options,
        )
        made.append(process)
        return process

    before = open_descriptors()
    yield make
    stop_all(made)
    assert open_descriptors() <= before
    assert not [thread for thread in threading.enumerate() if thread.name == "follow the server"]


def test_returns_what_ready_line_says(make: Make) -> None:
    process = make(SERVES)
    process.start()

    assert process.wait_ready(SOON) == {"event": "ready", "port": 7}
    assert process.running
    assert process.exit_code is None


def test_log_has_all_but_ready_line(make: Make) -> None:
    ends: queue.Queue[str] = queue.Queue()
    process = make(SERVES.replace("sys.stdin.read()", ""), on_exit=lambda ended: ends.put(ended.name))
    process.start()
    ends.get(timeout=SOON)

    assert sorted(process.log_tail()) == ["a word after that", "and an error", "starting"]


def test_its_end_of_stdin_ends_it(make: Make) -> None:
    process = make(SERVES)
    process.start()
    process.wait_ready(SOON)

    assert process.stop() in {0, -signal.SIGTERM}
    assert not process.running


def test_death_before_ready_tells_code_log_and_advice(make: Make) -> None:
    process = make("import sys; print('no such table', file=sys.stderr); sys.exit(3)")
    process.start()

    with pytest.raises(ProcessStartError) as caught:
        process.wait_ready(SOON)

    assert str(caught.value).splitlines() == [
        "the server ended before it was ready (exit code 3)",
        "its last log lines:",
        "  no such table",
        "Look at its settings",
    ]
    assert caught.value.exit_code == 3


def test_late_one_is_told_apart_from_dead_one(make: Make) -> None:
    process = make("import sys; sys.stdin.read()")
    process.start()

    with pytest.raises(ProcessStartError, match=r"was not ready within 0\.05 s"):
        process.wait_ready(0.05)


def test_command_that_does_not_exist(tmp_path: Path) -> None:
    process: ManagedProcess[Any] = ManagedProcess(
        [str(tmp_path / "nothing")], name="the server", log=tmp_path / "log", advice="Install it"
    )

    with pytest.raises(
        ProcessStartError, match=r"the server cannot be started: .*No such file[\s\S]*Install it"
    ):
        process.start()
    assert process.stop() is None


def test_one_that_will_not_stop_is_killed_with_its_children(make: Make) -> None:
    program = """
import os, signal, subprocess, sys, threading
signal.signal(signal.SIGTERM, signal.SIG_IGN)
code = "import signal, threading; signal.signal(signal.SIGTERM, signal.SIG_IGN); threading.Event().wait()"
child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
threading.Event().wait()
"""
    process = make(program, read_ready=lambda line: {"child": int(line)})
    process.start()
    child = os.pidfd_open(process.wait_ready(SOON)["child"])

    assert process.stop(grace=0.2) == -signal.SIGKILL
    # A descriptor of a process becomes readable when that ends.
    assert select.select([child], [], [], SOON)[0]
    os.close(child)


def test_unasked_end_is_reported_once(make: Make) -> None:
    ends: queue.Queue[str] = queue.Queue()
    process = make(SERVES, on_exit=lambda ended: ends.put(str(ended.death())))
    process.start()
    process.wait_ready(SOON)

    os.kill(process.pid, signal.SIGKILL)

    assert "the server ended while it was needed (killed by SIGKILL)" in ends.get(timeout=SOON)
    process.stop()
    assert ends.empty()


def test_asked_end_is_not_reported(make: Make) -> None:
    ends: queue.Queue[str] = queue.Queue()
    process = make(SERVES, on_exit=lambda ended: ends.put(ended.name))
    process.start()
    process.wait_ready(SOON)

    process.stop()

    assert ends.empty()


def test_one_without_ready_line_is_asked(make: Make) -> None:
    process = make("import sys; sys.stdin.read()", read_ready=None)
    process.start()
    answers = iter([False, False, True])

    process.wait_answering(lambda: next(answers), SOON)

    assert next(answers, None) is None


def test_one_without_ready_line_may_die_too(make: Make) -> None:
    process = make("raise SystemExit(4)", read_ready=None)
    process.start()

    with pytest.raises(ProcessStartError, match=r"ended before it was ready \(exit code 4\)"):
        process.wait_answering(lambda: False, SOON)


def test_terminal_signals_do_not_reach_it(make: Make) -> None:
    process = make(SERVES)
    process.start()
    process.wait_ready(SOON)

    assert os.getpgid(process.pid) != os.getpgid(0)
    assert os.getsid(process.pid) == process.pid


def test_log_that_is_not_there_has_no_tail(tmp_path: Path) -> None:
    process: ManagedProcess[Any] = ManagedProcess(["true"], name="x", log=tmp_path / "none")

    assert process.log_tail() == []
