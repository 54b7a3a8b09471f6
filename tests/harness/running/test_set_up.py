"""The parts of the set-up that a test cannot have for real: missing tools, other systems, slow steps."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harness import bootstrap, browser_setup, setup_step
from harness.browsers import Browser, BrowserNotFoundError
from harness.setup_step import SetupError, StepFailedError, run_step


class Steps:
    """Records steps instead of running them; those that contain a word of `fail` fail."""

    def __init__(self, *fail: str) -> None:
        self.commands: list[str] = []
        self._fail = fail

    def __call__(self, title: str, argv: Sequence[str], **_: Any) -> None:  # noqa: ANN401
        command = " ".join(map(str, argv))
        self.commands.append(command)
        if any(word in command for word in self._fail):
            raise StepFailedError(f"{title}: exit code 1", ["no route to host"])


@pytest.fixture
def no_ensurepip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bootstrap, "_has_ensurepip", lambda: False)
    monkeypatch.setattr(bootstrap, "LOG", tmp_path / "log")


def have(monkeypatch: pytest.MonkeyPatch, *programs: str, root: bool = True) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}" if name in programs else None)
    monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)


@pytest.mark.usefixtures("no_ensurepip")
def test_uv_makes_environment_where_python_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    monkeypatch.setattr(bootstrap, "run_step", steps)
    have(monkeypatch, "uv", "apt-get")

    bootstrap._make_empty(0)

    assert [command.split()[:2] for command in steps.commands] == [["uv", "venv"]]


@pytest.mark.usefixtures("no_ensurepip")
def test_system_package_is_installed_where_root_may(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    monkeypatch.setattr(bootstrap, "run_step", steps)
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3.11")
    have(monkeypatch, "apt-get")

    bootstrap._make_empty(0)

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert steps.commands[0] == "apt-get update"
    assert steps.commands[1].endswith(f"python{version}-venv")
    assert steps.commands[2].startswith("/usr/bin/python3.11 -m venv")


@pytest.mark.usefixtures("no_ensurepip")
def test_without_any_way_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    have(monkeypatch, root=False)

    with pytest.raises(SetupError, match=r"-venv; uv; or another Python.*HUP_PYTHON"):
        bootstrap._make_empty(0)


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> list[Browser]:
    """Return what is found: nothing, until a test adds something."""
    found: list[Browser] = []

    def find(**_: object) -> Browser:
        if not found:
            raise BrowserNotFoundError("there is no browser on this machine")
        return found[0]

    monkeypatch.setattr(browser_setup, "find", find)
    monkeypatch.delenv("HUP_BROWSER", raising=False)
    return found


def test_browser_that_is_there_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, no_browser: list[Browser]
) -> None:
    steps = Steps()
    monkeypatch.setattr(browser_setup, "run_step", steps)
    no_browser.append(Browser(Path("/usr/bin/chromium"), can_show_windows=True))

    assert browser_setup.ensure_browser() == no_browser[0]
    assert steps.commands == []


def test_system_package_where_the_download_fails(
    monkeypatch: pytest.MonkeyPatch, no_browser: list[Browser]
) -> None:
    class Installs(Steps):
        def __call__(self, title: str, argv: Sequence[str], **more: Any) -> None:  # noqa: ANN401
            super().__call__(title, argv, **more)
            if "install -y" in self.commands[-1]:
                no_browser.append(Browser(Path(sys.executable), can_show_windows=False))

    steps = Installs("playwright")
    monkeypatch.setattr(browser_setup, "run_step", steps)
    have(monkeypatch, "apt-get")

    assert browser_setup.ensure_browser().executable == Path(sys.executable)
    assert "playwright install --only-shell" in steps.commands[0]
    assert steps.commands[1] == "apt-get update"
    assert steps.commands[2].endswith("chromium-headless-shell")


@pytest.mark.usefixtures("no_browser")
def test_no_way_to_a_browser_names_all_ways(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser_setup, "run_step", Steps("playwright"))
    have(monkeypatch, root=False)

    with pytest.raises(SetupError) as caught:
        browser_setup.ensure_browser()

    for part in ("no route to host", "apt-get", "./run e2e", "HUP_BROWSER=", "The whole log: "):
        assert part in str(caught.value)
    assert "no browser on this machine" in capsys.readouterr().err


@pytest.mark.usefixtures("no_browser")
def test_nothing_is_installed_where_one_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = Steps()
    monkeypatch.setattr(browser_setup, "run_step", steps)
    monkeypatch.setenv("HUP_BROWSER", "/nowhere/chrome")

    with pytest.raises(SetupError):
        browser_setup.ensure_browser()

    assert steps.commands == []


def test_browser_that_does_not_start_is_not_taken(tmp_path: Path) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\necho 'libnss3.so: cannot open shared object file' >&2\nexit 127\n")
    broken.chmod(0o755)

    with pytest.raises(StepFailedError) as caught:
        browser_setup._started(Browser(broken, can_show_windows=True))

    assert caught.value.log_tail == ("libnss3.so: cannot open shared object file",)


def test_step_keeps_output_in_its_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "new folder" / "log"

    run_step("saying hello", ["sh", "-c", "echo hello; echo oh >&2"], log=log, timeout=30)

    assert log.read_text().splitlines()[-2:] == ["hello", "oh"]
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("set-up: saying hello …\nset-up: done in ")


def test_step_that_fails_tells_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(StepFailedError, match="trying: exit code 3") as caught:
        run_step("trying", ["sh", "-c", "echo 'disk full'; exit 3"], log=tmp_path / "log", timeout=30)

    assert caught.value.log_tail[-1] == "disk full"


def test_step_that_takes_too_long_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_step, "_STILL_AT_IT", 0.1)
    log = tmp_path / "log"

    with pytest.raises(StepFailedError, match="waiting: not done in time"):
        run_step("waiting", ["sh", "-c", "echo began; cat /dev/zero | cat >/dev/null"], log=log, timeout=0.5)

    assert "at it: began" in capsys.readouterr().err


def test_step_whose_command_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(StepFailedError, match="No such file"):
        run_step("trying", [str(tmp_path / "nothing")], log=tmp_path / "log", timeout=30)
