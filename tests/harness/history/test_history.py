"""The file of past runs: what it keeps, and what it survives."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from harness.history import history as history_module
from harness.history import past_run
from harness.history.history import History
from harness.history.past_run import PastRun, digest
from harness.history.place import history_path
from harness.history.trend import Trend
from harness.paths import ROOT
from harness.report.model import Run, Status
from tests.harness.sample_run import sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from harness.living_docs.history_view import HistoryView


def _run(number: int = 0, *statuses: Status, **more: object) -> Run:
    """The run of a minute, with a scenario per status, always the same ones."""
    scenarios = [scenario(f"Scenario {at}", each, steps(), line=at) for at, each in enumerate(statuses)]
    fields: dict[str, object] = {
        "run_id": f"run{number:05}",
        "seed": 1,
        "target": "reference",
        "portal": "http://hup.localhost:1",
        "mail_server": "none",
        "started": f"2026-03-02T{number // 60 % 24:02}:{number % 60:02}:00.000+00:00",
        "exit_status": 0,
        "exit_reason": "all tests ran",
        "scenarios": scenarios,
    }
    return Run.model_validate({**fields, **more})


def _key(at: int = 0) -> str:
    return scenario(f"Scenario {at}", Status.PASSED, steps(), line=at).key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "history.ndjson"


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


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
    (kept,) = _lines(path)
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
        History(path).add(_run(number, status, target=target))
    found = History.read(path)
    assert found.of("reference").of(_key()).past == [("failed", 0.2)] * 2
    assert found.of("staging").of(_key()).past == [("passed", 0.2)]
    assert found.of("nowhere").of(_key()).past == []
    assert found.of("reference", until="run00000").of(_key()).past == [("failed", 0.2)]


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
    assert PastRun.of(_run(0, Status.PASSED, **more)).partial is partial


def test_scenario_is_new_where_a_whole_run_before_lacks_it(path: Path) -> None:
    history = History(path)
    history.add(_run(0, Status.PASSED))
    assert history.of("reference").of(_key()).sentence is None  # of the very first run all would be new
    history.add(_run(1, Status.PASSED, Status.PASSED))
    assert history.of("reference").of(_key(1)).sentence == "new"
    history.add(_run(2, Status.PASSED, Status.PASSED))
    assert history.of("reference").of(_key(1)).sentence is None


def test_what_partial_runs_left_out_is_not_new(path: Path) -> None:
    history = History(path)
    history.add(_run(0, Status.PASSED, selection="-k one"))
    history.add(_run(1, Status.PASSED, Status.PASSED))
    assert history.of("reference").of(_key(1)).sentence is None


def test_report_of_a_run_shows_the_runs_before_it(path: Path) -> None:
    history = History(path)
    history.add(_run(0, Status.PASSED))
    assert history.of("reference").trend(_key()) is None
    for number in range(1, 60):
        history.add(_run(number, Status.PASSED if number < 58 else Status.FAILED, Status.PASSED))
    view: HistoryView = history.of("reference", until="run00059")
    assert view.trend(_key()) == Trend(
        [*[("passed", 0.2)] * 49, ("failed", 0.2)], "failing since 2026-03-02 (2 runs)"
    )
    assert view.trend("another") is None
    assert history.of("reference", until="run00001").trend(_key(1)) == Trend([], "new")


def test_renamed_scenario_is_another_one() -> None:
    names = ("After a day", "After one day")
    keys = {scenario(name, Status.PASSED, steps(), line=3).key for name in names}
    assert len({digest(key) for key in keys}) == 2


def test_last_runs_are_kept_and_partial_ones_push_no_whole_one_out(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "MOST_RUNS", 3)
    for number in range(5):
        History(path).add(_run(number, Status.PASSED))
    for number in range(5, 10):
        History(path).add(_run(number, Status.PASSED, selection="-k one"))
    History(path).add(_run(10, Status.PASSED, target="staging"))
    assert [line["run_id"][-2:] for line in _lines(path)] == ["02", "03", "04", "07", "08", "09", "10"]


def test_huge_runs_are_kept_for_less_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "MOST_RESULTS", 5)
    for number in range(4):
        History(path).add(_run(number, Status.PASSED, Status.PASSED))
    assert [line["run_id"] for line in _lines(path)] == ["run00002", "run00003"]
    monkeypatch.setattr(history_module, "MOST_RESULTS", 1)  # even one that is too large by itself
    History(path).add(_run(4, Status.PASSED, Status.PASSED))
    assert [line["run_id"] for line in _lines(path)] == ["run00004"]


def test_runs_are_in_the_order_of_their_beginning(path: Path) -> None:
    History(path).add(_run(7, Status.FAILED))
    History(path).add(_run(3, Status.PASSED))  # it took longer
    assert History.read(path).of("reference").of(_key()).past == [("passed", 0.2), ("failed", 0.2)]


def test_run_that_is_added_again_takes_its_own_place(path: Path) -> None:
    History(path).add(_run(1, Status.FAILED))
    History(path).add(_run(1, Status.PASSED))
    assert History.read(path).of("reference").of(_key()).past == [("passed", 0.2)]


def test_broken_lines_are_skipped_told_and_kept_aside(path: Path) -> None:
    History(path).add(_run(0, Status.PASSED))
    good = path.read_bytes()
    broken = [
        b"<<<<<<< HEAD",
        b'{"version": 1, "run_id": "half',
        b"\xff\xfe\x00",
        b"[1]",
        b'{"version": "x"}',
    ]
    path.write_bytes(b"\n".join([broken[0], good.strip(), *broken[1:], b"", b""]))
    found = History.read(path)
    assert len(found.runs) == 1
    told = f"5 of the lines in the history of runs, {path}, cannot be read here (broken); what they say "
    assert found.problems == [told + "will be kept in history.broken.ndjson beside it"]
    found.add(_run(1, Status.PASSED))
    assert found.problems == [told + "is now in history.broken.ndjson beside it"]
    assert (path.parent / "history.broken.ndjson").read_bytes().splitlines() == broken
    assert [line["run_id"] for line in _lines(path)] == ["run00000", "run00001"]
    assert History.read(path).problems == []


def test_results_of_no_known_form_make_a_line_broken(path: Path) -> None:
    History(path).add(_run(0, Status.PASSED))
    path.write_text(path.read_text().replace('"p20"', '"p20<script>"'))
    assert History.read(path).runs == []


def test_lines_of_a_version_to_come_are_kept_aside(path: Path) -> None:
    path.parent.mkdir()
    newer = '{"version": 7, "everything": "else"}'
    path.write_text(f"{newer}\n{newer}\n")
    history = History(path)
    history.add(_run(0, Status.PASSED))
    told = f"2 of the lines in the history of runs, {path}, cannot be read here (of another version, 7); "
    assert history.problems == [told + "what they say is now in history.version-7.ndjson beside it"]
    assert (path.parent / "history.version-7.ndjson").read_text() == f"{newer}\n{newer}\n"
    assert len(_lines(path)) == 1


def test_lines_of_an_earlier_version_are_brought_up_to_this_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def from_minus_one(line: dict[str, Any]) -> dict[str, Any]:
        return {"run_id": line.pop("run"), **line}

    def from_zero(line: dict[str, Any]) -> dict[str, Any]:
        return {**line, "partial": False}

    monkeypatch.setattr(past_run, "_UPGRADES", {-1: from_minus_one, 0: from_zero})
    History(path).add(_run(0, Status.PASSED))
    (line,) = _lines(path)
    line["version"], line["run"] = -1, line.pop("run_id")
    del line["partial"]
    hopeless = {"version": -1, "nothing": "of it"}
    path.write_text(f"{json.dumps(line)}\n{json.dumps(hopeless)}\n")
    history = History.read(path)
    assert [run.run_id for run in history.runs] == ["run00000"]
    assert "1 of the lines" in history.problems[0]
    history.add(_run(1, Status.PASSED))
    assert [line["version"] for line in _lines(path)] == [1, 1]


def test_full_disk_is_told_and_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    History(path).add(_run(0, Status.PASSED))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    history = History(path)
    history.add(_run(1, Status.FAILED))
    monkeypatch.undo()
    told = f"this run is missing in the history of runs, {path}: No space left on device; "
    assert history.problems == [told + "--history names another place"]
    assert path.read_bytes() == before
    assert list(path.parent.glob(".history.ndjson-*")) == []
    # and what is known is still told
    assert history.of("reference").of(_key()).sentence == "newly failing: passed in the run before"


@pytest.mark.parametrize("kind", ["file in place of the folder", "folder in place of the file"])
def test_unfit_place_is_told(path: Path, kind: str) -> None:
    if kind.startswith("file"):
        path.parent.write_text("a file")
    else:
        path.mkdir(parents=True)
    history = History(path)
    history.add(_run(0, Status.PASSED))
    assert len(history.problems) == 1
    assert f"this run is missing in the history of runs, {path}: " in history.problems[0]
    assert len(history.runs) == 1
    assert len(History.read(path).problems) == 1


def test_writer_that_does_not_end_is_waited_for_only_so_long(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_module, "_PATIENCE", 0.1)
    path.parent.mkdir()
    history = History(path)
    with FileLock(path.parent / ".history.ndjson.lock"):
        history.add(_run(0, Status.PASSED))
    assert "another run has been writing to it" in history.problems[0]


def test_link_to_the_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "kept.ndjson")
    History(path).add(_run(0, Status.PASSED))
    assert path.is_symlink()
    assert len(_lines(tmp_path / "kept.ndjson")) == 1


_ADDS = """
import sys
from pathlib import Path
from harness.history.history import History
from harness.report.model import Run
path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
sys.stdin.read()
for number in range(count):
    history = History(path)
    history.add(Run(run_id=f"{name}{number}", seed=1, target="t", portal="", mail_server="", exit_status=0,
        started=f"2026-03-02T09:30:{number:02}.000+00:00"))
    assert not history.problems, history.problems
