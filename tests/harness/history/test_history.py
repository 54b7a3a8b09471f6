"""What the history of runs keeps, and which runs count together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.history import history as history_module
from harness.history.history import History
from harness.history.past_run import PastRun, digest
from harness.history.trend import Trend
from harness.report.model import Status
from tests.harness.history.invented import key_of, lines_of, run_of
from tests.harness.sample_run import sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from harness.living_docs.history_view import HistoryView


def test_every_ending_is_kept(path: Path, tmp_path: Path) -> None:
    run = sample_run(tmp_path)
    History(path).add(run)
    found = History.read(path)
    assert found.problems == []
    view = found.of("reference")
    for each in run.scenarios:
        past = view.of(each.key)
        if each.status is Status.NOT_RUN:
            assert not past.ran
        else:
            assert past.past == [(each.status.value, each.seconds)]
            assert past.ran[0].retried == bool(each.earlier)
    (kept,) = lines_of(path)
    assert {key: kept[key] for key in kept if key != "results"} == {
        "version": 1,
        "run_id": "abcdefgh",
        "started": "2026-03-02T09:30:00.000+00:00",
        "target": "reference",
        "revision": "1a2b3c4",
        "seed": 8412,
        "partial": True,
        "exit_status": 1,
        "exit_reason": "all tests ran, some failed",
    }


def test_only_runs_of_the_same_target_count_together(path: Path) -> None:
    for number, (target, status) in enumerate(
        [("reference", Status.FAILED), ("staging", Status.PASSED), ("reference", Status.FAILED)]
    ):
        History(path).add(run_of(number, status, target=target))
    found = History.read(path)
    assert found.of("reference").of(key_of()).past == [("failed", 0.2)] * 2
    assert found.of("staging").of(key_of()).past == [("passed", 0.2)]
    assert found.of("nowhere").of(key_of()).past == []
    assert found.of("reference", until="run00000").of(key_of()).past == [("failed", 0.2)]


@pytest.mark.parametrize(
    ("more", "partial"),
    [
        ({}, False),
        ({"exit_status": 1}, False),
        ({"exit_status": 2, "exit_reason": "interrupted: Ctrl-C"}, True),
        ({"exit_status": None}, True),
        ({"selection": "--tags @HUP-LINK-3"}, True),
    ],
)
def test_run_of_a_part_is_marked(*, more: dict[str, object], partial: bool) -> None:
    assert PastRun.of(run_of(0, Status.PASSED, **more)).partial is partial


def test_scenario_is_new_where_a_whole_run_before_lacks_it(path: Path) -> None:
    history = History(path)
    history.add(run_of(0, Status.PASSED))
    assert history.of("reference").of(key_of()).sentence is None  # of the very first run all would be new
    history.add(run_of(1, Status.PASSED, Status.PASSED))
    assert history.of("reference").of(key_of(1)).sentence == "new"
    history.add(run_of(2, Status.PASSED, Status.PASSED))
    assert history.of("reference").of(key_of(1)).sentence is None


def test_what_partial_runs_left_out_is_not_new(path: Path) -> None:
    history = History(path)
    history.add(run_of(0, Status.PASSED, selection="-k one"))
    history.add(run_of(1, Status.PASSED, Status.PASSED))
    assert history.of("reference").of(key_of(1)).sentence is None


def test_report_of_a_run_shows_the_runs_before_it(path: Path) -> None:
    history = History(path)
    history.add(run_of(0, Status.PASSED))
    assert history.of("reference").trend(key_of()) is None
    for number in range(1, 60):
        history.add(run_of(number, Status.PASSED if number < 58 else Status.FAILED, Status.PASSED))
    view: HistoryView = history.of("reference", until="run00059")
    assert view.trend(key_of()) == Trend(
        [*[("passed", 0.2)] * 49, ("failed", 0.2)], "failing since 2026-03-02 (2 runs)"
    )
    assert view.trend("another") is None
    assert history.of("reference", until="run00001").trend(key_of(1)) == Trend([], "new")


def test_renamed_scenario_is_another_one() -> None:
    names = ("After a day", "After one day")
    keys = {scenario(name, Status.PASSED, steps(), line=3).key for name in names}
    assert len({digest(key) for key in keys}) == 2


def test_last_runs_are_kept_and_partial_ones_push_no_whole_one_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "MOST_RUNS", 3)
    for number in range(5):
        History(path).add(run_of(number, Status.PASSED))
    for number in range(5, 10):
        History(path).add(run_of(number, Status.PASSED, selection="-k one"))
    History(path).add(run_of(10, Status.PASSED, target="staging"))
    assert [line["run_id"][-2:] for line in lines_of(path)] == ["02", "03", "04", "07", "08", "09", "10"]


def test_huge_runs_are_kept_for_less_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "MOST_RESULTS", 5)
    for number in range(4):
        History(path).add(run_of(number, Status.PASSED, Status.PASSED))
    assert [line["run_id"] for line in lines_of(path)] == ["run00002", "run00003"]
    monkeypatch.setattr(history_module, "MOST_RESULTS", 1)  # even one that is too large by itself
    History(path).add(run_of(4, Status.PASSED, Status.PASSED))
    assert [line["run_id"] for line in lines_of(path)] == ["run00004"]


def test_runs_are_in_the_order_of_their_beginning(path: Path) -> None:
    History(path).add(run_of(7, Status.FAILED))
    History(path).add(run_of(3, Status.PASSED))  # it took longer
    assert History.read(path).of("reference").of(key_of()).past == [("passed", 0.2), ("failed", 0.2)]


def test_run_that_is_added_again_takes_its_own_place(path: Path) -> None:
    History(path).add(run_of(1, Status.FAILED))
    History(path).add(run_of(1, Status.PASSED))
    assert History.read(path).of("reference").of(key_of()).past == [("passed", 0.2)]
