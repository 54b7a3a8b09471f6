"""Sites of the sample run, built once, and a project for them to belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from harness.living_docs import build_site
from harness.report.model import Failure, FeatureRule, Status, StepStatus
from tests.harness.sample_run import EMPLOYEE, sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from harness.report.model import Run

_RULEBOOK = """\
# Book

## The link

### HUP-LINK-3: Good for one use
*From the FAQ*

A link works once.

### HUP-LINK-4: Good for a day
*Derived*

A link works for 24 hours.

### HUP-LINK-9: Nobody checks it
*Derived*

No scenario says so.

## Access

### HUP-ACCESS-1: Administrators only
*From the FAQ*

Nobody else gets in.

### HUP-ACCESS-2: Nothing leaks
*Derived*

Nothing is told to strangers.

### HUP-ACCESS-3: In time
*Quality*

It answers in time.
"""
# Of the sample's two features, this one has a file, which has more than was run.
_FEATURE = """\
@employee
Feature: The confirmation link
  The link is one person's proof of working for the organization.

  Background:
    Given what step 1 says

  # a comment, which is for those who write
  Rule: It works once
    And never again.

    @HUP-LINK-3
    Scenario: A second use is refused
      When what step 2 says
      Then what step 3 says

  Rule: It lives for a day

    @HUP-LINK-4
    Scenario Outline: A link that is <age> old
      When the link is <age> old
      Then what step 3 says:
        | column | <age> |
        | a      | b     |

      Examples: In time
        | age |
        | 1 h |

      Examples: Too late
        | age         |
        | 24 h 01 min |
        | 720 h       |

    @HUP-LINK-4
    Scenario: A link that nobody tried
      When what step 2 says
"""
HOSTILE_NAMES = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" 'too' {{ 7 * 7 }}",
    "slashes": "a/../../b\\c?d#e%2f",
    "emoji": "👩‍👩‍👧‍👦 buys 🛒 at 50 %",
    "right to left": "رابط التأكيد يعمل مرة واحدة",
    "long": "verylongword" * 25,
    "lone surrogate": "half \ud83d of one",
}


@dataclass(frozen=True)
class Site:
    """A site, and the run it tells of."""

    path: Path
    run: Run
    folder: Path
    project: Path

    def text(self, page: str) -> str:
        return (self.path / page).read_text(encoding="utf-8")

    def page_of(self, name: str) -> str:
        """Return the page of the scenario with that name."""
        key = next(scenario.key for scenario in self.run.scenarios if scenario.name == name)
        return self.text(f"scenarios/{key}.html")


def small_project(path: Path) -> Path:
    """Write a rulebook and a feature, and return their folder."""
    for name, text in {"rules/rulebook.md": _RULEBOOK, "features/employee/link.feature": _FEATURE}.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the sample run. Nobody writes into it."""
    project = small_project(tmp_path_factory.mktemp("project"))
    folder = project / "reports" / "20260302T093000Z-abcdefgh"
    run = sample_run(folder)
    into = project / "reports" / "living-docs"
    build_site(run, folder=folder, into=into, root=project)
    return Site(into, run, folder, project)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on whose every place something hostile stands."""
    root = tmp_path_factory.mktemp("hostile")
    run = sample_run(root / "run")
    run.scenarios = []
    for line, name in enumerate(HOSTILE_NAMES.values(), 3):
        each = scenario(
            name,
            Status.FAILED,
            steps(StepStatus.FAILED, texts=(name,)),
            line=line,
            feature=EMPLOYEE.model_copy(update={"name": name, "path": f"features/x{line}.feature"}),
            rule=FeatureRule(keyword="Rule", name=name),
            rules=(),
            notes={name: name},
            failures=[Failure(phase="step", step=0, kind="E", message=f"{name}\n{name}", traceback=name)],
            example={name: name},
            reason=name,
        )
        each.steps[0].table = [[name], [name]]
        each.steps[0].docstring = name
        run.scenarios.append(each)
    run.target = run.exit_reason = run.browser = HOSTILE_NAMES["markup"]
    build_site(run, folder=root / "run", into=root / "site", root=root)
    return root / "site"
