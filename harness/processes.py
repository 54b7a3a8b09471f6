"""Child processes that say when they are ready, are watched while they run, and are gone afterwards.

Each child is the leader of a session of its own, so that a terminal's Ctrl-C reaches the run and not its
servers, which are still needed while the run winds down. Its stdin is a pipe that nothing is ever written to:
a child that reads its end there knows that this process is gone, however it went.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from harness.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

READY_WITHIN = 30.0
"""Seconds until a child has to be ready: about one on a quiet machine, many times that on a busy one."""
STOP_WITHIN = 5.0
"""Seconds between the request to stop and SIGKILL."""
_PROBE_EVERY = 0.02
_TAIL = 15

ReadyT = TypeVar("ReadyT")


class ProcessStartError(RuntimeError):
    """A child did not start, or ended while it was needed; says so with its last log lines and what to do."""

    def __init__(
        self,
        name: str,
        what: str,
        *,
        exit_code: int | None = None,
        log_tail: Sequence[str] = (),
        advice: str = "",
    ) -> None:
        lines = [f"{name} {what}"]
        if log_tail:
            lines += ["its last log lines:", *(f"  {line}" for line in log_tail)]
        if advice:
            lines.append(advice)
        super().__init__("\n".join(lines))
        self.name = name
        self.exit_code = exit_code
        self.log_tail = tuple(log_tail)


class ManagedProcess(Generic[ReadyT]):
    """A child process. One line of its stdout may say that it is ready; all else goes to the log.

    `read_ready` turns that line into what `wait_ready` returns, and raises ValueError for any other line.
    `on_exit` is called, in a thread of this object's, when the child ends without having been asked to;
    `on_line`, likewise, with each line that goes to the log.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        name: str,
        log: Path,
        read_ready: Callable[[str], ReadyT] | None = None,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        pass_fds: Iterable[int] = (),
        advice: str = "",
        on_exit: Callable[[ManagedProcess[ReadyT]], None] | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self._argv = list(argv)
        self._read_ready = read_ready
        self._env = {**os.environ, **(env or {})}
        self._cwd = cwd
        self._pass_fds = tuple(pass_fds)
        self._advice = advice
        self._on_exit = on_exit
        self._on_line = on_line
        self._ready: Future[ReadyT] = Future()
        self._exited = threading.Event()
        self._stopping = False
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs (or was not started); negative: the signal that ended it."""
        return self._process.returncode if self._process is not None and self._exited.is_set() else None

    @property
    def running(self) -> bool:
        return self._process is not None and not self._exited.is_set()

    @property
    def has_ready_line(self) -> bool:
        return self._read_ready is not None

    def start(self) -> None:
        """Start it and return at once. Raises ProcessStartError where the command cannot even be executed."""
        with self.log.open("ab") as stderr:
            try:
                self._process = subprocess.Popen(
                    self._argv,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=stderr,
                    env=self._env,
                    cwd=self._cwd,
                    pass_fds=self._pass_fds,
                    start_new_session=True,
                    encoding="utf-8",
                    errors="replace",
                )
            except OSError as error:
                raise ProcessStartError(
                    self.name, f"cannot be started: {error}", advice=self._advice
                ) from error
        self._thread = threading.Thread(target=self._follow, name=f"follow {self.name}", daemon=True)
        self._thread.start()

    def _follow(self) -> None:
        """Read what the child says until it ends, then take its exit code."""
        process = self._process
        assert process is not None  # noqa: S101 - started before this thread
        assert process.stdout is not None  # noqa: S101 - asked for as a pipe
        with process.stdout, self.log.open("a", encoding="utf-8") as log:
            for line in process.stdout:
                if not self._is_ready_line(line):
                    log.write(line)
                    log.flush()
                    if self._on_line is not None:
                        self._on_line(line)
        process.wait()
        self._exited.set()
        if not self._ready.done():
            self._ready.set_exception(
                self._start_error(f"ended before it was ready ({self._how_it_ended()})")
            )
        if self._on_exit is not None and not self._stopping:
            self._on_exit(self)

    def _is_ready_line(self, line: str) -> bool:
        if self._read_ready is None or self._ready.done():
            return False
        try:
            self._ready.set_result(self._read_ready(line))
        except ValueError:
            return False
        return True

    def wait_ready(self, timeout: float = READY_WITHIN) -> ReadyT:
        """Return what the ready line says. Raises ProcessStartError if the child ends or is late."""
        try:
            return self._ready.result(timeout)
        except FutureTimeoutError:
            raise self._start_error(f"was not ready within {timeout:g} s") from None

    def wait_answering(self, answers: Callable[[], bool], timeout: float = READY_WITHIN) -> None:
        """Ask until `answers` says yes, for a child that has no ready line. Errors as of `wait_ready`."""
        deadline = time.monotonic() + timeout
        while not answers():
            if self._exited.wait(_PROBE_EVERY):
                raise self._start_error(f"ended before it was ready ({self._how_it_ended()})")
            if time.monotonic() > deadline:
                raise self._start_error(f"was not ready within {timeout:g} s")

    def log_tail(self, lines: int = _TAIL) -> list[str]:
        """Return the last lines of its log."""
        try:
            with self.log.open(encoding="utf-8", errors="replace") as log:
                return [line.rstrip("\n") for line in deque(log, maxlen=lines)]
        except OSError:
            return []

    def death(self) -> ProcessStartError:
        """Return the error that says that it ended while it was needed, how, and what it said last."""
        return self._start_error(f"ended while it was needed ({self._how_it_ended()})")

    def ask_to_stop(self) -> None:
        """Send SIGTERM and return at once; `stop` waits."""
        self._stopping = True
        if self.running:
            self._signal(signal.SIGTERM)

    def stop(self, grace: float = STOP_WITHIN) -> int | None:
        """End the child, by SIGKILL to its whole group after `grace` seconds, and return its exit code.

        May be called again, and for a child that has ended or was never started.
        """
        self.ask_to_stop()
        if self._process is None or self._thread is None:
            return None
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        if not self._exited.wait(grace):
            self._signal(signal.SIGKILL)
            self._exited.wait()
        if self._thread is not threading.current_thread():
            self._thread.join()
        return self.exit_code

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)

    def _how_it_ended(self) -> str:
        code = self.exit_code
        if code is None:
            return "still running"
        if code >= 0:
            return f"exit code {code}"
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"

    def _start_error(self, what: str) -> ProcessStartError:
        return ProcessStartError(
            self.name, what, exit_code=self.exit_code, log_tail=self.log_tail(), advice=self._advice
        )


def stop_all(processes: Iterable[ManagedProcess[Any]], grace: float = STOP_WITHIN) -> None:
    """Stop them side by side, so that it takes as long as the slowest and not the sum."""
    processes = list(processes)
    for process in processes:
        process.ask_to_stop()
    for process in processes:
        process.stop(grace)
