"""What a run's readers want to know beside its results: of which features it was, and of how many of them."""

from __future__ import annotations

import shlex
import subprocess
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_PATIENCE: Final = 10
_OF_FEATURES: Final = ("features", "rules")


def revision_of(root: Path) -> str:
    """Return the commit of the features in short, with "+" where they were changed since; "" without git."""
    commit = _git(root, "rev-parse", "--short", "HEAD")
    if not commit:
        return ""
    return f"{commit}+" if _git(root, "status", "--porcelain", "--", *_OF_FEATURES) else commit


def selection_of(config: pytest.Config) -> str:
    """Return how the run was told to leave scenarios out, as one types it; "" where it was not."""
    option = config.option
    words = [f"--tags={option.tags}"] if getattr(option, "tags", None) else []
    words += getattr(option, "feature_places", [])
    words += [argument for argument in config.args if "::" in argument]
    for letter, value in (("k", option.keyword), ("m", option.markexpr)):
        words += [f"-{letter}", value] if value else []
    words += [f"--deselect={each}" for each in option.deselect or []]
    words += ["--last-failed"] if getattr(option, "lf", False) else []
    return shlex.join(words)


def _git(root: Path, *arguments: str) -> str:
    try:
        told = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.strip()
