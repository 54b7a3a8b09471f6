"""Files that are written whole or not at all: aside first, then put in their place."""

from __future__ import annotations

import io
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes the file at the end; where writing fails, what was there before stays.

    Folders that are missing are made. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


@contextmanager
def whole_text_file(path: Path) -> Iterator[TextIO]:
    """The same for text. Half a character, which no encoding can hold, is written as its number."""
    with (
        whole_file(path) as stream,
        io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="\n") as text,
    ):
        yield text


def clear_leftovers(path: Path) -> None:
    """Remove what writers of the file have left who were killed at it; to be called under its lock alone."""
    for leftover in path.parent.glob(f".{path.name}-*"):
        leftover.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    with whole_file(path) as stream:
        stream.write(data)
