"""The files of a site that is being built: pages that are written, and what a run left that is put in."""

from __future__ import annotations

import os
import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class SiteFiles:
    """Writes into `site`; takes pictures, mails and evidence from the run's own folder."""

    def __init__(self, site: Path, run_folder: Path) -> None:
        self._site = site
        self._run_folder = run_folder
        self._taken: dict[str, bool] = {}
        self._folders: set[Path] = set()

    def write(self, name: str, text: str) -> None:
        """Write a page. Lone surrogates, which a broken name can hold, become question marks."""
        path = self._place(name)
        path.write_bytes(text.encode("utf-8", "replace"))

    def take(self, name: str) -> bool:
        """Put a file of the run into the site under its own name; say whether it is there.

        By a hard link, for it costs nothing; by a copy where the file system has none. OSError for a full
        disk; a file that the run does not have is no error.
        """
        if name not in self._taken:
            self._taken[name] = self._take(name)
        return self._taken[name]

    def read(self, name: str, most: int | None = None) -> bytes | None:
        """Return a file of the run, or the last `most` bytes of it; None where it cannot be read."""
        if not _is_inside(name):
            return None
        try:
            with (self._run_folder / name).open("rb") as stream:
                if most is not None:
                    size = stream.seek(0, os.SEEK_END)
                    stream.seek(max(0, size - most))
                return stream.read()
        except OSError:
            return None

    def size(self, name: str) -> int:
        """Return the bytes of a file of the run; 0 where there is none."""
        try:
            return (self._run_folder / name).stat().st_size if _is_inside(name) else 0
        except OSError:
            return 0

    def _take(self, name: str) -> bool:
        source = self._run_folder / name
        if not _is_inside(name) or not source.is_file() or not os.access(source, os.R_OK):
            return False
        target = self._place(name)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
        return True

    def _place(self, name: str) -> Path:
        path = self._site / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        return path


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts
