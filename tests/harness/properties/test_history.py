"""The history of runs: whatever stands in the file, no run is lost by it, and what is not read is kept."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from harness.history.history import History
from harness.history.past_run import BrokenLineError, PastRun, UnknownVersionError
from harness.report.model import Status
from harness.traceability.last_run import LastRun
from tests.harness.history.invented import run_of

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_good = st.integers(0, 40).map(
    lambda number: PastRun.of(run_of(number, Status.PASSED, Status.FAILED)).to_line().rstrip()
)


def _changed(line: bytes, key: str, value: object) -> bytes:
    return json.dumps({**json.loads(line), key: value}).encode()


_keys = st.sampled_from([*PastRun.model_fields, "other"])
_foreign = st.builds(_changed, _good, _keys, _json)
_torn = st.builds(lambda line, at: line[: at % len(line)], _good, st.integers(0, 10_000))
_odd = st.sampled_from(
    [b"", b" ", b"\r", b"{}", b"[" * 100_000, b'{"version":' * 50_000, b"\xff", b"\0"]
    + [b'{"version": %s}' % each for each in (b"2", b"-1", b"true", b"1e5", b"9" * 30, b"9" * 5000)]
)
_lines = st.lists(
    _good | _foreign | _torn | _odd | st.binary(max_size=30).filter(lambda line: b"\n" not in line),
    max_size=10,
)


def _kind(line: bytes) -> str:
    try:
        return PastRun.from_line(line).run_id
    except UnknownVersionError:
        return "unknown"
    except BrokenLineError:
        return "broken"


@given(_lines, st.booleans())
@example([b"x" * 5_000_000], True)
@example([b'{"version": ' + b"9" * 4000 + b"}"], True)
def test_any_file_is_read_and_nothing_of_it_is_lost(lines: list[bytes], ends: bool) -> None:  # noqa: FBT001
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "history.ndjson"
        path.write_bytes(b"\n".join(lines) + (b"\n" if ends else b""))
        kinds = {line: _kind(line) for line in lines if line.strip()}
        runs = set(kinds.values()) - {"unknown", "broken"}
        read = History.read(path)
        assert {run.run_id for run in read.runs} == runs
        unread = {line for line, kind in kinds.items() if kind in {"unknown", "broken"}}
        assert bool(read.problems) == bool(unread)
        read.add(run_of(100, Status.PASSED))
        assert not any("is missing" in problem for problem in read.problems)
        again = History.read(path)
        assert {run.run_id for run in again.runs} == runs | {"run00100"}
        assert not again.problems
        aside = {
            line for each in path.parent.glob("history.*.ndjson") for line in each.read_bytes().split(b"\n")
        }
        assert unread <= aside


@given(st.binary(max_size=50) | _json.map(lambda value: json.dumps(value).encode()))
@example(b"[" * 100_000)
def test_any_results_of_a_last_run_are_read_or_told_of(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "results.json"
        path.write_bytes(content)
        last = LastRun.read(path)
        assert (last.run is None) == bool(last.problem)
