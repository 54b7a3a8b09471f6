"""Which browser is found, by what is on a machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness import browsers
from harness.browsers import BrowserNotFoundError, chosen_by_user, find, launch_options

REVISION = "7"


class Machine:
    """A machine with nothing on it, until something is added."""

    def __init__(self, folder: Path) -> None:
        self.registry = folder / "registry"
        self.path = folder / "path"
        self.path.mkdir()
        self.environ = {"PLAYWRIGHT_BROWSERS_PATH": str(self.registry), "DISPLAY": ":0"}

    def which(self, name: str) -> str | None:
        program = self.path / name
        return str(program) if program.exists() else None

    def downloaded(self, name: str, file: str, *, complete: bool = True, revision: str = REVISION) -> Path:
        folder = self.registry / f"{name}-{revision}"
        program = folder / file
        program.parent.mkdir(parents=True)
        program.touch()
        if complete:
            (folder / "INSTALLATION_COMPLETE").touch()
        return program

    def on_path(self, name: str, content: str = "") -> Path:
        program = self.path / name
        program.write_text(content)
        program.chmod(0o755)
        return program

    def find(self, *, headed: bool = False) -> Path:
        return find(headed=headed, environ=self.environ, which=self.which).executable


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(
        browsers, "_revisions", lambda: {"chromium": REVISION, "chromium-headless-shell": REVISION}
    )
    return Machine(tmp_path)


ADD: list[Callable[[Machine], Path]] = [
    lambda machine: machine.downloaded(
        "chromium_headless_shell", "chrome-headless-shell-linux64/chrome-headless-shell"
    ),
    lambda machine: machine.downloaded("chromium", "chrome-linux64/chrome"),
    lambda machine: machine.on_path("chromium-headless-shell"),
    lambda machine: machine.on_path("chromium"),
    lambda machine: machine.on_path("chromium-browser"),
    lambda machine: machine.on_path("google-chrome"),
    lambda machine: machine.on_path("google-chrome-stable"),
    lambda machine: machine.on_path("microsoft-edge"),
]


@pytest.mark.parametrize("first", range(len(ADD)))
def test_first_of_the_order_is_taken(machine: Machine, first: int) -> None:
    added = [add(machine) for add in ADD[first:]]

    assert machine.find() == added[0]


def test_named_one_is_taken_before_all_others(machine: Machine) -> None:
    ADD[0](machine)
    machine.environ["HUP_BROWSER"] = str(machine.on_path("my-chrome"))

    assert machine.find() == machine.path / "my-chrome"


def test_named_one_has_to_be_a_program(machine: Machine, tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "none"):
        machine.environ["HUP_BROWSER"] = str(wrong)
        with pytest.raises(BrowserNotFoundError, match="HUP_BROWSER is "):
            machine.find()


def test_download_that_was_broken_off_or_is_of_another_version_does_not_count(machine: Machine) -> None:
    machine.downloaded("chromium", "chrome-linux64/chrome", complete=False)
    machine.downloaded("chromium", "chrome-linux64/chrome", revision="6")

    with pytest.raises(BrowserNotFoundError):
        machine.find()


def test_placeholder_for_a_package_that_is_not_installed_does_not_count(machine: Machine) -> None:
    if Path("/snap/bin/chromium").exists():
        pytest.skip("here the placeholder would be right")
    machine.on_path("chromium-browser", "#!/bin/sh\nif ! [ -x /snap/bin/chromium ]; then\n")

    with pytest.raises(BrowserNotFoundError):
        machine.find()


def test_none_names_ways_to_get_one(machine: Machine) -> None:
    with pytest.raises(BrowserNotFoundError) as caught:
        machine.find()

    for way in ("./run e2e", "chromium-headless-shell", "HUP_BROWSER="):
        assert way in str(caught.value)


def test_shell_cannot_be_shown(machine: Machine) -> None:
    ADD[0](machine)
    ADD[2](machine)

    with pytest.raises(BrowserNotFoundError, match="--headed needs a full Chromium"):
        machine.find(headed=True)

    full = ADD[3](machine)
    assert machine.find(headed=True) == full


def test_named_shell_cannot_be_shown(machine: Machine) -> None:
    machine.environ["HUP_BROWSER"] = str(machine.on_path("chromium-headless-shell"))

    with pytest.raises(BrowserNotFoundError, match="names a headless shell"):
        machine.find(headed=True)


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="other systems always have a display")
def test_showing_needs_a_display(machine: Machine) -> None:
    ADD[3](machine)
    del machine.environ["DISPLAY"]

    with pytest.raises(BrowserNotFoundError, match=r"no display here.*xvfb-run"):
        machine.find(headed=True)


def config(*, headed: bool = False) -> Any:  # noqa: ANN401 - stands in for pytest.Config
    return SimpleNamespace(getoption=lambda _name, default=None: headed or default)


@pytest.mark.parametrize(
    ("name", "options"), [("firefox", {}), ("webkit", {}), ("chromium", {"channel": "msedge"})]
)
def test_what_the_user_chose_is_left_to_playwright(name: str, options: dict[str, Any]) -> None:
    assert chosen_by_user([name], options.get("channel"))
    assert launch_options(options, browser_name=name, config=config()) == options


def test_found_one_is_added_to_the_options(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUP_BROWSER", str(machine.on_path("chrome")))
    given = {"slow_mo": 300}

    options = launch_options(given, browser_name="chromium", config=config())

    assert options == {"slow_mo": 300, "executable_path": str(machine.path / "chrome")}
    assert given == {"slow_mo": 300}


def test_revisions_are_those_of_installed_playwright() -> None:
    assert browsers._revisions()["chromium-headless-shell"].isdigit()


@pytest.mark.parametrize(
    ("environ", "end"),
    [
        ({"PLAYWRIGHT_BROWSERS_PATH": "0"}, "playwright/driver/package/.local-browsers"),
        ({"PLAYWRIGHT_BROWSERS_PATH": "/srv/browsers"}, "/srv/browsers"),
    ],
)
def test_registry_is_where_playwright_keeps_it(environ: dict[str, str], end: str) -> None:
    assert str(browsers._registry(environ)).endswith(end)
