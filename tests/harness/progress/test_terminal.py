"""A run on a real (pseudo) terminal, seen as somebody sees it."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
from typing import TYPE_CHECKING

import pytest

from harness.progress.plugin import is_live

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness.conftest import Project
    from tests.harness.progress.conftest import Terminal

_STUCK = """\
Feature: Stuck
  @HUP-LINK-3
  Scenario: Done before
    Then she is let in
  @HUP-LINK-3
  Scenario: Never ends
    When the run is stuck
"""


class _Run:
    """pytest on a pseudo terminal of 100 columns."""

    def __init__(self, project: Project, *arguments: str, env: dict[str, str] | None = None) -> None:
        self._main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        self.process = subprocess.Popen(
            project.command(*arguments),
            cwd=project.path,
            env=project.environment(env),
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
        )
        os.close(side)
        self.output = ""

    def read_until(self, wanted: Callable[[str], bool]) -> None:
        """Read what it writes until that is as wanted, or until it has ended."""
        while not wanted(self.output):
            try:
                read = os.read(self._main, 65536)
            except OSError:  # how Linux tells that nobody has the other side open any more
                break
            if not read:
                break
            self.output += read.decode(errors="replace").replace("\r\n", "\n")

    def end(self) -> str:
        self.read_until(lambda _: False)
        os.close(self._main)
        self.process.wait(30)
        return self.output


def test_live_area_comes_and_goes_without_a_trace(features_project: Project, wide_terminal: Terminal) -> None:
    run = _Run(features_project, "-n", "0", "-k", "once or twice")
    output = run.end()
    wide_terminal.feed(output)
    assert "2/2" in output
    seen = wide_terminal.screen
    assert "[2/2] FAILED" in seen
    assert "[1/2]" not in seen  # what went well is only counted
    assert "1 ok" not in seen
    assert seen.splitlines()[-1].strip("=").strip().startswith("1 failed, 1 passed")


def test_interrupt_leaves_no_garbage(features_project: Project, wide_terminal: Terminal) -> None:
    features_project.write({"features/link.feature": _STUCK})
    os.mkfifo(features_project.path / "stuck")
    run = _Run(features_project, "-n", "1")
    (features_project.path / "stuck").read_bytes()
    run.read_until(lambda output: "Stuck: Never ends" in output and "1/2" in output)
    os.killpg(run.process.pid, signal.SIGINT)
    output = run.end()
    wide_terminal.feed(output)
    seen = wide_terminal.screen
    assert "1 ok" in output
    assert "1 ok" not in seen
    assert seen.count("Never ends") == 1  # named as interrupted, and nowhere else
    assert "Interrupted: Stuck: Never ends" in seen
    assert seen.splitlines()[-1].startswith("==")


def test_terminal_of_a_build_server_gets_a_log(features_project: Project) -> None:
    output = _Run(features_project, "-n", "0", "-k", "once", env={"CI": "true"}).end()
    assert "\x1b[1A" not in output
    assert "] \x1b[32mok" in output


class _Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("option", ["-s", "--pdb", "--setup-show", "--collect-only", "--color=no"])
def test_options_that_write_by_themselves_get_no_area(option: str) -> None:
    config = pytest.Config.fromdictargs({}, [option])
    assert not is_live(config, _Terminal(), {"TERM": "xterm"})  # type: ignore[arg-type]
    assert is_live(pytest.Config.fromdictargs({}, []), _Terminal(), {"TERM": "xterm"})  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [{"TERM": "dumb"}, {"TERM": ""}, {"NO_COLOR": "1"}, {"CI": "1"}])
def test_surroundings_that_want_a_log_get_no_area(said: dict[str, str]) -> None:
    config = pytest.Config.fromdictargs({}, [])
    assert not is_live(config, _Terminal(), {"TERM": "xterm", **said})  # type: ignore[arg-type]
