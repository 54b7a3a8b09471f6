"""The file of past runs: what it survives, and what it costs."""

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
from harness.paths import ROOT
from harness.report.model import Status
from tests.harness.history.invented import key_of, lines_of, run_of

if TYPE_CHECKING:
    from pathlib import Path


def test_what_a_killed_writer_left_is_removed(path: Path) -> None:
    leftover = path.with_name(f".{path.name}-a1b2c3")
    path.parent.mkdir(exist_ok=True)
    leftover.write_bytes(b"half a line")
    History(path).add(run_of(0, Status.PASSED))
    assert not leftover.exists()


def test_broken_lines_are_skipped_told_and_kept_aside(path: Path) -> None:
    History(path).add(run_of(0, Status.PASSED))
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
    found.add(run_of(1, Status.PASSED))
    assert found.problems == [told + "is now in history.broken.ndjson beside it"]
    assert (path.parent / "history.broken.ndjson").read_bytes().splitlines() == broken
    assert [line["run_id"] for line in lines_of(path)] == ["run00000", "run00001"]
    assert History.read(path).problems == []


def test_results_of_no_known_form_make_a_line_broken(path: Path) -> None:
    History(path).add(run_of(0, Status.PASSED))
    path.write_text(path.read_text().replace('"p20"', '"p20<script>"'))
    assert History.read(path).runs == []


@pytest.mark.parametrize("line", [b'{"version": ' + b"9" * 400 + b"}", b'{"version": true}', b"[" * 100_000])
def test_odd_line_does_not_keep_a_run_out(path: Path, line: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(line)
    History(path).add(run_of(0, Status.PASSED))
    assert len(lines_of(path)) == 1
    assert (path.parent / "history.broken.ndjson").read_bytes() == line + b"\n"


def test_lines_of_a_version_to_come_are_kept_aside(path: Path) -> None:
    path.parent.mkdir()
    newer = '{"version": 7, "everything": "else"}'
    path.write_text(f"{newer}\n{newer}\n")
    history = History(path)
    history.add(run_of(0, Status.PASSED))
    told = f"2 of the lines in the history of runs, {path}, cannot be read here (of another version, 7); "
    assert history.problems == [told + "what they say is now in history.version-7.ndjson beside it"]
    assert (path.parent / "history.version-7.ndjson").read_text() == f"{newer}\n{newer}\n"
    assert len(lines_of(path)) == 1


def test_lines_of_an_earlier_version_are_brought_up_to_this_one(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def from_minus_one(line: dict[str, Any]) -> dict[str, Any]:
        return {"run_id": line.pop("run"), **line}

    def from_zero(line: dict[str, Any]) -> dict[str, Any]:
        return {**line, "partial": False}

    monkeypatch.setattr(past_run, "_UPGRADES", {-1: from_minus_one, 0: from_zero})
    History(path).add(run_of(0, Status.PASSED))
    (line,) = lines_of(path)
    line["version"], line["run"] = -1, line.pop("run_id")
    del line["partial"]
    hopeless = {"version": -1, "nothing": "of it"}
    path.write_text(f"{json.dumps(line)}\n{json.dumps(hopeless)}\n")
    history = History.read(path)
    assert [run.run_id for run in history.runs] == ["run00000"]
    assert "1 of the lines" in history.problems[0]
    history.add(run_of(1, Status.PASSED))
    assert [line["version"] for line in lines_of(path)] == [1, 1]


def test_full_disk_is_told_and_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    History(path).add(run_of(0, Status.PASSED))
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fdopen", full)
    history = History(path)
    history.add(run_of(1, Status.FAILED))
    monkeypatch.undo()
    told = f"this run is missing in the history of runs, {path}: No space left on device; "
    assert history.problems == [told + "--history names another place"]
    assert path.read_bytes() == before
    assert list(path.parent.glob(".history.ndjson-*")) == []
    # and what is known is still told
    assert history.of("reference").of(key_of()).sentence == "newly failing: passed in the run before"


@pytest.mark.parametrize("kind", ["file in place of the folder", "folder in place of the file"])
def test_unfit_place_is_told(path: Path, kind: str) -> None:
    if kind.startswith("file"):
        path.parent.write_text("a file")
    else:
        path.mkdir(parents=True)
    history = History(path)
    history.add(run_of(0, Status.PASSED))
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
        history.add(run_of(0, Status.PASSED))
    assert "another run has been writing to it" in history.problems[0]


def test_link_to_the_file_stays_a_link(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to(tmp_path / "kept.ndjson")
    History(path).add(run_of(0, Status.PASSED))
    assert path.is_symlink()
    assert len(lines_of(tmp_path / "kept.ndjson")) == 1


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
    assert {line["run_id"] for line in lines_of(path)} == {
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
    history.add(run_of(0, Status.PASSED))
    assert history.problems == []
    assert len(history.runs) == 1
