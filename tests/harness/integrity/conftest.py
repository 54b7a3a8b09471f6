"""A small project for each kind of outcome, and what every output of its run says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.formats import cucumber_messages, junit
from harness.integrity.gate import told_by
from harness.living_docs.read_back import read_back
from harness.report.model import Run
from tests.harness.conftest import Project
from tests.harness.integrity.outcome_project import CONFTEST, SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    from harness.integrity.told import Told

TESTS = 'from pytest_bdd import scenarios\nscenarios("outcomes.feature")\n'
CRY = "the reports disagree"


class OutcomesProject(Project):
    """A project whose steps can end in every way, and the outputs of its last run."""

    def __init__(self, path: Path, feature: str) -> None:
        super().__init__(path)
        self.write(
            {
                "pytest.toml": SETTINGS,
                "conftest.py": CONFTEST,
                "features/outcomes.feature": feature,
                "tests/test_outcomes.py": TESTS,
            }
        )

    def add(self, code: str) -> None:
        """Add to its conftest."""
        with (self.path / "conftest.py").open("a", encoding="utf-8") as conftest:
            conftest.write(code)

    def results(self, run: str = "run") -> Run:
        return Run.model_validate_json((self.path / "reports" / run / "results.json").read_bytes())

    def accounts(self, run: str = "run") -> dict[str, dict[str, Told]]:
        """Return what each output says, by its name and then by the scenario's."""
        folder = self.path / "reports" / run
        names = {scenario.node_id: scenario.name for scenario in self.results(run).scenarios}
        read = {
            "results": told_by(self.results(run)),
            "messages": cucumber_messages.read_back(folder / "messages.ndjson"),
            "junit": junit.read_back(folder / "junit.xml"),
            "site": read_back(folder.parent / "living-docs"),
        }
        return {
            output: {names.get(node, node): told for node, told in by_node.items()}
            for output, by_node in read.items()
        }


@pytest.fixture
def three_scenarios(tmp_path: Path) -> OutcomesProject:
    """One that passes, one that fails, one that passes."""
    return OutcomesProject(
        tmp_path,
        "Feature: Outcomes\n"
        "  Scenario: Before\n    Given it works\n"
        "  Scenario: Broken\n    Given it works\n    Given it fails\n    Given it works\n"
        "  Scenario: After\n    Given it works\n",
    )
