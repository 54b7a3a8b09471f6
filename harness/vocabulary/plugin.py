"""pytest plugin: every rule of the rulebook is a tag that scenarios may carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness import rulebook

if TYPE_CHECKING:
    from pathlib import Path


def pytest_configure(config: pytest.Config) -> None:
    """Register the rules as markers; with --strict-markers a tag of no rule then fails."""
    path = rulebook_of(config.rootpath)
    try:
        rules = rulebook.load(path)
    except rulebook.RulebookError as error:
        raise pytest.UsageError(str(error)) from error
    for rule in rules.values():
        config.addinivalue_line("markers", f"{rule.id}: {rule.title}. {rule.text}")


def rulebook_of(root: Path) -> Path:
    """Return the project's own rulebook, or this one's where it has none."""
    own = root / "rules" / "rulebook.md"
    return own if own.is_file() else rulebook.RULEBOOK
