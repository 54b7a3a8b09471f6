"""Messages held against Cucumber's own schema and formatter, which only its packages for Node have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from filelock import FileLock
from jsonschema import Draft202012Validator

from harness.formats.cucumber_messages import write_messages
from harness.paths import STATE
from harness.report.model import Run, Status, Step, StepStatus
from tests.harness.formats.odd_names import ODD_NAMES
from tests.harness.sample_run import sample_run, scenario

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Error

    from tests.harness.conftest import Project

_PACKAGES: Final = ("@cucumber/html-formatter@24.2.0", "@cucumber/messages@34.2.1")
_RENDER: Final = Path(__file__).with_name("render.mjs")
_PATIENCE: Final = 100


def _into(errors: list[Error]) -> Callable[[Error], None]:
    # Playwright keeps notes on a handler, which a built-in method such as `append` does not take.
    def keep(error: Error) -> None:
        errors.append(error)

    return keep


@pytest.fixture(scope="session")
def cucumber() -> Path:
    """The folder of Cucumber's packages, installed once for this machine; skipped where they can't be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node and npm are not installed")
    place = STATE / "node" / "-".join(name.rpartition("@")[2] for name in _PACKAGES)
    place.mkdir(parents=True, exist_ok=True)
    with FileLock(place / ".lock"):
        if not (place / ".complete").exists():
            quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix", str(place)]
            try:
                done = subprocess.run(
                    [npm, "install", *quiet, *_PACKAGES],
                    capture_output=True,
                    text=True,
                    timeout=_PATIENCE,
                    check=False,
                    env={**os.environ, "npm_config_update_notifier": "false"},
                )
            except subprocess.TimeoutExpired:
                pytest.skip(f"npm did not bring Cucumber's packages within {_PATIENCE} s")
            if done.returncode != 0:
                pytest.skip(f"npm could not bring Cucumber's packages: {done.stderr.strip()[-300:]}")
            (place / ".complete").touch()
    return place / "node_modules" / "@cucumber"


def _sample(folder: Path) -> Path:
    """Write the messages of a run in which everything happens and everything has an odd name, too."""
    run = sample_run(folder)
    for line, name in enumerate(ODD_NAMES, start=101):
        made = [
            Step(
                keyword="Given",
                kind="given",
                text=name,
                line=line,
                status=StepStatus.PASSED,
                table=[[name, "b"]],
                docstring=name,
            )
        ]
        run.scenarios.append(scenario(name, Status.PASSED, made, line=line))
    path = folder / "messages.ndjson"
    assert write_messages(run, path, root=folder, folder=folder) is None
    return path


def _real(finished: tuple[Project, str], folder: Path) -> Path:
    """Write those of a run that really took place, whose features can be read."""
    project, _ = finished
    reports = project.path / "reports" / "run"
    run = Run.model_validate_json((reports / "results.json").read_bytes())
    path = folder / "real.ndjson"
    assert write_messages(run, path, root=project.path, folder=reports) is None
    return path


def test_every_message_is_valid(
    cucumber: Path, finished_project: tuple[Project, str], tmp_path: Path
) -> None:
    schema = json.loads((cucumber / "messages" / "messages.schema.json").read_bytes())
    validator = Draft202012Validator(schema)
    for path in (_sample(tmp_path), _real(finished_project, tmp_path)):
        # Not splitlines(): a name may hold what Python takes for the end of a line.
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
        wrong = [
            f"{path.name}:{number}: {error.json_path}: {error.message}"
            for number, line in enumerate(lines, start=1)
            for error in validator.iter_errors(json.loads(line))
        ]
        assert wrong == []


def test_official_formatter_shows_what_happened(
    cucumber: Path, finished_project: tuple[Project, str], tmp_path: Path, browser: Browser
) -> None:
    formatter = cucumber / "html-formatter" / "dist" / "src" / "index.js"
    shown = {}
    for messages in (_sample(tmp_path), _real(finished_project, tmp_path)):
        page_file = messages.with_suffix(".html")
        subprocess.run(
            ["node", _RENDER, formatter, messages, page_file],
            check=True,
            timeout=_PATIENCE,
            capture_output=True,
        )
        page = browser.new_page()
        errors: list[Error] = []
        page.on("pageerror", _into(errors))
        page.goto(page_file.as_uri())
        page.get_by_role("heading", name="Scenarios").wait_for()
        shown[messages.stem] = page.locator("#report").inner_text()
        assert page.locator("#report script").count() == 0
        page.close()
        assert errors == []
    sample, real = shown["messages"], shown["real"]
    passed = 4 + len(ODD_NAMES)
    for state, count in {"PASSED": passed, "SKIPPED": 1, "PENDING": 1, "UNDEFINED": 2, "FAILED": 7}.items():
        assert f"{state} {count}" in " ".join(sample.split()), state
    assert "It passed, though it was expected to fail: the portal does not do that yet" in sample
    assert "This is attempt 2; before that: failed" in sample
    assert "Before: set-up" in sample
    assert "After: teardown" in sample
    assert "the link still works\nExpected: <expired>" in sample
    assert "<script>alert(1)</script> & <b>bold</b>" in sample
    assert "After 1439 minutes" not in real  # rows stand in the table of their outline
    assert "1439" in real
    assert "the target cannot do this" in real
    assert "couldn't be rendered" not in sample + real
