"""Real runs of which a part is killed: what they leave is what had run, in words, and nothing else.

`benchmarks/crashes.py` does the same hundreds of times, at random moments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from benchmarks.crash_run import CrashRun

NewRun: TypeAlias = Callable[[], CrashRun]


@pytest.fixture
def new_run(tmp_path: Path) -> Iterator[NewRun]:
    """Start a run of three scenarios, in a folder where those before it may have crashed."""
    if not Path("/proc/self/environ").exists():
        pytest.skip("the processes of a run are found through /proc, which this system does not have")
    made: list[CrashRun] = []

    def start() -> CrashRun:
        made.append(CrashRun(tmp_path, "-n", "1", "-k", "so_at_once"))
        return made[-1]

    yield start
    for run in made:
        run.close()


def wait_finished(run: CrashRun) -> None:
    """Wait until the first scenario has ended."""
    while not run.finished():
        assert not run.wait(0.05), run.output


def test_browser_is_killed(new_run: NewRun) -> None:
    run = new_run()
    wait_finished(run)
    victims = run.wait_for("browser")
    assert victims, run.output

    run.kill(victims[0])
    found = run.aftermath("browser")

    assert (found.left, found.wrong) == ([], []), run.output
    assert "Traceback" not in run.output


def test_worker_is_killed_while_it_starts(new_run: NewRun) -> None:
    run = new_run()
    victims = run.wait_for("worker")
    run.kill(victims[-1])
    found = run.aftermath("worker")

    assert (found.left, found.wrong) == ([], []), run.output
    assert "INTERNALERROR" not in run.output
    assert "Traceback" not in run.output


def test_what_a_killed_run_leaves_the_next_one_removes(new_run: NewRun) -> None:
    run = new_run()
    wait_finished(run)
    run.kill(run.processes("controller")[0])
    found = run.aftermath("controller")

    assert (found.left, found.wrong) == ([], []), run.output
    assert run.finished()
    assert found.abandoned  # else there is nothing to remove

    after = new_run().aftermath("")

    assert (after.exit_code, after.left, after.wrong) == (0, [], [])
    assert not [path for path in found.abandoned if path.exists()]
