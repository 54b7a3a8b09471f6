"""What a terminal shows of a soak while it runs."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from harness.cli.live import time_left
from harness.soak.display import Display
from harness.soak.record import Result, RunRecord, Soak


@pytest.mark.parametrize("is_terminal", [True, False])
def test_how_far_it_is_is_for_terminals(*, is_terminal: bool) -> None:
    soak = Soak(revision="", seed=1, wanted=3, started="2026-03-02T09:30:00+00:00")
    run = RunRecord(number=1, seed=5, result=Result.PASSED, exit_code=0, seconds=150, scenarios=9)
    printed = io.StringIO()
    with Display(soak, Console(file=printed, force_terminal=is_terminal, width=150)) as display:
        display.began(1)
        soak.runs.append(run)
        display.ended(run)
        display.began(2)
        display.progressed(4)
    shown = printed.getvalue()
    assert "seed 5" in shown
    for words in ("run 2 of 3", "4 of 9 scenarios", "about 5 min left"):
        assert (words in shown) is is_terminal


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (-3, "ends within a minute"),
        (59, "ends within a minute"),
        (60, "about 1 min left"),
        (3 * 3600 + 125, "about 3 h 2 min left"),
    ],
)
def test_what_is_left(seconds: float, told: str) -> None:
    assert time_left(seconds) == told
