"""Which browser a run uses: found on this machine by looking, in milliseconds, without starting anything.

Headless shells come first, for they cost a fraction of the full browser's processor time. Nothing is
installed here; `./run` does that (`harness.browser_setup`).
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pytest

VARIABLE: Final = "HUP_BROWSER"
CHROMIUM: Final = "chromium"
_SHELLS_ON_PATH: Final = ("chromium-headless-shell",)
_BROWSERS_ON_PATH: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
_SHELL_FILES: Final = ("*/chrome-headless-shell", "*/headless_shell")
_BROWSER_FILES: Final = (
    "*/chrome",
    "*/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
    "*/Chromium.app/Contents/MacOS/Chromium",
)
_COMPLETE: Final = "INSTALLATION_COMPLETE"
_SCRIPT_HEAD: Final = 4096

WAYS_TO_GET_ONE: Final = f"""\
Any one of these gives it one:
  - ./run e2e                     downloads Playwright's own, or installs the system's package
  - your system's package         chromium-headless-shell (Debian), chromium, google-chrome …
  - {VARIABLE}=/path/to/chrome   names one that is here already"""


class BrowserNotFoundError(RuntimeError):
    """There is no browser that can do what was asked; the message says how to get one."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium that Playwright can start."""

    executable: Path
    can_show_windows: bool


def find(
    *,
    headed: bool = False,
    environ: Mapping[str, str] = os.environ,
    which: Callable[[str], str | None] = shutil.which,
) -> Browser:
    """Return the first of: HUP_BROWSER, Playwright's headless shell, its Chromium, those on PATH.

    With `headed` a headless shell does not count. Raises BrowserNotFoundError.
    """
    if headed and not _has_display(environ):
        raise BrowserNotFoundError(
            "--headed shows the browser, and there is no display here (neither DISPLAY nor WAYLAND_DISPLAY "
            "is set). Leave --headed out, or run it under xvfb-run"
        )
    named = environ.get(VARIABLE)
    if named:
        return _named(named, headed=headed)
    for browser in _candidates(environ, which):
        if browser.can_show_windows or not headed:
            return browser
    if headed:
        raise BrowserNotFoundError(
            "--headed needs a full Chromium; at most its headless shell is on this machine. Leave --headed "
            f"out, type: {sys.executable} -m playwright install chromium, or set {VARIABLE} to a full browser"
        )
    raise BrowserNotFoundError(f"there is no browser on this machine. {WAYS_TO_GET_ONE}")


def chosen_by_user(browser_names: list[str], channel: str | None) -> bool:
    """Say whether the options of pytest-playwright name a browser that Playwright itself has to find."""
    return channel is not None or bool(set(browser_names) - {CHROMIUM})


def launch_options(
    launch_args: Mapping[str, Any], *, browser_name: str, config: pytest.Config
) -> dict[str, Any]:
    """Add the browser that was found to pytest-playwright's options for starting one.

    Raises BrowserNotFoundError. Nothing is said about Chromium's sandbox: Playwright leaves it off by itself.
    """
    options = dict(launch_args)
    if chosen_by_user([browser_name], options.get("channel")) or "executable_path" in options:
        return options
    headed = options.get("headless") is False or bool(config.getoption("--headed", default=False))
    options["executable_path"] = str(find(headed=headed).executable)
    return options


def _named(named: str, *, headed: bool) -> Browser:
    path = Path(named).expanduser()
    if not path.is_file() or not os.access(path, os.X_OK):
        raise BrowserNotFoundError(
            f"{VARIABLE} is {named}, which is no program that can be started: correct it, or unset it"
        )
    shell = "headless" in path.name
    if headed and shell:
        raise BrowserNotFoundError(
            f"--headed needs a full Chromium, and {VARIABLE} names a headless shell ({named}): "
            "set it to a full browser, or leave --headed out"
        )
    return Browser(path, can_show_windows=not shell)


def _candidates(environ: Mapping[str, str], which: Callable[[str], str | None]) -> Iterator[Browser]:
    registry = _registry(environ)
    revisions = _revisions()
    for name, files, windows in (
        ("chromium-headless-shell", _SHELL_FILES, False),
        ("chromium", _BROWSER_FILES, True),
    ):
        if registry is not None and name in revisions:
            directory = registry / f"{name.replace('-', '_')}-{revisions[name]}"
            if (directory / _COMPLETE).exists():
                for pattern in files:
                    yield from (Browser(path, can_show_windows=windows) for path in directory.glob(pattern))
    for names, windows in ((_SHELLS_ON_PATH, False), (_BROWSERS_ON_PATH, True)):
        for name in names:
            found = which(name)
            if found is not None and not _waits_for_snap(Path(found)):
                yield Browser(Path(found), can_show_windows=windows)


def _driver() -> Path | None:
    """Return the folder of Playwright's driver; importing Playwright would take a tenth of a second."""
    spec = importlib.util.find_spec("playwright")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "driver" / "package"


def _registry(environ: Mapping[str, str]) -> Path | None:
    """Return where Playwright keeps the browsers it downloads, by its own rules."""
    told = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if told == "0":
        driver = _driver()
        return None if driver is None else driver / ".local-browsers"
    if told:
        return Path(told).absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _revisions() -> dict[str, str]:
    """Return the revision of each browser that the installed Playwright was made for."""
    driver = _driver()
    try:
        listed = json.loads((driver / "browsers.json").read_text(encoding="utf-8")) if driver else {}
        return {browser["name"]: str(browser["revision"]) for browser in listed.get("browsers", ())}
    except (OSError, KeyError, TypeError, ValueError):
        return {}


def _waits_for_snap(path: Path) -> bool:
    """Say whether it is the placeholder that some systems have for a browser that is not installed."""
    try:
        with path.open("rb") as file:
            head = file.read(_SCRIPT_HEAD)
    except OSError:
        return True
    return (
        head.startswith(b"#!") and b"/snap/bin/chromium" in head and not Path("/snap/bin/chromium").exists()
    )


def _has_display(environ: Mapping[str, str]) -> bool:
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
