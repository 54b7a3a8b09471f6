"""`./run format`, on a folder of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cli import format as format_command

if TYPE_CHECKING:
    from pathlib import Path

_CROOKED = "Feature: A\n Scenario: S\n  Given rain\n"
_STRAIGHT = "Feature: A\n\n  Scenario: S\n    Given rain\n"


@pytest.fixture
def feature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.feature"
    path.write_text(_CROOKED)
    return path


def test_features_are_laid_out_and_named(feature: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert format_command.run([str(feature)]) == 0
    assert feature.read_text() == _STRAIGHT
    assert capsys.readouterr().out == f"Laid out anew: {feature}\n1 of 1 feature files changed\n"
    assert format_command.run([str(feature)]) == 0
    assert capsys.readouterr().out == "0 of 1 feature files changed\n"


def test_check_changes_nothing(feature: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feature.write_bytes(_STRAIGHT.replace("\n", "\r\n").encode())
    before = feature.read_bytes()
    assert format_command.run(["--check", str(feature)]) == 1
    assert feature.read_bytes() == before
    assert capsys.readouterr().out.startswith(f"Would lay out anew: {feature}\n")


def test_folder_is_taken_whole_and_python_goes_to_ruff(feature: Path) -> None:
    module = feature.with_name("a.py")
    module.write_text("a=1\n")
    assert format_command.run(["."]) == 0
    assert feature.read_text() == _STRAIGHT
    assert module.read_text() == "a = 1\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Feature: A\nRule\n  Scenario: S\n    Given a\n    If b\n", "no Gherkin: (5:5)"),
        (b"Feature: \xff", "utf-8"),
    ],
)
def test_what_cannot_be_read_is_named_and_left(
    feature: Path, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    feature.write_bytes(content)
    assert format_command.run([str(feature)]) == 1
    assert feature.read_bytes() == content
    assert told in capsys.readouterr().out


def test_folder_without_python_is_nothing_to_ruff(feature: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert format_command.run([str(feature.parent)]) == 0
    out, err = capfd.readouterr()
    assert out.endswith("1 of 1 feature files changed\n")
    assert err == ""


def test_file_of_another_kind_is_refused(feature: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feature.with_name("a.md").write_text("a=1\n")
    with pytest.raises(SystemExit):
        format_command.run(["a.md"])
    assert "a.md' is neither a feature file nor Python" in capsys.readouterr().err


def test_path_that_is_not_there(feature: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        format_command.run([str(feature.with_name("b.feature"))])
    assert "b.feature" in capsys.readouterr().err
