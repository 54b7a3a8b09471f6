from __future__ import annotations

import pytest

from harness.progress.board import Board, Finished
from harness.progress.lines import (
    counts_line,
    duration,
    failure_lines,
    finished_line,
    live_area,
    still_running_line,
)
from harness.report.model import Feature, Scenario, Step, StepStatus


def _scenario() -> Scenario:
    return Scenario(
        node_id="a",
        key="a",
        feature=Feature(path="features/a.feature", keyword="Feature", name="Buying", language="en"),
        keyword="Scenario",
        name="Twice",
        outline="Twice",
        line=7,
        rules=["HUP-BUY-6"],
        steps=[
            Step(keyword="Given", kind="given", text="a card", line=8, status=StepStatus.PASSED),
            Step(keyword="Then", kind="then", text="nothing is bought", line=9, status=StepStatus.FAILED),
        ],
    )


def _board(*, workers: int = 1) -> Board:
    board = Board(lambda: 112.0)
    board.know([_scenario()])
    board.expect(80)
    for number in range(workers):
        board.started("a", f"gw{number}")
    board.step("a", 1)
    return board


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (0.6, "0.6 s"),
        (9.94, "9.9 s"),
        (14.4, "14 s"),
        (59.4, "59 s"),
        (65, "1 min 05 s"),
        (3600, "60 min 00 s"),
    ],
)
def test_duration_is_as_exact_as_one_cares(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_line_of_a_scenario_that_is_over() -> None:
    test = Finished("a", 12, "passed", 0.62, "gw1", _scenario())
    assert finished_line(test, total=80, colour=False) == "[12/80] ok        0.6 s  Buying: Twice"
    assert finished_line(test, total=800, colour=False, verbose=True) == (
        "[ 12/800] ok        0.6 s  Buying: Twice  (HUP-BUY-6 features/a.feature:7 gw1)"
    )
    assert "\x1b[31;1mFAILED " in finished_line(
        Finished("a", 1, "failed", 0.1, "", None), total=1, colour=True
    )


def test_failure_says_where_why_and_where_to_look() -> None:
    test = Finished("a", 12, "failed", 0.62, "gw1", _scenario())
    assert failure_lines(test, "reports/x/failures/a", "expected y " * 20, colour=False, columns=30) == [
        "    at Then nothing is bought",
        "    expected y expected y exp…",
        "    reports/x/failures/a",
    ]


def test_heartbeat_names_step_and_time() -> None:
    board = _board()
    assert still_running_line(board, board.running, now=129.0) == (
        "[ 0/80] still running: gw0 17 s Buying: Twice, at 'Then nothing is bought'"
    )


@pytest.mark.parametrize("columns", [30, 60, 100, 200])
def test_area_fits_the_window(columns: int) -> None:
    board = _board(workers=12)
    area = live_area(board, columns=columns, lines=24, now=115.0)
    assert len(area) == 10  # eight workers, the rest, the total
    plain = [_plain(line) for line in area]
    assert all(len(line) < columns for line in plain)
    assert plain[0].startswith("  gw0    3.0 s  Buying")
    assert plain[8] == "  and 4 more"
    assert "0/80" in plain[9]


def test_small_window_keeps_most_of_its_lines_for_the_log() -> None:
    assert len(live_area(_board(workers=12), columns=80, lines=9, now=115.0)) == 5


def test_bar_has_plain_signs_where_needed() -> None:
    area = live_area(_board(), columns=100, lines=24, now=115.0, rich_signs=False)
    assert "\x1b[2m........................" in area[-1]


def test_counts_name_what_there_is() -> None:
    board = Board()
    assert counts_line(board, colour=False) == "none done yet"
    for node_id, outcome in (("a", "passed"), ("b", "failed"), ("c", "passed")):
        board.reported(node_id, outcome, 0.1)  # type: ignore[arg-type]
        board.finished(node_id)
    assert counts_line(board, colour=False) == "2 ok, 1 FAILED"


def _plain(line: str) -> str:
    for code in ("36", "2", "31", "32", "33", "31;1", "0"):
        line = line.replace(f"\x1b[{code}m", "")
    return line
