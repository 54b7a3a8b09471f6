"""Getting a browser for a machine that has none: Playwright's download, else the system's own package."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from harness.browsers import VARIABLE, WAYS_TO_GET_ONE, Browser, BrowserNotFoundError, find
from harness.paths import STATE
from harness.setup_step import SetupError, StepFailedError, run_step, say

LOG: Final = STATE / "browser-set-up.log"
_PACKAGES: Final = ("chromium-headless-shell", "chromium")
_DOWNLOAD_WITHIN: Final = 300.0
_INSTALL_WITHIN: Final = 600.0
_STARTS_WITHIN: Final = 30.0
# Playwright tries several servers, five times each; a machine without network shall not wait for all of that.
_QUICK_TO_GIVE_UP: Final = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "10000"}
_APT: Final = {"DEBIAN_FRONTEND": "noninteractive"}


def ensure_browser(*, headed: bool = False) -> Browser:
    """Return a browser, installing one if need be. Raises SetupError with the ways to get one."""
    try:
        return find(headed=headed)
    except BrowserNotFoundError as error:
        if os.environ.get(VARIABLE) or headed:
            # What the user named is wrong, or what is missing is a display: nothing to be installed.
            raise SetupError(str(error)) from error
    say("no browser on this machine")
    failures = []
    for install in (_download, _from_the_system):
        try:
            install()
            return _started(find())
        except (StepFailedError, BrowserNotFoundError) as error:
            what = str(error).partition("\n")[0] + _reason(error)
            failures.append(f"  - {what}")
            say(f"that failed: {what}")
    tried = "\n".join(failures)
    raise SetupError(f"no browser could be installed:\n{tried}\nThe whole log: {LOG}\n{WAYS_TO_GET_ONE}")


def _reason(error: Exception) -> str:
    """Return the line of the log that most likely says why, in brackets."""
    lines = error.log_tail if isinstance(error, StepFailedError) else ()
    telling = [line.strip() for line in lines if "error" in line.lower() or line.startswith("E: ")] or lines[
        -1:
    ]
    return f" ({telling[0]})" if telling else ""


def _download() -> None:
    run_step(
        "downloading Playwright's headless Chromium",
        [sys.executable, "-m", "playwright", "install", "--only-shell", "--no-progress", "chromium"],
        log=LOG,
        timeout=_DOWNLOAD_WITHIN,
        env=_QUICK_TO_GIVE_UP,
    )
    try:
        _started(find())
    except StepFailedError:
        # A bare system lacks libraries that a browser needs; Playwright knows which.
        as_root = _as_root()
        if as_root is None:
            raise
        run_step(
            "installing the libraries it needs",
            [*as_root, sys.executable, "-m", "playwright", "install-deps", "chromium-headless-shell"],
            log=LOG,
            timeout=_INSTALL_WITHIN,
            env=_APT,
        )


def _from_the_system() -> None:
    as_root = _as_root()
    if as_root is None:
        raise StepFailedError("the system's package needs apt-get, and root or sudo without a password", ())
    run_step(
        "reading the system's list of packages",
        [*as_root, "apt-get", "update"],
        log=LOG,
        timeout=_INSTALL_WITHIN,
        env=_APT,
    )
    for package in _PACKAGES:
        argv = [*as_root, "apt-get", "install", "-y", "--no-install-recommends", package]
        try:
            run_step(f"installing {package}", argv, log=LOG, timeout=_INSTALL_WITHIN, env=_APT)
        except StepFailedError:
            if package == _PACKAGES[-1]:
                raise
        else:
            return


def _as_root(which: Callable[[str], str | None] = shutil.which) -> list[str] | None:
    """Return what to put before a command that only root may run; None where there is no way."""
    if which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if which("sudo") is not None:
        allowed = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True, timeout=10)
        if allowed.returncode == 0:
            return ["sudo", "-n"]
    return None


def _started(browser: Browser) -> Browser:
    """Return it if it can be started at all; else StepFailedError with what it says."""
    executable: Path = browser.executable
    try:
        said = subprocess.run(
            [executable, "--version"], check=False, capture_output=True, text=True, timeout=_STARTS_WITHIN
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StepFailedError(f"{executable} does not start: {error}", ()) from error
    if said.returncode != 0:
        raise StepFailedError(f"{executable} does not start", said.stderr.splitlines()[-1:])
    return browser
