"""The checks as a project has them: read from its files, by pytest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess

    from tests.harness.conftest import Project

_ROOT = Path(__file__).resolve().parents[3]
_TEST = (_ROOT / "tests" / "features" / "test_vocabulary.py").read_text(encoding="utf-8")
_FEATURE = """\
Feature: Links

  @HUP-LINK-3
  Scenario: Used twice
    When she uses the link
    And she uses the link
    Then she is refused
"""
_STEPS = """\
from pytest_bdd import then, when

@when("she uses the link")
def uses(): pass

@then("she is refused")
def refused(): pass
"""
_FILES = {
    "pytest.toml": '[pytest]\nbdd_features_base_dir = "features"\n'
    'addopts = ["--strict-markers", "--import-mode=importlib", "-p", "no:cacheprovider"]\n',
    "conftest.py": 'pytest_plugins = ["harness.vocabulary.plugin", "steps.links"]\n',
    "features/links.feature": _FEATURE,
    "rules/rulebook.md": "## Links\n### HUP-LINK-3: One use\n*Derived*\nA rule.\n",
    "steps/__init__.py": "",
    "steps/links.py": _STEPS,
    "tests/features/test_links.py": 'from pytest_bdd import scenarios\nscenarios("links.feature")\n',
    "tests/features/test_vocabulary.py": _TEST,
}


def _run(project: Project, changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    project.write({**_FILES, **changes})
    return project.run("-q", "--no-header", "--tb=short", "tests/features")


def test_sound_project_passes(project: Project) -> None:
    done = _run(project, {})
    assert done.returncode == pytest.ExitCode.OK, done.stdout
    assert "20 passed" in done.stdout


def test_every_flaw_fails_and_is_told_with_its_place(project: Project) -> None:
    done = _run(
        project,
        {
            "conftest.py": 'pytest_plugins = ["harness.vocabulary.plugin", "steps.links", "steps.more"]\n',
            "steps/more.py": "from pytest_bdd import given, then\n\n"
            '@then("she is refused")\ndef also(): pass\n\n@given("a manager")\ndef manager(): pass\n',
            "steps/orphan.py": "",
            "features/lost.feature": "Feature: Lost\n  @HUP-LINK-3\n  Scenario: Lost\n    When she uses it\n",
            "rules/rulebook.md": f"{_FILES['rules/rulebook.md']}### HUP-LINK-4: A day\n*Derived*\nA rule.\n",
            "rules/interface-words.toml": 'words = ["lost"]\n[[allowed]]\n'
            'word = "lost"\nrules = ["HUP-NONE-4"]\nreason = "R"\n',
        },
    )
    assert "11 failed" in done.stdout
    for told in (
        "features/links.feature:7: 'she is refused' is defined more than once: steps/links.py:6",
        "steps/more.py:3: 'she is refused' already has a definition in steps/links.py:6",
        'steps/more.py:6: no feature uses @given("a manager")',
        "features/lost.feature:4: nothing defines when 'she uses it'",
        "features/lost.feature:1: no test module binds this feature",
        "steps/orphan.py:1: conftest.py does not list this module",
        "features/lost.feature:2: the layout is not the usual one. ./run format makes it ''.",
        "features/lost.feature:3: 'Lost' has 1 steps",
        "features/lost.feature:1: 'lost' is a word of the interface",
        "rules/rulebook.md:5: no scenario checks HUP-LINK-4 (A day). Write one and tag it @HUP-LINK-4.",
        "rules/interface-words.toml:1: HUP-NONE-4 is no rule of rules/rulebook.md",
    ):
        assert told in done.stdout


def test_unreadable_feature_is_told_with_its_line(project: Project) -> None:
    changes = {
        "features/links.feature": "Feature: Links\n  Scenario: S\n    When it rains\n    Whenever it snows\n",
        "tests/features/test_links.py": "",  # a module that binds the file could not even be collected
    }
    done = _run(project, changes)
    assert "features/links.feature:4: " in done.stdout
    assert "Whenever it snows" in done.stdout
    assert "1 failed, 1 passed, 17 skipped" in done.stdout
    assert done.returncode == pytest.ExitCode.TESTS_FAILED


def test_tag_of_no_rule_stops_the_run(project: Project) -> None:
    done = _run(project, {"features/links.feature": _FEATURE.replace("LINK-3", "LINK-33")})
    assert "'HUP-LINK-33' not found in `markers`" in done.stdout
    assert done.returncode == pytest.ExitCode.INTERRUPTED


def test_own_rulebook_of_a_project_counts(project: Project) -> None:
    changes = {
        "rules/rulebook.md": "## G\n### SHOP-1: T\n*Derived*\nA rule.\n",
        "features/links.feature": _FEATURE.replace("HUP-LINK-3", "SHOP-1"),
    }
    assert "20 passed" in _run(project, changes).stdout
    flawed = _run(project, changes | {"rules/rulebook.md": "### broken\n"})
    assert "rulebook.md:1: expected a heading such as" in flawed.stdout
    assert flawed.returncode == pytest.ExitCode.USAGE_ERROR
