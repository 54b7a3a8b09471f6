"""Files that are named after what is in them, so that equal ones are one file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from harness.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def write_content(folder: Path, kind: str, data: bytes, suffix: str) -> str:
    """Write `data` into `folder`/`kind`, unless it is there; return its name, relative to `folder`.

    Two processes may write the same at once. Raises OSError where it cannot be written.
    """
    name = f"{kind}/{hashlib.sha256(data).hexdigest()[:20]}{suffix}"
    path = folder / name
    if path.exists():
        return name
    write_whole(path, data)
    return name
