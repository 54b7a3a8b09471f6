"""A small project with rules, features and steps, and results of a run of it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from harness.report.model import Feature, Run, Scenario, Status, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_RULEBOOK = """\
# Book

## The link

### HUP-LINK-1: One use
*From the FAQ*

It works once.

### HUP-LINK-10: A day
*Derived*

It lives for a day.

## Qualities

### HUP-QUALITY-1: Open to everyone
*Quality*

Everybody can use it.
"""
_FEATURE = """\
@HUP-LINK-1
Feature: Links

  Background:
    Given an employee

  Scenario: Used twice
    When she uses the link 2 times
    Then she is refused

  Scenario Outline: After <hours> hours
    When <hours> hours have passed
    Then she is <verdict>

    @HUP-LINK-10
    Examples:
      | hours | verdict |
      | 23    | let in  |
      | 25    | refused |

    Examples: for ever
      | hours | verdict |
      | 999   | refused |
"""
_STEPS = '''\
"""What links are used for.

More about it.
"""
from pytest_bdd import given, parsers, then, when

@given("an employee")
def employee(): pass

@given(parsers.parse("she has used the link {count:d} times"))
@when(parsers.parse("she uses the link {count:d} times"))
def use(count): pass

@when(parsers.re(r"(?P<hours>\\d+) hours have passed"))
def wait(hours): pass

@then("she is refused")
def refused(): pass

@then("she is let in")
def let_in(): pass
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a project of which nothing was run yet."""
    for name, text in {
        "rules/rulebook.md": _RULEBOOK,
        "features/links.feature": _FEATURE,
        "steps/__init__.py": "",
        "steps/of_links.py": _STEPS,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def importable(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The project, with its steps in place of ours."""
    ours = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "steps"}
    for name in ours:
        del sys.modules[name]
    monkeypatch.syspath_prepend(str(root))
    yield root
    for name in [name for name in sys.modules if name.partition(".")[0] == "steps"]:
        del sys.modules[name]
    sys.modules.update(ours)


def _scenario(name: str, status: Status, seconds: float, **row: str) -> Scenario:
    return Scenario(
        node_id=f"test_{name}{row}",
        key=name,
        feature=Feature(path="features/links.feature", keyword="Feature", name="Links", language="en"),
        keyword="Scenario",
        name=name,
        outline=name,
        line=7,
        example=row or None,
        status=status,
        seconds=seconds,
        steps=[
            Step(keyword="Given ", kind="given", text="an employee", line=5, seconds=seconds / 100),
            Step(keyword="When ", kind="when", text="she uses the link", line=8, seconds=seconds / 2),
        ],
    )


@pytest.fixture
def keep_results(root: Path) -> Callable[..., Path]:
    """Write the results of a run of some minutes ago, in which the outline's second row failed."""

    def keep(folder: str = "latest", *, scenarios: int = 4, exit_status: int = 1) -> Path:
        all_of_them = [
            _scenario("Used twice", Status.PASSED, 2.0),
            _scenario("After <hours> hours", Status.PASSED, 0.5, hours="23", verdict="let in"),
            _scenario("After <hours> hours", Status.FAILED, 4.0, hours="25", verdict="refused"),
            _scenario("After <hours> hours", Status.SKIPPED, 0.0, hours="999", verdict="refused"),
            _scenario("Never followed", Status.NOT_RUN, 0.0),
        ]
        run = Run(
            run_id="abcdefgh",
            seed=1,
            target="reference",
            portal="http://hup.localhost:1",
            mail_server="none",
            started=(datetime.now(UTC) - timedelta(minutes=5, seconds=1)).isoformat(timespec="milliseconds"),
            exit_status=exit_status,
            exit_reason="interrupted: Ctrl-C"
            if exit_status == pytest.ExitCode.INTERRUPTED
            else "all tests ran",
            scenarios=all_of_them[:scenarios],
        )
        path = root / "reports" / folder / "results.json"
        path.parent.mkdir(parents=True)
        path.write_text(run.model_dump_json(), encoding="utf-8")
        return path

    return keep
