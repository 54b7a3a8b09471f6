"""A soak of a small project of scenarios, run by pytest: what real runs take, and what they leave."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from harness.cli import soak as soak_command
from harness.paths import ROOT
from harness.soak.record import Soak

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

FLAKY: Final = 3
"""The run in which one of the scenarios fails."""
CONFTEST: Final = """\
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, then

from harness.run_context import RUN_CONTEXT, RunContext
from harness.run_options import add_options
from harness.targets import NOT_STARTED

pytest_plugins = ["harness.history.plugin", "harness.progress.plugin", "harness.report.plugin",
                  "harness.vocabulary.plugin", "fixtures.evidence"]
HERE = Path(__file__).parent

def pytest_addoption(parser):
    add_options(parser)

def pytest_configure(config):
    config.addinivalue_line("markers", "HUP-LINK-3")
    option = config.option
    config.stash[RUN_CONTEXT] = RunContext.create(NOT_STARTED, seed=option.seed, reports=option.reports)

@given(parsers.parse("it is number {number:d}"))
def one(number, pytestconfig):
    with (HERE / pytestconfig.option.reports.name).open("a") as order:
        order.write(f"{number} ")

@then("all is well", target_fixture="well")
def well(pytestconfig, request):
    flaky = "one_5" in request.node.name and pytestconfig.option.reports.name == "00%d"
    assert not flaky, "the wolf is here"
"""
SCENARIOS: Final = "".join(
    f"  @HUP-LINK-3\n  Scenario: One {number}\n    Given it is number {number}\n    Then all is well\n"
    for number in range(8)
)
FILES: Final = {
    "pytest.toml": '[pytest]\nbdd_features_base_dir = "features"\naddopts = ["-p", "no:randomly"]\n',
    "conftest.py": CONFTEST % FLAKY,
    "features/link.feature": f"Feature: Link\n{SCENARIOS}",
    "tests/test_link.py": 'from pytest_bdd import scenarios\nscenarios("link.feature")\n',
}


def test_order_changes_and_what_failed_once_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    project = ["-c", str(tmp_path / "pytest.toml"), f"--rootdir={tmp_path}", str(tmp_path / "tests")]
    plugins = ["--disable-plugin-autoload", "-p", "pytest-bdd", "-p", "no:cacheprovider"]
    monkeypatch.chdir(ROOT)

    code = soak_command.run(
        ["--runs", "3", "--seed", "1", "--reports", str(tmp_path / "reports")],
        [sys.executable, "-m", "pytest", *project, *plugins],
    )

    output = capsys.readouterr().out
    assert code == 1, output
    assert "1 scenario differed in 3 runs" in output
    assert "Link: One 5  features/link.feature:23" in output
    assert "    the wolf is here" in output
    folder = next((tmp_path / "reports/soak").iterdir())
    soak = Soak.read(folder)
    (differed,) = (each for each in soak.scenarios.values() if len(each.outcomes) > 1)
    evidence = differed.endings[FLAKY].evidence
    assert evidence is not None
    assert (folder / evidence / "failure.md").exists()
    orders = [(tmp_path / f"{number:03}").read_text().split() for number in (1, 2, 3)]
    assert [sorted(order) for order in orders] == [[str(number) for number in range(8)]] * 3
    assert len({tuple(order) for order in orders}) > 1  # two seeds may draw one order of so few
    assert not (tmp_path / "reports/living-docs").exists()
    assert not list(folder.glob("*/living-docs"))
