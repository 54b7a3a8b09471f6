"""The set-up of the Python environment: made once, then recognized by its stamp and left alone.

Of the standard library alone: this runs under whatever Python 3.11 or newer the machine has.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from harness.paths import REQUIREMENTS, STAMP, STATE, VENV, VENV_PYTHON
from harness.setup_step import SetupError, StepFailedError, run_step, say

LOG: Final = STATE / "set-up.log"
LOCK: Final = STATE / "set-up.lock"
_MINUTES: Final = 60.0


def is_ready() -> bool:
    """Say whether the environment is there, complete, and made from the requirements as they are now."""
    try:
        return VENV_PYTHON.exists() and STAMP.read_bytes() == REQUIREMENTS.read_bytes()
    except OSError:
        return False


def set_up() -> None:
    """Make the environment; an interrupted set-up is taken up again. Raises SetupError.

    Two at once on one working copy wait for each other, and the second one finds the work done.
    """
    with _alone() as lock:
        if is_ready():
            return
        STAMP.unlink(missing_ok=True)
        try:
            _make(lock)
        except StepFailedError as error:
            raise SetupError(_explain(error)) from error
        shutil.copyfile(REQUIREMENTS, STAMP.with_suffix(".new"))
        STAMP.with_suffix(".new").replace(STAMP)


def _make(lock: int) -> None:
    if not _has_pip():
        _make_empty(lock)
    count = sum(1 for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines() if "==" in line[:80])
    title = f"installing {count} packages, each checked against its hash (minutes the first time)"
    if _has_pip():
        argv = [str(VENV_PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
        argv += ["--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)]
    else:  # an environment made by uv has no pip of its own
        argv = ["uv", "pip", "install", "--python", str(VENV_PYTHON), "--require-hashes"]
        argv += ["-r", str(REQUIREMENTS)]
    run_step(title, argv, log=LOG, timeout=30 * _MINUTES, pass_fds=(lock,))


def _make_empty(lock: int) -> None:
    """Make an environment with pip, or by uv, whichever this machine can."""

    def create(title: str, argv: list[str]) -> None:
        run_step(title, [*argv, str(VENV)], log=LOG, timeout=5 * _MINUTES, pass_fds=(lock,))

    by_venv = [sys.executable, "-m", "venv", "--clear"]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if _has_ensurepip():
        create(f"making .venv with Python {version}", by_venv)
    elif shutil.which("uv"):
        by_uv = ["uv", "venv", "--clear", "--python", sys.executable]
        create(f"making .venv with uv and Python {version}", by_uv)
    elif shutil.which("apt-get") and os.geteuid() == 0 and sys.executable.startswith("/usr/bin/"):
        package = f"python{version}-venv"
        apt = {"DEBIAN_FRONTEND": "noninteractive"}
        for title, argv in (
            ("reading the system's list of packages", ["apt-get", "update"]),
            (f"installing {package}", ["apt-get", "install", "-y", "--no-install-recommends", package]),
        ):
            run_step(title, argv, log=LOG, timeout=10 * _MINUTES, env=apt, pass_fds=(lock,))
        create(f"making .venv with Python {version}", by_venv)
    else:
        raise SetupError(
            f"{sys.executable} cannot make virtual environments (it has no ensurepip). Install one of: the "
            f"package python{version}-venv; uv; or another Python from 3.11 on, named by HUP_PYTHON. Then "
            "try again"
        )


def _has_pip() -> bool:
    return _succeeds([str(VENV_PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"])


def _has_ensurepip() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _succeeds(argv: list[str]) -> bool:
    try:
        done = subprocess.run(argv, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@contextmanager
def _alone(tell: Callable[[str], None] = say) -> Iterator[int]:
    """Hold the lock; the system lets go of it when the last process that has the descriptor is gone."""
    STATE.mkdir(parents=True, exist_ok=True)
    with LOCK.open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("another set-up of this working copy is under way; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def _explain(error: StepFailedError) -> str:
    lines = [f"{error}", *(f"  {line}" for line in error.log_tail)]
    text = "\n".join(error.log_tail).lower()
    if "do not match the hashes" in text or "hash mismatch" in text:
        lines.append(
            "A package is not the one that was locked: do not go on; look at where pip gets it from."
        )
    elif any(sign in text for sign in ("connection", "resolve", "timed out", "no matching distribution")):
        lines.append(
            "The packages could not be fetched: check the network, and proxy and index settings of pip "
            "(PIP_INDEX_URL, PIP_FIND_LINKS), then type the same command again; it goes on from here."
        )
    else:
        lines.append("Put that right and type the same command again; it goes on from here.")
    lines.append(f"The whole log: {LOG}")
    return "\n".join(lines)
