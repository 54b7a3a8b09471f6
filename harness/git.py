"""What git says of a folder: asked by its own command, which only looks and is not waited for for ever."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_OF_OTHERS: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What git tells the hooks that it calls, and would take for granted in here."""
_PATIENCE: Final = 60
"""Seconds; git answers at once, but for a clone that fetches what it lacks."""


class GitError(Exception):
    """Git cannot be asked about the folder; the message says why, and what to do."""


def ask(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Return what git says; None where it fails. Raises GitError."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_OTHERS}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            input=given,
            capture_output=True,
            env={**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("this needs git, and there is none on PATH: install it") from None
    except OSError as error:
        raise GitError(f"git cannot be started: {error}") from error
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]} has not answered for {_PATIENCE} s") from None
    if done.returncode and b"dubious ownership" in done.stderr:
        raise GitError(done.stderr.decode(errors="replace").strip())
    return done.stdout if done.returncode == 0 else None


def told(folder: Path, *arguments: str) -> bytes:
    """Return what git says; nothing where it fails, or cannot be asked."""
    try:
        return ask(folder, *arguments) or b""
    except GitError:
        return b""


def commit_of(folder: Path) -> str:
    """Return the commit that is checked out, in short; "" without one, or without git."""
    return told(folder, "rev-parse", "--short", "HEAD").decode().strip()


def revision_of(folder: Path, *paths: str) -> str:
    """Return the commit in short, with "+" where one of those paths was changed since; "" without git."""
    commit = commit_of(folder)
    return f"{commit}+" if commit and told(folder, "status", "--porcelain", "--", *paths) else commit
