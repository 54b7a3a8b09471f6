"""`--try-first`: in which order a run of pytest takes its scenarios, and which of them alone."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from harness.faults.order import Order
from harness.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_SCENARIOS: Final = {"slow": "HUP-LINK-3", "other": "HUP-LINK-4", "quick": "HUP-LINK-3", "last": "HUP-LINK-4"}
_FILES: Final = {
    "pytest.toml": '[pytest]\nbdd_features_base_dir = "features"\n',
    "conftest.py": "from pytest_bdd import given\n"
    "def pytest_configure(config):\n"
    '    config.addinivalue_line("markers", "HUP-LINK-3")\n'
    '    config.addinivalue_line("markers", "HUP-LINK-4")\n'
    '@given("it is")\ndef it_is():\n    pass\n',
    "features/link.feature": "Feature: Link\n"
    + "".join(f"  @{rule}\n  Scenario: {name}\n    Given it is\n" for name, rule in _SCENARIOS.items()),
    "tests/test_link.py": 'from pytest_bdd import scenarios\nscenarios("link.feature")\n'
    "def test_no_scenario():\n    pass\n",
}


def collected(folder: Path, order: Path) -> tuple[list[str], str]:
    """Return the names of the tests that would be run, in their order, and all that was printed."""
    for name, content in _FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    command = [sys.executable, "-m", "pytest", "-c", str(folder / "pytest.toml"), f"--rootdir={folder}"]
    plugins = ["--disable-plugin-autoload", "-p", "pytest-bdd", "-p", "no:cacheprovider"]
    asked = [
        "-p",
        "harness.faults.order",
        "--try-first",
        str(order),
        "--collect-only",
        "-q",
        str(folder / "tests"),
    ]
    done = subprocess.run(
        [*command, *plugins, *asked],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    return [line.partition("::test_")[2] for line in output.splitlines() if "::" in line], output


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order(), ["slow", "other", "quick", "last"]),
        (Order(rules=["HUP-LINK-4"]), ["other", "last", "slow", "quick"]),
        (
            Order(
                rules=["HUP-LINK-3"],
                named=["tests/test_link.py::test_slow"],
                seconds={"tests/test_link.py::test_slow": 2.0, "tests/test_link.py::test_quick": 1.0},
            ),
            ["slow", "quick", "other", "last"],
        ),
        # One of another rule must not come first: that its own rule's notice, too, would never be seen.
        (
            Order(
                rules=["HUP-LINK-3"],
                named=["tests/test_link.py::test_last"],
                seconds={"tests/test_link.py::test_slow": 2.0, "tests/test_link.py::test_quick": 1.0},
            ),
            ["quick", "slow", "other", "last"],
        ),
        (Order(named=["tests/test_link.py::test_last"]), ["last", "slow", "other", "quick"]),
        (Order(rules=["HUP-LINK-3"], only_these=True), ["slow", "quick"]),
        (Order(named=["tests/test_link.py::test_other"], only_these=True), ["other"]),
    ],
)
def test_order(tmp_path: Path, order: Order, expected: list[str]) -> None:
    path = tmp_path / "order.json"
    path.write_text(order.model_dump_json())
    assert collected(tmp_path, path)[0] == expected


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    _, output = collected(tmp_path, tmp_path / "no.json")
    assert "--try-first:" in output
    assert "no.json cannot be read" in output
