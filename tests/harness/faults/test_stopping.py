"""`./run faults`: what is kept of a measurement that was stopped, how it goes on, and what it refuses."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.faults.breach import FaultsError, named_faults

if TYPE_CHECKING:
    from tests.harness.faults.conftest import Measuring

HOLDS, HOLDS_NOT, USAGE_ERROR, INTERRUPTED = 0, 1, 2, 130
CAUGHT = {"A": "failed", "C": "failed"}
SOON = 30.0


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_stopped_and_resumed(measuring: Measuring, number: signal.Signals, code: int) -> None:
    os.mkfifo(measuring.folder / "stays")
    measuring.plan({"works-twice": CAUGHT, "works-for-ever": {"stays": True}})
    process = measuring.start("--jobs", "1", "HUP-LINK")
    child = int((measuring.folder / "stays").read_text())

    process.send_signal(number)
    output, _ = process.communicate(timeout=SOON)

    assert process.returncode == code, output
    assert not Path(f"/proc/{child}").exists()
    assert "1 fault is noticed" in output
    assert "2 not measured yet" in output
    assert "./run faults --resume goes on" in output
    assert measuring.results() == {"works-twice": "caught"}

    measuring.plan(dict.fromkeys(("works-for-ever", "works-never"), CAUGHT))
    code, output = measuring.run("--resume")

    assert code == HOLDS, output
    assert "resumed after 1 of 3" in output
    assert len(measuring.told("works-twice")) == 1
    assert set(measuring.results().values()) == {"caught"}
    assert measuring.measured.control is not None
    assert measuring.measured.control.scenarios == 2


def test_killed_and_resumed(measuring: Measuring) -> None:
    os.mkfifo(measuring.folder / "stays")
    measuring.plan({"works-twice": CAUGHT, "works-for-ever": {"stays": True}, "works-never": CAUGHT})
    process = measuring.start("--jobs", "1")
    child = os.pidfd_open(int((measuring.folder / "stays").read_text()))

    process.kill()
    process.communicate(timeout=SOON)
    assert select.select([child], [], [], SOON)[0]
    os.close(child)
    measuring.plan(dict.fromkeys(("works-for-ever", "works-never"), CAUGHT))
    code, output = measuring.run("--resume")

    assert code == HOLDS_NOT  # all were asked for, and most rules have no fault here
    assert "resumed after 1 of 3" in output
    assert set(measuring.results().values()) == {"caught"}


def test_a_second_interrupt_waits_for_nobody(measuring: Measuring) -> None:
    os.mkfifo(measuring.folder / "stays")
    measuring.plan({"works-twice": {"stays": True, "deaf": True}})
    process = measuring.start("works-twice")
    child = os.pidfd_open(int((measuring.folder / "stays").read_text()))
    process.send_signal(signal.SIGINT)
    assert (measuring.folder / "stays").read_text() == "will not\n"
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=SOON)
    assert process.returncode == INTERRUPTED, output
    assert select.select([child], [], [], SOON)[0]
    os.close(child)


def test_what_was_measured_with_other_files_is_measured_again(measuring: Measuring) -> None:
    measuring.plan({"works-twice": CAUGHT, "works-for-ever": CAUGHT})
    measuring.run("works-twice", "works-for-ever")
    measured = measuring.measured
    measured.digest, measured.revision, measured.finished = "other", "0000000", None
    measured.done = ["works-twice"]
    measured.write(measuring.place / "faults.json")

    code, output = measuring.run("--resume")

    assert code == HOLDS, output
    assert "what was measured before (1) is of other files than these (revision 0000000)" in output
    assert len(measuring.told("works-twice")) == 2


def test_the_control_alone_is_left(measuring: Measuring) -> None:
    measuring.plan({"works-twice": CAUGHT})
    measuring.run("works-twice")
    measured = measuring.measured
    measured.finished, measured.control = None, None
    measured.write(measuring.place / "faults.json")

    code, output = measuring.run("--resume")

    assert code == HOLDS, output
    assert len(measuring.told("works-twice")) == 1
    assert len(measuring.told("control")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["works-twise"], "there is no fault called 'works-twise'"),
        (["works-twise"], "(did you mean 'works-twice'?)"),
        (["HUP-LINK-33"], "(did you mean 'HUP-LINK-3'?)"),
        (["no-*"], "there is no fault called 'no-*'"),
        (["--resume"], "there is nothing to resume in"),
        (["--resume", "works-twice"], "takes neither names nor --fresh: leave out works-twice"),
        (["--resume", "--fresh"], "leave out --fresh"),
        (["--jobs", "0"], "must be a number from 1 on"),
        (["--patience", "soon"], "must be a number of seconds above 0"),
        (["--mail", "pigeon"], "invalid choice: 'pigeon'"),
    ],
)
def test_what_cannot_be_is_refused(measuring: Measuring, arguments: list[str], said: str) -> None:
    code, output = measuring.run(*arguments)
    assert code == USAGE_ERROR
    assert said in output
    assert not (measuring.folder / "told.ndjson").exists()


def test_one_that_came_to_its_end_is_not_resumed(measuring: Measuring) -> None:
    measuring.run("works-twice")
    code, output = measuring.run("--resume")
    assert code == USAGE_ERROR
    assert "the last one came to its end" in output


def test_a_broken_file_is_told_and_forgotten_if_asked(measuring: Measuring) -> None:
    measuring.plan({"works-twice": CAUGHT})
    measuring.place.mkdir(parents=True)
    (measuring.place / "faults.json").write_text('{"schema_version": 9}')
    code, output = measuring.run("works-twice")
    assert code == USAGE_ERROR
    assert "./run faults --fresh measures anew" in output
    assert measuring.run("works-twice", "--fresh")[0] == HOLDS


def test_two_do_not_share_a_folder(measuring: Measuring) -> None:
    os.mkfifo(measuring.folder / "stays")
    measuring.plan({"works-twice": {"stays": True}})
    process = measuring.start("works-twice")
    (measuring.folder / "stays").read_text()
    code, output = measuring.run("works-never")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=SOON)
    assert code == USAGE_ERROR
    assert "another ./run faults is at work" in output


@pytest.mark.parametrize("script", ["import sys; sys.exit('no Django here')", "print('{}')", "print('a')"])
def test_faults_that_cannot_be_listed(script: str) -> None:
    import sys  # noqa: PLC0415

    with pytest.raises(FaultsError, match="cannot be listed"):
        named_faults([sys.executable, "-c", script])
