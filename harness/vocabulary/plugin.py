"""pytest plugin: every rule of the rulebook is a tag that scenarios may carry."""

from __future__ import annotations

import pytest

from harness import rulebook


def pytest_configure(config: pytest.Config) -> None:
    """Register the rules as markers; with --strict-markers a tag of no rule then fails."""
    try:
        rules = rulebook.load(rulebook.path_for(config.rootpath))
    except rulebook.RulebookError as error:
        raise pytest.UsageError(str(error)) from error
    for rule in rules.values():
        config.addinivalue_line("markers", f"{rule.id}: {rule.title}. {rule.text}")
