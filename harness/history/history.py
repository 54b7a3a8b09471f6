"""The file of past runs: read whole, written anew under a lock, so that two that end at once lose nothing.

Nothing here raises for what is on the disk: a run does not fail because of its history. It is told instead.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from harness.history.past_run import BrokenLineError, PastRun, UnknownVersionError
from harness.history.target_history import TargetHistory
from harness.whole_file import clear_leftovers, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.report.model import Run

MOST_RUNS: Final = 200
"""Of each target, and partial ones counted apart: looking at one scenario many times must not push out the
nightly runs. Four times what is looked at for flakiness, half a year of nights; of 500 scenarios 1.8 MB."""
MOST_RESULTS: Final = 1_000_000
"""Of scenarios, in the whole file: about 18 MB, which are read in half a second."""
BROKEN: Final = "broken"
_PATIENCE: Final = 20.0
"""Seconds to wait for another run that is writing; it takes a fraction of one."""


@dataclass
class History:
    """Past runs, the oldest first. Without a path nothing is kept."""

    path: Path | None
    runs: list[PastRun] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What a user should know about the file, a sentence each."""

    @classmethod
    def read(cls, path: Path | None) -> History:
        """Read what can be read, and leave the file as it is."""
        if path is None:
            return cls(None)
        try:
            found = _Lines.of(path)
        except OSError as error:
            return cls(path, problems=[f"the history of runs in {path} cannot be read: {_why(error)}"])
        return cls(path, _newest(found.runs.values()), found.told(path))

    def add(self, run: Run) -> None:
        """Keep a run, beside those that others have added meanwhile; one of the same id takes its place."""
        past = PastRun.of(run)
        if self.path is not None:
            self.problems = self._written(self.path, past)
        self.runs = _newest([*(each for each in self.runs if each.run_id != past.run_id), past])

    def of(self, target: str, until: str | None = None) -> TargetHistory:
        """Return the runs against a target; up to that one, where a run's id is given."""
        runs = [run for run in self.runs if run.target == target]
        ids = [run.run_id for run in runs]
        return TargetHistory(runs[: ids.index(until) + 1] if until in ids else runs)

    def _written(self, path: Path, past: PastRun) -> list[str]:
        """Return what a user should know of it."""
        try:
            path = path.resolve()  # a link to the file stays one
            path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE):
                found = _Lines.of(path)
                found.set_aside(path)
                found.runs[past.run_id] = past
                self.runs = _newest(found.runs.values())
                clear_leftovers(path)
                write_whole(path, b"".join(run.to_line() for run in self.runs))
                return found.told(path, "is now")
        except Timeout:
            why = f"another run has been writing to it for {_PATIENCE:.0f} s"
        except (OSError, NotImplementedError) as error:  # the latter where a file system has no locks
            why = _why(error)
        return [f"this run is missing in the history of runs, {path}: {why}; --history names another place"]


@dataclass
class _Lines:
    """What a file holds: runs, and lines that this version cannot read."""

    runs: dict[str, PastRun] = field(default_factory=dict)
    unread: defaultdict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    """By what they are called in the name of the file that takes them."""

    @classmethod
    def of(cls, path: Path) -> _Lines:
        found = cls()
        try:
            lines = path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return found
        for line in lines:
            if not line.strip():
                continue
            try:
                run = PastRun.from_line(line)
            except UnknownVersionError as error:
                found.unread[f"version-{error.version}"].append(line)
            except BrokenLineError:
                found.unread[BROKEN].append(line)
            else:
                found.runs[run.run_id] = run
        return found

    def set_aside(self, path: Path) -> None:
        """Keep beside the file what cannot stay in it; nobody's runs are deleted."""
        for name, lines in self.unread.items():
            with _aside(path, name).open("ab") as stream:
                stream.write(b"".join(line + b"\n" for line in lines))

    def told(self, path: Path, kept: str = "will be kept") -> list[str]:
        """Return a sentence for each kind of them."""
        return [
            f"{len(lines)} of the lines in the history of runs, {path}, cannot be read here ("
            + ("broken" if name == BROKEN else f"of another {name.replace('-', ', ')}")
            + f"); what they say {kept} in {_aside(path, name).name} beside it"
            for name, lines in self.unread.items()
        ]


def _aside(path: Path, name: str) -> Path:
    return path.with_name(f"{path.stem}.{name}{path.suffix}")


def _newest(runs: Iterable[PastRun]) -> list[PastRun]:
    """Return those to keep, the oldest first."""
    kept: list[PastRun] = []
    counts: Counter[tuple[str, bool]] = Counter()
    results = 0
    for run in sorted(runs, key=lambda run: (run.started, run.run_id), reverse=True):
        counts[run.target, run.partial] += 1
        results += len(run.results)
        if counts[run.target, run.partial] <= MOST_RUNS and (results <= MOST_RESULTS or not kept):
            kept.append(run)
    return kept[::-1]


def _why(error: OSError | NotImplementedError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
