from __future__ import annotations

import pytest

from harness.progress.board import Board
from harness.report.model import Feature, Scenario, Step


class _Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def _scenario(node_id: str) -> Scenario:
    return Scenario(
        node_id=node_id,
        key=node_id,
        feature=Feature(path="features/a.feature", keyword="Feature", name="Buying", language="en"),
        keyword="Scenario",
        name=f"Scenario {node_id}",
        outline=node_id,
        line=1,
        steps=[Step(keyword="When", kind="when", text="it rains", line=2)],
    )


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def board(clock: _Clock) -> Board:
    board = Board(clock)
    board.know([_scenario("a"), _scenario("b")])
    board.expect(10)
    board.begin()
    return board


def _run(board: Board, node_id: str, *outcomes: str, worker: str = "gw0") -> None:
    board.started(node_id, worker)
    for outcome in outcomes:
        board.reported(node_id, outcome, 0.5)  # type: ignore[arg-type]


def test_what_each_worker_does_is_known_in_words(board: Board, clock: _Clock) -> None:
    board.started("b", "gw10")
    board.started("a", "gw2")
    board.step("a", 0)
    clock.now += 3
    first, second = board.running
    assert (first.worker, first.title, first.step_text) == ("gw2", "Buying: Scenario a", "When it rains")
    assert (second.worker, second.step_text) == ("gw10", "")
    assert clock.now - first.since == 3


def test_test_that_is_no_scenario_goes_by_its_id(board: Board) -> None:
    board.started("tests/test_x.py::test_y", "")
    assert board.running[0].title == "tests/test_x.py::test_y"


def test_words_that_come_late_are_used_for_what_already_runs(clock: _Clock) -> None:
    board = Board(clock)
    board.started("a", "gw1")
    board.know([_scenario("a")])
    assert board.running[0].title == "Buying: Scenario a"


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["passed", "passed", "passed"], "passed"),
        (["passed", "failed", "error"], "failed"),
        (["passed", "passed", "error"], "error"),
        (["skipped", "passed"], "skipped"),
        (["passed", "xfailed", "passed"], "xfailed"),
    ],
)
def test_gravest_phase_is_the_outcome(board: Board, outcomes: list[str], expected: str) -> None:
    _run(board, "a", *outcomes)
    test = board.finished("a")
    assert test is not None
    assert (test.outcome, test.number, test.worker) == (expected, 1, "gw0")
    assert test.seconds == 0.5 * len(outcomes)
    assert board.counts == {expected: 1}
    assert board.running == []


def test_end_that_is_told_twice_counts_once(board: Board) -> None:
    _run(board, "a", "passed")
    assert board.finished("a") is not None
    assert board.finished("a") is None
    assert board.done == 1


def test_worker_that_is_on_its_next_test_keeps_it(board: Board) -> None:
    _run(board, "a", "passed")
    board.started("b", "gw0")
    test = board.finished("a")
    assert test is not None
    assert [running.node_id for running in board.running] == ["b"]


def test_rest_is_guessed_once_there_is_something_to_go_by(board: Board, clock: _Clock) -> None:
    for number in range(4):
        assert board.remaining is None
        _run(board, str(number), "passed")
        clock.now += 2
        board.finished(str(number))
    assert board.remaining == 12.0
    assert board.elapsed == 8.0


def test_quiet_is_counted_from_the_last_news(board: Board, clock: _Clock) -> None:
    clock.now += 20
    assert board.quiet_for == 20
    board.make_news()
    assert board.quiet_for == 0
    clock.now += 5
    _run(board, "a", "passed")
    board.finished("a")
    assert board.quiet_for == 0
