"""The feature files and what defines their sentences, checked against each other and the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.vocabulary.checks import CHECKS
from harness.vocabulary.feature_checks import unreadable_features
from harness.vocabulary.model import Problem, Vocabulary, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def vocabulary(pytestconfig: pytest.Config) -> Vocabulary:
    return load_vocabulary(pytestconfig)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no(check: Callable[[Vocabulary], list[Problem]], vocabulary: Vocabulary) -> None:
    """Each check lists what is wrong, with file, line and what to do."""
    if vocabulary.unreadable and check is not unreadable_features:
        pytest.skip("a feature file cannot be read, which would make all the others look wrong")
    problems = check(vocabulary)
    if problems:
        told = "\n".join(problem.told_from(vocabulary.root) for problem in problems)
        pytest.fail(f"{(check.__doc__ or '').strip()}\n{told}", pytrace=False)


def test_there_is_something_to_check(vocabulary: Vocabulary) -> None:
    """An empty folder would pass every check above."""
    assert vocabulary.features or vocabulary.unreadable
    assert vocabulary.definitions
    assert vocabulary.bindings or vocabulary.unreadable
