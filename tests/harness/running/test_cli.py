"""What `./run` makes of its arguments before it calls anything."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from harness.cli import COMMANDS, help_text, main
from harness.cli import test as test_command
from harness.cli.pytest_call import (
    as_selection,
    default_workers,
    from_repository,
    needs_found_browser,
    selects_scenarios,
)
from harness.paths import ROOT


@pytest.mark.parametrize("arguments", [[], ["-h"], ["--help"], ["help"]])
def test_help_lists_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0

    said = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert f"  {name}" in said
        assert command.summary in said


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0

    assert capsys.readouterr().out.startswith(f"usage: ./run {name}")


def test_help_fits_a_narrow_terminal() -> None:
    texts = [help_text(), *(import_module(command.module).HELP for command in COMMANDS.values())]

    assert max(len(line) for text in texts for line in text.splitlines()) <= 110


@pytest.mark.parametrize(("name", "hint"), [("e2ee", "Did you mean 'e2e'?"), ("xyz", ", ".join(COMMANDS))])
def test_unknown_command(name: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name]) == 2
    said = capsys.readouterr().err
    assert name in said
    assert hint in said


def test_help_needs_the_standard_library_alone() -> None:
    """It is shown by whatever Python there is, before anything is installed."""
    for arguments in (["--help"], *([name, "--help"] for name in COMMANDS)):
        done = subprocess.run(
            [sys.executable, "-S", "-P", "-m", "harness", *arguments],
            env={"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "workers"),
    [
        ([], "auto"),
        (["-k", "pdb"], "auto"),
        (["--headed", "--slowmo", "300"], "auto"),
        (["--pdb"], "0"),
        (["--trace"], "0"),
        (["--playwright-debug=cli"], "0"),
    ],
)
def test_workers(arguments: list[str], workers: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PWDEBUG", raising=False)

    assert default_workers(arguments) == ["-n", workers]


def test_playwrights_inspector_needs_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PWDEBUG", "1")

    assert default_workers([]) == ["-n", "0"]


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        ([], True),
        (["--browser", "chromium"], True),
        (["--browser=firefox"], False),
        (["--browser", "webkit", "-x"], False),
        (["--browser-channel", "msedge"], False),
        (["--collect-only"], False),
        (["-k", "firefox"], True),
    ],
)
def test_browser_is_looked_for_only_where_needed(arguments: list[str], *, needed: bool) -> None:
    assert needs_found_browser(arguments) is needed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the user's with a target, a test, and a file that is called like a word."""
    for name in ("mine.toml", "test_mine.py", "receipt"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("given", "placed"),
    [
        (["mine.toml"], ["{}/mine.toml"]),
        (["--target", "mine.toml"], ["--target", "{}/mine.toml"]),
        (["--target=mine.toml"], ["--target={}/mine.toml"]),
        (["test_mine.py::test_a[x::y]"], ["{}/test_mine.py::test_a[x::y]"]),
        (["-k", "receipt"], ["-k", "receipt"]),
        (["tests/features", "-x"], ["tests/features", "-x"]),
        (["--target=reference"], ["--target=reference"]),
    ],
)
def test_paths_are_meant_from_the_users_folder(folder: Path, given: list[str], placed: list[str]) -> None:
    assert from_repository(given, caller=folder) == [part.format(folder) for part in placed]


def test_paths_in_the_repository_are_left_as_they_are() -> None:
    assert from_repository(["README.md", "--x=README.md"], caller=ROOT) == ["README.md", "--x=README.md"]


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        (["links.feature"], ["--features={}/links.feature"]),
        (["links.feature:3:40"], ["--features={}/links.feature:3:40"]),
        (["features/none.feature", "-x"], ["--features=features/none.feature", "-x"]),
        (["features/employee"], ["--features=features/employee"]),
        (["features/nobody"], ["--features=features/nobody"]),
        (["features"], ["--features=features"]),
        (["--features", "links.feature:3"], ["--features={}/links.feature:3"]),
        (["--features=links.feature"], ["--features={}/links.feature"]),
        (["--features"], ["--features="]),
        (["--features="], ["--features="]),
        (["--tags", "@admin and not @slow"], ["--tags=@admin and not @slow"]),
        (["--tags=@admin"], ["--tags=@admin"]),
        (["-k", "links.feature"], ["-k", "links.feature"]),
        (["tests/features"], ["tests/features"]),
        (["--mail", "embedded"], ["--mail", "embedded"]),
    ],
)
def test_features_and_tags_are_put_as_pytest_takes_them(
    folder: Path, given: list[str], understood: list[str]
) -> None:
    (folder / "links.feature").touch()
    assert as_selection(given, caller=folder) == [part.format(folder) for part in understood]


def test_a_failed_stage_keeps_no_other_from_being_run() -> None:
    said: list[str] = []
    stages = [
        test_command.Stage("first", (sys.executable, "-c", "print('nothing to see')")),
        test_command.Stage("second", (sys.executable, "-c", "print('a flaw'); raise SystemExit(1)")),
        test_command.Stage("third", (sys.executable, "-c", "")),
    ]

    assert test_command.check(stages, said.append) == ["second"]

    assert [line.split()[:2] for line in said if line.endswith(" s")] == [
        ["first", "passed"],
        ["second", "FAILED"],
        ["third", "passed"],
    ]
    assert "a flaw" in said
    assert "nothing to see" not in said


def test_what_failed_before_the_tests_is_repeated_before_the_closing_line(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_passes(): pass\n")
    program = (
        "import pytest; from harness.cli.test import EarlierStages\n"
        "pytest.main(['-p', 'no:randomly', '--color=no'], plugins=[EarlierStages(['lint', 'types'])])"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    lines = done.stdout.splitlines()
    assert "failed before the tests" in lines[-5], done.stdout
    assert lines[-3:-1] == ["lint: see its output above", "types: see its output above"]
    assert "1 passed" in lines[-1]


def test_no_other_test_is_looked_at_where_scenarios_are_selected(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def call(arguments: list[str], **_plugins: object) -> int:
        called.append(arguments)
        return 0

    monkeypatch.setattr(test_command, "caller_folder", lambda: ROOT)
    monkeypatch.setattr(test_command, "check", lambda _stages: [])
    monkeypatch.setattr(test_command, "call_pytest", call)

    for words in (["--collect-only", "--tags", "@admin"], ["--collect-only"]):
        assert test_command.run(words) == 0

    assert ["testpaths=tests/features" in words for words in called] == [True, False]
    assert [selects_scenarios(words) for words in called] == [True, False]


@pytest.mark.parametrize(("stages_fail", "tests", "code"), [(False, 0, 0), (True, 0, 1), (True, 2, 2)])
def test_exit_code_counts_all_stages(
    stages_fail: bool,  # noqa: FBT001
    tests: int,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(test_command, "caller_folder", lambda: ROOT)
    monkeypatch.setattr(test_command, "check", lambda _stages: ["lint"] if stages_fail else [])
    monkeypatch.setattr(test_command, "call_pytest", lambda _arguments, **_plugins: tests)

    assert test_command.run(["--collect-only"]) == code
    assert ("failed so far: lint" in capsys.readouterr().out) is stages_fail