"""


def test_two_runs_that_end_at_once_lose_nothing(path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _ADDS, str(path), name, "20"], stdin=subprocess.PIPE, cwd=ROOT
        )
        for name in ("one", "two")
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.close()  # go
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert {line["run_id"] for line in _lines(path)} == {
        f"{name}{number}" for name in ("one", "two") for number in range(20)
    }


def _big_line(number: int, scenarios: int) -> bytes:
    return PastRun(
        run_id=f"run{number:05}",
        started=f"2026-03-02T09:{number % 60:02}:00.000+00:00",
        target="reference",
        revision="1a2b3c4",
        seed=1,
        partial=False,
        exit_status=0,
        exit_reason="all tests ran",
        results={digest(f"scenario-{at}"): "p412" for at in range(scenarios)},
    ).to_line()


def test_ten_thousand_scenarios_are_read_in_no_time(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"".join(_big_line(number, 10_000) for number in range(50)))
    started = time.process_time()
    view = History.read(path).of("reference")
    pasts = [view.of(f"scenario-{at}") for at in range(10_000)]
    assert {past.sentence for past in pasts} == {None}
    assert {len(past.ran) for past in pasts} == {50}
    assert time.process_time() - started < 10  # a tenth of it, where nothing else is going on


def test_file_of_many_runs_stays_small() -> None:
    assert len(_big_line(0, 500)) * history_module.MOST_RUNS < 2_000_000


@pytest.mark.parametrize(
    ("given", "variable", "place"),
    [
        (None, None, "reports/history.ndjson"),
        (None, "kept", "base/kept/history.ndjson"),
        ("mine", "kept", "base/mine/history.ndjson"),
        ("mine.ndjson", None, "base/mine.ndjson"),
        ("none", "kept", None),
        (None, "none", None),
        (None, "", "reports/history.ndjson"),
    ],
)
def test_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    given: str | None,
    variable: str | None,
    place: str | None,
) -> None:
    monkeypatch.delenv("HUP_HISTORY", raising=False)
    if variable is not None:
        monkeypatch.setenv("HUP_HISTORY", variable)
    found = history_path(given, reports=tmp_path / "reports", base=tmp_path / "base")
    assert found == (tmp_path / place if place else None)


def test_nothing_is_kept_nowhere() -> None:
    history = History.read(None)
    history.add(_run(0, Status.PASSED))
    assert history.problems == []
    assert len(history.runs) == 1
