"""Where the history of runs is kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

FILE_NAME: Final = "history.ndjson"
VARIABLE: Final = "HUP_HISTORY"
NOWHERE: Final = "none"


def history_path(given: str | None, *, reports: Path, base: Path) -> Path | None:
    """Return the file, or None where none is to be kept.

    `given` is what the command line says; without it the environment is asked, and else it is with the
    reports. What does not end in `.ndjson` is a folder, so that no other file is ever taken for a history.
    Relative paths are meant from `base`.
    """
    text = given or os.environ.get(VARIABLE) or ""
    if text == NOWHERE:
        return None
    if not text:
        return reports / FILE_NAME
    path = base / Path(text).expanduser()
    return path if path.suffix == Path(FILE_NAME).suffix else path / FILE_NAME
