"""Where measurements are kept, and which state of the project they are of."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from harness import git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER: Final = "faults"
"""In the folder of reports."""
DEPENDS_ON: Final = ("portal", "faults", "features", "steps", "pages", "fixtures", "rules")
_NOT_OURS: Final = frozenset({"__pycache__"})


def digest_of(root: Path, names: Iterable[str] = DEPENDS_ON) -> str:
    """Return what stands for the content of all files that decide on what notices a breach."""
    digest = hashlib.sha256()
    for name in names:
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and _NOT_OURS.isdisjoint(path.parts):
                digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def revision_of(root: Path) -> str:
    """Return the commit in short, with "+" where one of those files was changed since; "" without git."""
    return git.revision_of(root, *DEPENDS_ON)
