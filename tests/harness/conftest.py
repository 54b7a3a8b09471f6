"""A project of its own in a temporary folder, on which pytest is run as somebody would run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE = 60
_PLUGINS = ("pytest-bdd", "xdist")
# What a terminal or a build server says about itself must not reach the runs of these tests.
_SAYS_WHERE = {
    "CI",
    "GITHUB_ACTIONS",
    "BUILD_NUMBER",
    "NO_COLOR",
    "FORCE_COLOR",
    "PY_COLORS",
    "COLUMNS",
    "LINES",
}


class Project:
    """Files, and pytest run on them in a process of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, files: Mapping[str, str]) -> None:
        for name, content in files.items():
            path = self.path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        kept = {
            key: value
            for key, value in os.environ.items()
            if key not in _SAYS_WHERE and not key.startswith(("PYTEST_", "HUP_"))
        }
        return {**kept, "PYTHONPATH": str(_ROOT), "TERM": "xterm-256color", **(extra or {})}

    def command(self, *arguments: str) -> list[str]:
        # Plugins that nothing here needs would take half of the time.
        plugins = [word for name in _PLUGINS for word in ("-p", name)]
        return [sys.executable, "-m", "pytest", "--disable-plugin-autoload", *plugins, *arguments]

    def run(self, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run to the end, with output to a pipe; standard error is part of `stdout`."""
        return subprocess.run(
            self.command(*arguments),
            cwd=self.path,
            env=self.environment(env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            timeout=_PATIENCE,
            check=False,
        )


_FEATURE = """\
@slow
Feature: Confirmation link

  Background:
    Given an employee of "Contoso"

  Rule: One use

    @HUP-LINK-3
    Scenario: Used once
      When she uses the link 1 times
      Then she is let in

    @HUP-LINK-3
    Scenario: Used twice
      When she uses the link 2 times
      Then she is refused
      And she is told why

    @HUP-LINK-4
    Scenario Outline: After <minutes> minutes
      When <minutes> minutes have passed
        | unit    | count     |
        | minutes | <minutes> |
      Then she is <verdict>

      Examples:
        | minutes | verdict |
        | 1439    | let in  |

      Examples: too late
        | minutes | verdict |
        | 1441    | let in  |

    @HUP-LINK-5
    Scenario: Words that nobody defined
      When she sends "a pigeon" 3 times
      Then she is refused
      And the pigeon returns

    @HUP-LINK-6
    Scenario: Left out
      When it is not possible here
      Then she is let in

    @HUP-LINK-7
    Scenario: What a step needs is broken
      When a fixture fails
      Then she is let in

    @HUP-LINK-8
    Scenario: Cleaning up fails
      When cleaning up fails
      Then she is let in

    @HUP-LINK-9 @expected_to_fail
    Scenario: Known to fail
      Then she is refused
"""
_CONFTEST = """\
import os
import threading
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, then, when

from harness.run_context import RUN_CONTEXT, RunContext
from harness.targets import Target

pytest_plugins = [
    "harness.progress.plugin", "harness.report.plugin", "harness.vocabulary.plugin", "fixtures.evidence",
]
TARGET = Target(
    name="reference", program_url="http://hup.localhost:1", account_url="http://account.localhost:1",
    store_url="http://store.localhost:1", control_url="http://127.0.0.1:1", control_secret="top-secret-value",
    mail_url="http://127.0.0.1:1", mail_server="no mail at all", portal_log=Path("portal.log").absolute(),
)

class HandOver:
    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        node.workerinput["context"] = node.config.stash[RUN_CONTEXT].to_worker()

def pytest_addoption(parser, pluginmanager):
    pluginmanager.register(HandOver())

def pytest_configure(config):
    config.addinivalue_line("markers", "slow")
    config.addinivalue_line("markers", "expected_to_fail")
    handed_over = getattr(config, "workerinput", None)
    if handed_over:
        config.stash[RUN_CONTEXT] = RunContext.from_controller(handed_over["context"])
    else:
        context = RunContext("abcdefgh", 8412, Path("reports/run").absolute(), TARGET)
        config.stash[RUN_CONTEXT] = context

def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("expected_to_fail"):
            item.add_marker(pytest.mark.xfail(reason="a known fault", strict=True))

@pytest.fixture
def broken():
    raise RuntimeError("the database is down")

@pytest.fixture
def broken_end():
    yield
    raise RuntimeError("could not clean up")

@given(parsers.parse('an employee of "{name}"'))
def employee(name, evidence): evidence.note("organization", name)
@when(parsers.parse("she uses the link {number:d} times"))
def uses(number): print("used", number)
@when(parsers.parse("{minutes:d} minutes have passed"))
def passed(minutes, datatable): assert datatable == [["unit", "count"], ["minutes", str(minutes)]]
@when("it is not possible here")
def impossible(): pytest.skip("the target cannot do this")
@when("a fixture fails")
def needs(broken): pass
@when("cleaning up fails")
def needs_end(broken_end): pass
@when("the run is stuck")
def stuck():
    open("stuck", "w").close()  # a named pipe, at whose other end somebody waits
    for _ in range(300): threading.Event().wait(0.1)
@when("the worker dies")
def dies(): os.kill(os.getpid(), 9)
@then("she is refused")
def refused():
    heading = "Welcome"
    assert heading == "This link has already been used", "top-secret-value /confirm/0123456789abcdef/"
@then("she is let in")
def let_in(): pass
@then("she is told why")
def told(): pass
"""
_UNIT_TESTS = "def test_good(): pass\ndef test_bad(): assert 1 == 2\n"
_FEATURES_PROJECT = {
    "pytest.toml": '[pytest]\nbdd_features_base_dir = "features"\nfilterwarnings = ["error"]\n'
    'addopts = ["--strict-markers", "--import-mode=importlib", "-p", "no:cacheprovider"]\n',
    "conftest.py": _CONFTEST,
    "features/link.feature": _FEATURE,
    "tests/test_link.py": 'from pytest_bdd import scenarios\nscenarios("link.feature")\n',
}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def features_project(project: Project) -> Project:
    """One scenario for each way in which one can end, and the plugins of progress and reports."""
    project.write(_FEATURES_PROJECT)
    return project


@pytest.fixture(scope="session")
def finished_project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, str]:
    """The same, with two tests that are no scenarios, run once in one process; and what that printed."""
    project = Project(tmp_path_factory.mktemp("finished"))
    project.write({**_FEATURES_PROJECT, "tests/test_unit.py": _UNIT_TESTS})
    return project, project.run("-n", "0").stdout
