"""The runs of a soak, one after the other, until there were enough of them."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from harness.child_run import E2E, Child, last_lines, results_of, run_folder
from harness.run_context import MAX_SEED
from harness.soak.keeping import drop, thin_out
from harness.soak.record import Result, RunRecord, Soak, SoakError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.report.model import Run

_LOOK_EVERY: Final = 0.5
"""Seconds between two looks at how far a run is."""
_PASSED, _FAILED, _USAGE_ERROR, _NOTHING_FOUND = 0, 1, 4, 5
_GIVE_UP_AFTER: Final = 3
"""Runs on end that could not run."""


class Watcher(Protocol):
    """Whoever shows how far it is."""

    def began(self, number: int) -> None: ...

    def progressed(self, scenarios: int) -> None: ...

    def ended(self, run: RunRecord) -> None: ...


@dataclass
class Campaign:
    """`command` takes the arguments of `./run e2e`, and is one but in tests."""

    soak: Soak
    folder: Path
    watcher: Watcher
    command: Sequence[str] = E2E

    def run_all(self) -> None:
        """Run until enough has run. What was measured is on the disk after each run, and however this ends.

        Raises SoakError where it makes no sense to go on. A KeyboardInterrupt, or a SystemExit as a signal
        brings it, ends the run in order first.
        """
        while not self.soak.is_over:
            self._one(self.soak.next_number)
            self._give_up()
        self.soak.finished = now()
        self.soak.write(self.folder)

    def _one(self, number: int) -> None:
        name = f"{number:03}"
        seed, started, folder = seed_of(self.soak.seed, number), time.monotonic(), self.folder / name
        drop(folder)  # what a soak that was killed has left of it
        folder.mkdir(parents=True)
        self.watcher.began(number)
        child = Child([*self.command, *arguments_of(self.soak, seed=seed, reports=folder)], folder)
        code: int | None = None
        try:
            while (code := child.wait(_LOOK_EVERY)) is None:
                self.watcher.progressed(child.scenarios_done())
        finally:
            # What the signal has ended is over by now; what has ended is kept.
            stopped, code = code is None, child.close()
            run = results_of(folder)
            record = RunRecord(
                number=number,
                seed=seed,
                result=Result.STOPPED if stopped else _result(code, run),
                exit_code=code,
                seconds=round(time.monotonic() - started, 1),
            )
            self._keep(record, run, folder)
            self.soak.write(self.folder)
            self.watcher.ended(record)

    def _keep(self, record: RunRecord, run: Run | None, folder: Path) -> None:
        record.reason = _reason(record, run, folder)
        record.noted = self.soak.noted_of(run) if run else []
        made = run_folder(folder)
        self.soak.take_in(record, run, folder=f"{folder.name}/{made.name}" if made else folder.name)
        if record.result in {Result.PASSED, Result.STOPPED} and not record.noted:
            drop(folder)
        else:
            record.folder = folder.name
            if run is not None:
                thin_out(folder, run, record.noted)

    def _give_up(self) -> None:
        last = self.soak.runs[-_GIVE_UP_AFTER:]
        ran = any(each.result is not Result.BROKEN for each in self.soak.runs)
        hopeless = not ran and last[-1].exit_code in {_USAGE_ERROR, _NOTHING_FOUND}
        if hopeless or (len(last) == _GIVE_UP_AFTER and all(each.result is Result.BROKEN for each in last)):
            folder = self.folder / f"{last[-1].number:03}"
            said = "\n".join(f"  {line}" for line in last_lines(folder))
            what = "the run" if len(self.soak.runs) == 1 else f"{len(last)} runs on end"
            raise SoakError(
                f"given up: {what} could not run ({last[-1].reason}). The last one said:\n{said}\n"
                f"All of it: {folder / 'output.txt'}"
            )


def arguments_of(soak: Soak, *, seed: int, reports: Path) -> list[str]:
    """Return what a run is told on top of what the soak was told to pass on."""
    # The site and the files for other programs of so many runs would interest nobody, and cost time.
    aside = ["--history", "none", "-p", "no:hup-publisher", "--reports", str(reports)]
    return [*order_of(seed), *soak.arguments, *aside]


def order_of(seed: int | str) -> list[str]:
    """Return the options that let a run have the order and the data of another one."""
    return ["-p", "randomly", f"--randomly-seed={seed}", "--seed", str(seed)]


def seed_of(seed: int, number: int) -> int:
    return random.Random(f"{seed} {number}").randint(0, MAX_SEED)  # noqa: S311 - an order, no secret


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _result(code: int, run: Run | None) -> Result:
    if run is None or code not in {_PASSED, _FAILED}:
        return Result.BROKEN
    return Result.PASSED if code == _PASSED else Result.FAILED


def _reason(record: RunRecord, run: Run | None, folder: Path) -> str:
    if record.result is Result.PASSED:
        return ""
    if record.result is Result.STOPPED:
        return "ended by the user"
    if run is not None:
        told = run.exit_reason
        return told if record.result is Result.FAILED else f"exit code {record.exit_code}, {told}"
    lines = last_lines(folder)
    return f"exit code {record.exit_code}, no results" + (f": {lines[-1].strip('= ')}" if lines else "")
