"""Where soaks are kept, and of which state of the files one is."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Final

from harness import git
from harness.soak.record import FILE_NAME, SoakError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = "soak"
"""In the folder of reports."""


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


def revision_of(root: Path) -> str:
    """Return the commit, with a digest of what was changed since; "" without git."""
    commit = git.commit_of(root)
    if not commit:
        return ""
    changed = git.told(root, "status", "--porcelain") + git.told(root, "diff", "HEAD")
    return f"{commit}+{hashlib.sha256(changed).hexdigest()[:8]}" if changed else commit
