"""A folder that one process at a time works in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK: Final = ".lock"


@contextmanager
def alone_in(folder: Path, refusal: Exception) -> Iterator[None]:
    """Keep others out of a folder, which is made. Raises `refusal` where one is at work there; OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(folder / _LOCK).acquire(timeout=0)
    except Timeout as error:
        raise refusal from error
    with held:
        yield
