"""Where soaks are kept, and of which state of the files one is."""

from __future__ import annotations

import hashlib
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Final

import filelock

from harness.soak.record import FILE_NAME, SoakError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER: Final = "soak"
"""In the folder of reports."""
_LOCK: Final = ".lock"
_PATIENCE: Final = 30


def new_folder(reports: Path) -> Path:
    """Make one that is named after the time."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for number in count(1):
        folder = reports / FOLDER / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            if not (reports / FOLDER).is_dir():
                raise
            continue
        return folder
    raise AssertionError("unreachable: one of the names is free")


def last_folder(reports: Path) -> Path:
    """Return that of the last soak. Raises SoakError where there is none."""
    found = sorted((reports / FOLDER).glob(f"*/{FILE_NAME}"))
    if not found:
        raise SoakError(f"there is no soak in {reports / FOLDER} to resume: begin one with ./run soak")
    return found[-1].parent


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep a second soak out of the folder. Raises SoakError where one is at work there."""
    try:
        with filelock.FileLock(folder / _LOCK, timeout=0):
            yield
    except filelock.Timeout as error:
        raise SoakError(
            f"the soak in {folder} still runs: wait for its end, or end it, and resume it then"
        ) from error


def revision_of(root: Path) -> str:
    """Return the commit, with a digest of what was changed since; "" without git."""
    commit = _git(root, "rev-parse", "--short", "HEAD").strip()
    if not commit:
        return ""
    changed = _git(root, "status", "--porcelain") + _git(root, "diff", "HEAD")
    return f"{commit}+{hashlib.sha256(changed.encode()).hexdigest()[:8]}" if changed else commit


def _git(root: Path, *arguments: str) -> str:
    try:
        told = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout
