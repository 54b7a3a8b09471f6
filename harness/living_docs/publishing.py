"""A folder that is replaced as a whole: built aside, and swapped in by renames under a lock."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import filelock

if TYPE_CHECKING:
    from collections.abc import Iterator

_PATIENCE: Final = 120.0
"""Seconds to wait for another run that is writing; some ten times what a large site takes."""


class LivingDocsError(Exception):
    """The site could not be written; the message says why, what is there instead, and what to do."""


@contextmanager
def replacing(into: Path, *, patience: float = _PATIENCE) -> Iterator[Path]:
    """Give a new folder to fill; at the end it takes the place of `into`, or vanishes where that failed.

    One process at a time: a second one waits, and then replaces what the first one wrote. Readers see the old
    folder or the new one, whole, and for the moment between two renames none. Raises LivingDocsError for a
    full disk, a folder that may not be written, and where the other process takes longer than `patience`
    seconds.
    """
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(into.parent / f".{into.name}.lock", timeout=patience):
            _clear_up(into)
            aside = Path(tempfile.mkdtemp(prefix=_prefix(into, "new"), dir=into.parent))
            try:
                yield aside
                aside.chmod(0o755)
                _swap(aside, into)
            finally:
                shutil.rmtree(aside, ignore_errors=True)
                if into.exists():
                    shutil.rmtree(_old(into), ignore_errors=True)
    except filelock.Timeout as error:
        raise LivingDocsError(
            f"living documentation was not written: another run has been writing "
            f"{into} for {patience:.0f} s; end that run, and run again"
        ) from error
    except OSError as error:
        kept = "the site of an earlier run is still there" if into.exists() else "there is none"
        raise LivingDocsError(
            f"living documentation could not be written to {into}: {error}; {kept}. "
            "Make room there, or make it writable, and run again"
        ) from error


def _swap(aside: Path, into: Path) -> None:
    old = _old(into)
    if into.exists():
        into.rename(old)
    try:
        aside.rename(into)
    except OSError:
        if old.exists():
            old.rename(into)
        raise


def _clear_up(into: Path) -> None:
    """Undo what a process that was killed has left; nobody else is at it, for the lock is ours."""
    old = _old(into)
    if old.exists() and not into.exists():
        old.rename(into)
    shutil.rmtree(old, ignore_errors=True)
    for leftover in into.parent.glob(_prefix(into, "new") + "*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _old(into: Path) -> Path:
    return into.parent / _prefix(into, "old").rstrip("-")


def _prefix(into: Path, kind: str) -> str:
    return f".{into.name}-{kind}-"
