"""Where measurements are kept, and which state of the project they are of."""

from __future__ import annotations

import hashlib
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import filelock

from harness.faults.breach import FaultsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER: Final = "faults"
"""In the folder of reports."""
DEPENDS_ON: Final = ("portal", "faults", "features", "steps", "pages", "fixtures", "rules")
_LOCK: Final = ".lock"
_PATIENCE: Final = 10
_NOT_OURS: Final = frozenset({"__pycache__"})


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep a second measurement out of the folder. Raises FaultsError where one is at work there."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / _LOCK, timeout=0):
            yield
    except filelock.Timeout as error:
        raise FaultsError(
            f"another ./run faults is at work in {folder}: wait for its end, or use --reports DIR"
        ) from error


def digest_of(root: Path) -> str:
    """Return what stands for the content of all files that decide on what notices a breach."""
    digest = hashlib.sha256()
    for name in DEPENDS_ON:
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and _NOT_OURS.isdisjoint(path.parts):
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def revision_of(root: Path) -> str:
    """Return the commit in short, with "+" where one of those files was changed since; "" without git."""
    commit = _git(root, "rev-parse", "--short", "HEAD")
    if not commit:
        return ""
    return f"{commit}+" if _git(root, "status", "--porcelain", "--", *DEPENDS_ON) else commit


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
    return told.stdout.strip()
