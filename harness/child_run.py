"""`./run e2e` as a process of its own, for commands that run it many times: it ends in order when they do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from harness.paths import ROOT
from harness.report.model import Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

E2E: Final = (sys.executable, "-P", "-m", "harness", "e2e")
"""What takes the arguments of `./run e2e`."""
OUTPUT: Final = "output.txt"
_END_WITHIN: Final = 90
"""Seconds that a run has to end in order: to finish a step, stop its servers and write its reports."""
_FINISHED: Final = b'"event": "scenario finished"'
_LAST_LINES: Final = 12


class Child:
    """A command that makes a folder of reports in `folder`; what it prints goes to `output.txt` there.

    `environment` is added to this process's own.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self._folder = folder
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        with (folder / OUTPUT).open("wb") as output:
            # In a session of its own, so that Ctrl-C reaches this process alone; and under a guard that ends
            # it when this process is gone.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "harness.guard", "--grace", str(_END_WITHIN), *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": path, **(environment or {})},
                start_new_session=True,
            )

    def wait(self, seconds: float) -> int | None:
        """Return its exit code once it has ended, or None after so many seconds."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def close(self) -> int:
        """End it in order, if it still runs, and return its exit code. A second Ctrl-C ends it at once."""
        try:
            if self._process.poll() is None:
                self._process.terminate()
            return self._process.wait(_END_WITHIN)
        except (KeyboardInterrupt, subprocess.TimeoutExpired):
            self.kill()
            return self._process.wait()
        finally:
            if self._process.stdin is not None:
                with suppress(OSError):
                    self._process.stdin.close()

    def kill(self) -> None:
        """End it at once, without its reports."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def scenarios_done(self) -> int:
        log = next(self._folder.glob("*/results.ndjson"), None)
        try:
            return log.read_bytes().count(_FINISHED) if log else 0
        except OSError:
            return 0


def run_folder(folder: Path) -> Path | None:
    """Return the folder that the run in `folder` has made for its reports."""
    found = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    return next((path for path in sorted(found) if (path / "results.json").exists()), None)


def results_of(folder: Path) -> Run | None:
    """Return what the run in `folder` has left, if it can be read."""
    made = run_folder(folder)
    try:
        return Run.model_validate_json((made / "results.json").read_bytes()) if made else None
    except (OSError, ValueError):
        return None


def last_lines(folder: Path) -> list[str]:
    """Return what it printed last."""
    try:
        with (folder / OUTPUT).open(encoding="utf-8", errors="replace") as output:
            return [line.rstrip() for line in deque((each for each in output if each.strip()), _LAST_LINES)]
    except OSError:
        return []
