"""What a run's readers want to know beside its results: of which features it was, and of how many of them."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from harness import git

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_OF_FEATURES: Final = ("features", "rules")


def revision_of(root: Path) -> str:
    """Return the commit of the features in short, with "+" where they were changed since; "" without git."""
    return git.revision_of(root, *_OF_FEATURES)


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
