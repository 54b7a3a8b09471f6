"""What is left of a run of which one process is killed (`kill -9`) at a random moment: nothing but reports.

    .venv/bin/python -m benchmarks.crashes                    # 200 times: three quarters of an hour
    .venv/bin/python -m benchmarks.crashes --times 16 --at-once 2
    .venv/bin/python -m benchmarks.crashes --parts portal browser

In turn the controller, a worker, the portal, the mail catcher, the DNS server, a browser, one of its
renderers and the driver of a browser; each in a run of its own. No process of the run may be left then, no
port, temporary file or lock; its reports must say what had run, and its output what was lost. What a killed
controller leaves, the next run must have removed, and pass.

Exit status 0 when nothing was left and nothing was told wrongly, else 1; what was found is in the folder that
is named then.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Final

from benchmarks.crash_run import PARTS, Aftermath, CrashRun

_TRIES: Final = 5
"""Moments that are drawn before a part is taken for one that the run does not have."""


@dataclass
class Tally:
    """What came of all that was killed."""

    times: Counter[str] = field(default_factory=Counter)
    ended: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    left: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def add(self, part: str, found: Aftermath) -> None:
        with self.lock:
            self.times[part] += 1
            self.ended[part][found.exit_code] += 1
            self.left[part] += bool(found.left)
            self.wrong[part] += bool(found.wrong)

    def show(self) -> None:
        print(f"{'killed':<14}{'times':>6}{'left behind':>13}{'told wrongly':>14}   exit codes")
        for part in PARTS:
            if self.times[part]:
                codes = ", ".join(f"{code}: {count}" for code, count in sorted(self.ended[part].items()))
                row = f"{self.times[part]:>6}{self.left[part]:>13}{self.wrong[part]:>14}   {codes}"
                print(f"{part:<14}{row}")
        total = f"{self.times.total():>6}{self.left.total():>13}{self.wrong.total():>14}"
        print(f"{'all':<14}{total}")


class Place:
    """A folder in which runs crash one after the other."""

    def __init__(self, folder: Path, seed: str, tally: Tally) -> None:
        self._folder = folder
        self._random = random.Random(seed)  # noqa: S311 - a moment, no secret
        self._tally = tally
        started = time.monotonic()
        self._run_whole("the first run")
        self._seconds = time.monotonic() - started

    def crash(self, number: int, part: str) -> None:
        for _ in range(_TRIES):
            moment = self._random.uniform(0.02, 1.0) * self._seconds
            started = time.monotonic()
            run = CrashRun(self._folder)
            try:
                victims = [] if run.wait(moment) else run.wait_for(part)
                if victims:
                    run.kill(self._random.choice(victims))
                    self._look(number, part, run, moment)
                    return
                run.aftermath("")
            finally:
                run.close()
            # It has ended before its moment, or before the part was there: the machine has got faster.
            self._seconds = time.monotonic() - started
        raise SystemExit(f"no {part} was found in {_TRIES} runs of {self._seconds:.1f} s")

    def _look(self, number: int, part: str, run: CrashRun, moment: float) -> None:
        found = run.aftermath(part)
        if part == "controller":
            self._run_whole(f"the run after {number}", found)
        self._tally.add(part, found)
        told = "; ".join([*(f"left: {each}" for each in found.left), *found.wrong]) or "nothing left"
        print(
            f"{number:>4}  {part:<13} at {moment:5.1f} s  exit code {found.exit_code:>3}  {told}", flush=True
        )
        if found.left or found.wrong:
            kept = self._folder.parent / f"found-{number}"
            kept.mkdir()
            shutil.copy(self._folder / "output.txt", kept)
            if run.folder is not None:
                shutil.copytree(run.folder, kept / "reports")
        elif run.folder is not None and part != "controller":
            shutil.rmtree(run.folder)

    def _run_whole(self, what: str, after: Aftermath | None = None) -> None:
        """Run without a crash, and see that it passes, and removes what the one before has left."""
        run = CrashRun(self._folder)
        try:
            found = run.aftermath("")
        finally:
            run.close()
        problems = [*found.left, *found.wrong]
        if after is None:
            if problems:
                raise SystemExit(f"{what} went wrong: {'; '.join(problems)}\n{run.output}")
            return
        after.left += [f"after the next run: {path}" for path in after.abandoned if path.exists()]
        after.wrong += [f"{what}: {problem}" for problem in found.wrong]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="crashes", description="Kill parts of runs, and see what is left of these."
    )
    parser.add_argument("--times", type=int, default=200, help="how many (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments (default: 0)")
    parser.add_argument("--at-once", type=int, default=2, help="runs side by side (default: 2)")
    parser.add_argument("--parts", nargs="+", choices=list(PARTS), default=list(PARTS), metavar="PART")
    parser.add_argument("--folder", type=Path, help="where they run (default: a temporary folder)")
    options = parser.parse_args(arguments)
    folder = options.folder or Path(tempfile.mkdtemp(prefix="hup-crashes-"))
    tally, stop = Tally(), Event()
    jobs = [
        (number, options.parts[(number - 1) % len(options.parts)]) for number in range(1, options.times + 1)
    ]

    def work(index: int) -> None:
        place = Place(folder / f"place-{index}", f"{options.seed} {index}", tally)
        for number, part in jobs[index :: options.at_once]:
            if stop.is_set():
                return
            place.crash(number, part)

    with ExitStack() as at_end:
        at_end.callback(tally.show)
        pool = at_end.enter_context(ThreadPoolExecutor(options.at_once))
        at_end.callback(stop.set)
        outcomes = [pool.submit(work, index) for index in range(options.at_once)]
        try:
            for outcome in outcomes:
                outcome.result()
        except KeyboardInterrupt:
            print("stopped: the runs that are at work come to their end first", flush=True)
    if tally.left.total() or tally.wrong.total():
        print(f"what was found: {folder}")
        return 1
    if options.folder is None:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
