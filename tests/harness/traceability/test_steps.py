"""`./run steps` and `./run slowest`."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from harness.cli import slowest, steps
from harness.cli.console import Printer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]


def test_sentences_have_examples_values_and_uses(
    importable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(steps, "ROOT", importable)
    assert steps.run([]) == 0
    assert _told(capsys) == [
        "of links",
        "What links are used for.",
        "  Given an employee",
        "      1 use: features/links.feature:5",
        "  Given she has used the link <count> times",
        "      no feature uses it",
        "  When she uses the link <count> times",
        "      e.g. she uses the link 2 times",
        "      <count>: 2",
        "      1 use: features/links.feature:8",
        "  When <hours> hours have passed",
        "      e.g. 23 hours have passed",
        "      <hours>: 23 | 25 | 999",
        "      1 use: features/links.feature:12",
        "  Then she is refused",
        "      2 uses: features/links.feature:9, :13",
        "  Then she is let in",
        "      1 use: features/links.feature:13",
        "6 sentences in 1 vocabulary",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["refuse"], ["Then she is refused"]),
        (["she", "let"], ["Then she is let in"]),
        (["999"], ["When <hours> hours have passed"]),
    ],
)
def test_words_narrow_the_list(
    importable: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    found: list[str],
) -> None:
    monkeypatch.setattr(steps, "ROOT", importable)
    assert steps.run(words) == 0
    assert [line.strip() for line in _told(capsys) if line.startswith(("  G", "  W", "  T"))] == found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["she is refusing"], "The closest:\n  she is refused\n"),
        (["passd"], "Did you mean 'passed'?\n"),
        (["zzz"], "./run steps lists all of them.\n"),
    ],
)
def test_words_that_no_sentence_has(
    importable: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    told: str,
) -> None:
    monkeypatch.setattr(steps, "ROOT", importable)
    assert steps.run(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"run: no sentence has '{words[0]}'. {told}")


def test_slowest_scenarios_come_first_with_what_took_long(
    root: Path,
    keep_results: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(slowest, "REPORTS", root / "reports")
    assert slowest.run([]) == 2
    assert capsys.readouterr().err == "run: no run has left results yet: ./run e2e\n"
    keep_results(scenarios=5)
    assert slowest.run(["2"]) == 0
    lines = _told(capsys)
    assert lines[:4] == [
        "  4.00 s  Links: After <hours> hours [verdict: refused]  features/links.feature:7",
        "            2.00 s  When she uses the link",
        "  2.00 s  Links: Used twice  features/links.feature:7",
        "            1.00 s  When she uses the link",
    ]
    assert lines[-1] == "4 scenarios took 6.5 s, one after the other"


def test_terminal_gets_colours_and_lines_that_fit() -> None:
    for terminal, lines in ((True, 2), (False, 1)):
        written = io.StringIO()
        console = Console(file=written, force_terminal=terminal, width=30, highlight=False)
        Printer(console).line(("failed", "bold red"), " for a reason that takes some explaining", indent=4)
        told = written.getvalue()
        assert ("\x1b[" in told) is terminal
        assert len(told.splitlines()) == lines
        assert all(line.startswith("    ") for line in told.splitlines())
