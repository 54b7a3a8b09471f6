"""Runs within a run: pytest as a child process, on a small project, with the real portal and catcher."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import textwrap
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.paths import ROOT

FINISHES_WITHIN = 60.0
MARK = "TEST_OF_THE_HARNESS"
TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Becomes a command whose session is ruled by the terminal on its stdin, as a shell's is."""
TEST_MODULE = """\
    import os
    import threading

    import pytest

    from harness.control import ControlClient
    from harness.run_context import RUN_CONTEXT


    @pytest.fixture(scope="session")
    def context(pytestconfig):
        return pytestconfig.stash[RUN_CONTEXT]


    def pause():
        \"\"\"Tell the outer test that this one runs, and stay in it.\"\"\"
        with open(os.environ["TEST_STARTED"], "w") as started:
            started.write("started\\n")
        for _ in range(60):  # in short waits, for a signal's handler to be called between them
            threading.Event().wait(1)
"""


class InnerRun:
    """One run of pytest on the small project; ended, with all it started, at the latest by the fixture."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reports = folder / "reports"
        self.started = folder / "started"
        self.mark = uuid.uuid4().hex
        self.process: subprocess.Popen[str] | None = None
        self.terminal: int | None = None
        os.mkfifo(self.started)
        # Opened for both, so that neither side waits for the other.
        self._started_fd = os.open(self.started, os.O_RDWR | os.O_NONBLOCK)

    def write(self, body: str) -> None:
        text = textwrap.dedent(TEST_MODULE) + "\n\n" + textwrap.dedent(body)
        (self.folder / "test_inner.py").write_text(text)

    def environment(self, extra: dict[str, str] | None = None) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("PYTEST_", "HUP_", "MAILPIT_", "COV_"))
        }
        return {
            **kept,
            "PYTHONPATH": str(ROOT),
            MARK: self.mark,
            "TEST_STARTED": str(self.started),
            **(extra or {}),
        }

    def start(
        self,
        *arguments: str,
        env: dict[str, str] | None = None,
        command: tuple[str, ...] = ("-m", "pytest", "--timeout=50"),
    ) -> subprocess.Popen[str]:
        return self._popen([*command, "--reports", str(self.reports), *arguments], env)

    def _popen(self, argv: list[str], env: dict[str, str] | None) -> subprocess.Popen[str]:
        self.process = subprocess.Popen(
            [sys.executable, *argv],
            cwd=self.folder,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        return self.process

    def finish(self) -> tuple[int, str]:
        """Return exit code and output."""
        assert self.process is not None
        output, _ = self.process.communicate(timeout=FINISHES_WITHIN)
        return self.process.returncode, output

    def run(self, *arguments: str, env: dict[str, str] | None = None) -> tuple[int, str]:
        self.start(*arguments, env=env)
        return self.finish()

    def start_on_terminal(self, *arguments: str) -> None:
        """As `start`, with a terminal of its own, whose Ctrl-C reaches all of its processes."""
        self.terminal, other_end = pty.openpty()
        argv = [sys.executable, "-m", "pytest", "--reports", str(self.reports), *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-c", TAKE_TERMINAL, *argv],
            cwd=self.folder,
            env=self.environment(),
            stdin=other_end,
            stdout=other_end,
            stderr=other_end,
            text=True,
            start_new_session=True,
        )
        os.close(other_end)

    def press_ctrl_c(self) -> None:
        assert self.terminal is not None
        os.write(self.terminal, b"\x03")

    def finish_on_terminal(self) -> tuple[int, str]:
        assert self.terminal is not None
        output = b""
        deadline = time.monotonic() + FINISHES_WITHIN
        while select.select([self.terminal], [], [], max(0.0, deadline - time.monotonic()))[0]:
            try:
                output += os.read(self.terminal, 65_536)
            except OSError:  # the last process of the terminal is gone
                break
        assert self.process is not None
        return self.process.wait(FINISHES_WITHIN), output.decode(errors="replace")

    def wait_started(self, tests: int = 1) -> None:
        """Wait until so many tests of the run have called `pause`."""
        seen = b""
        deadline = time.monotonic() + FINISHES_WITHIN
        while seen.count(b"\n") < tests:
            if not select.select([self._started_fd], [], [], max(0.0, deadline - time.monotonic()))[0]:
                output = self.kill_all()
                pytest.fail(f"{seen.count(b'started')} of {tests} tests were started: {output}")
            seen += os.read(self._started_fd, 1024)

    def processes(self, *words: str) -> list[int]:
        """Return the ids of this run's processes whose command line has one of the words, or of all."""
        mark = f"{MARK}={self.mark}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    ours = mark in (entry / "environ").read_bytes().split(b"\0")
                    command = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
                except OSError:  # it has ended, or is not ours
                    continue
                if ours and command and (not words or any(word in command for word in words)):
                    found.append(int(entry.name))
        return found

    def wait_gone(self, within: float) -> list[int]:
        """Return what of the run is still there after so many seconds: nothing, as soon as that is so."""
        deadline = time.monotonic() + within
        for pid in self.processes():
            try:
                descriptor = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            os.close(descriptor)
        return self.processes()

    def kill_all(self) -> str:
        for pid in self.processes():
            with_suppressed_kill(pid)
        if self.process is not None and self.process.stdout is not None and self.process.poll() is None:
            output, _ = self.process.communicate(timeout=FINISHES_WITHIN)
            return output
        return ""

    def close(self) -> None:
        self.kill_all()
        if self.process is not None:
            self.process.wait(FINISHES_WITHIN)
            if self.process.stdout is not None:
                self.process.stdout.close()
        os.close(self._started_fd)
        if self.terminal is not None:
            os.close(self.terminal)


def with_suppressed_kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture
def new_inner_run(tmp_path: Path) -> Iterator[Callable[[str], InnerRun]]:
    """Make a small project with the given tests, to be run by pytest in a process of its own."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("the processes of a run are found through /proc, which this system does not have")
    made: list[InnerRun] = []

    def make(body: str) -> InnerRun:
        folder = tmp_path / f"inner{len(made)}"
        folder.mkdir()
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -p no:randomly -p no:cacheprovider\n")
        (folder / "conftest.py").write_text('pytest_plugins = ["harness.pytest_run"]\n')
        run = InnerRun(folder)
        made.append(run)
        run.write(body)
        return run

    yield make
    for run in made:
        run.close()
