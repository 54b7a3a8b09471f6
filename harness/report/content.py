"""Files that are named after what is in them, so that equal ones are one file."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path


def write_content(folder: Path, kind: str, data: bytes, suffix: str) -> str:
    """Write `data` into `folder`/`kind`, unless it is there; return its name, relative to `folder`.

    Two processes may write the same at once. Raises OSError where it cannot be written.
    """
    name = f"{kind}/{hashlib.sha256(data).hexdigest()[:20]}{suffix}"
    path = folder / name
    if path.exists():
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError:
        Path(aside).unlink(missing_ok=True)
        raise
    return name
