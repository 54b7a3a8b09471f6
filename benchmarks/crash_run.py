"""A real run of a few scenarios of which one process is killed, and what that leaves behind.

All that is looked at belongs to this run: it has a folder for temporary files and one for reports of its own,
and its processes are known by a mark in their environment, and by their parents. Of Linux, for `/proc`.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmarks.crash_processes import Process, all_listening, listening, look_at, parent_of
from harness.paths import ROOT
from harness.report.model import Run, Scenario, Status

SCENARIOS: Final = ("--tags", "@HUP-LINK-3 or @HUP-MARKET-2", "-k", "so_at_once or same_time or second_use")
"""Five, of about a second each: with mails, with two windows, and with neither."""
PARTS: Final = {
    "controller": (),
    "worker": (
        "a worker, which is",
        "died while it ran no test",
        "crashed while running",
        "The process that ran the scenario died",
    ),
    "portal": ("the portal ended",),
    "mail catcher": ("the mail catcher (embedded catcher) ended", "the mail catcher (embedded) ended"),
    "DNS server": ("the DNS server ended",),
    "browser": ("The browser is gone",),
    "renderer": ("the browser's renderer process died",),
    "driver": ("Playwright's driver is gone", "The browser is gone"),  # whose browsers end with it
}
"""What can be killed, and in which words a run says that it was: one of them."""
_SERVERS: Final = frozenset({"portal", "mail catcher", "DNS server"})
GONE_WITHIN: Final = 20.0
"""Seconds; under one on a quiet machine."""
ENDS_WITHIN: Final = 120.0
_MARK: Final = "MARK_OF_CRASH_RUN"
_OF_SURROUNDINGS: Final = ("PYTEST_", "HUP_", "MAILPIT_")
_ENTRIES: Final = re.compile(
    r"latest|living-docs|history\.ndjson|\.living-docs\.lock|\.history\.ndjson\.lock|\d{8}T\d{6}Z-[a-z2-7]{8}"
)
"""What a folder of reports may hold."""
_LOOK_EVERY: Final = 0.05


@dataclass
class Aftermath:
    """What there was when a run had ended."""

    exit_code: int
    left: list[str] = field(default_factory=list)
    """What should not be there: processes, ports, files, locks."""
    wrong: list[str] = field(default_factory=list)
    """What its reports or its output do not say, or say wrongly."""
    abandoned: list[Path] = field(default_factory=list)
    """What only the next run can remove, for a killed controller does nothing any more."""


class CrashRun:
    """`./run e2e` in a folder of its own, where others may have crashed before."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.reports, self._temporary = folder / "reports", folder / "tmp"
        self._temporary.mkdir(parents=True, exist_ok=True)
        self._output = folder / "output.txt"
        self._mark = uuid.uuid4().hex
        self._known: dict[int, Process] = {}
        self._ports: dict[str, str] = {}
        self._finished_before = 0
        self._folders_before = set(self.reports.glob("2*"))
        with self._output.open("wb") as output:
            self._controller = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "harness", "e2e", "-n", "2", "--mail", "embedded"),
                    *("--reports", str(self.reports), *SCENARIOS, *arguments),
                ],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OF_SURROUNDINGS)}
        return {**kept, "PYTHONPATH": str(ROOT), "TMPDIR": str(self._temporary), _MARK: self._mark}

    @property
    def output(self) -> str:
        return self._output.read_text(encoding="utf-8", errors="replace")

    @property
    def folder(self) -> Path | None:
        """Its folder of reports, once it has one."""
        return next(iter(set(self.reports.glob("2*")) - self._folders_before), None)

    def events(self) -> list[dict[str, Any]]:
        """Return the whole lines of `results.ndjson`."""
        folder = self.folder
        try:
            text = (folder / "results.ndjson").read_text(encoding="utf-8") if folder else ""
        except FileNotFoundError:
            return []
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def finished(self) -> int:
        """Return of how many scenarios it is written how they ended."""
        return sum(event["event"] == "scenario finished" for event in self.events())

    def wait(self, seconds: float) -> bool:
        """Say whether it has ended, after so many seconds at the latest."""
        with suppress(subprocess.TimeoutExpired):
            self._controller.wait(seconds)
        return self._controller.returncode is not None

    def processes(self, part: str) -> list[Process]:
        """Return those of a part that are there now, and remember all there are."""
        found = self._of_this_run()
        self._known |= {each.pid: each for each in found}
        if part == "controller":
            return [each for each in found if each.pid == self._controller.pid]
        return [each for each in found if each.part == part]

    def wait_for(self, part: str) -> list[Process]:
        """Return the processes of a part as soon as there is one; none where the run ended before."""
        while not (found := self.processes(part)):
            if self.wait(_LOOK_EVERY):
                return []
        return found

    def kill(self, process: Process) -> None:
        """Kill one of them, with no chance to clean up."""
        self._finished_before = self.finished()
        for each in self._known.values():
            self._ports |= listening(each.pid)
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)

    def aftermath(self, part: str) -> Aftermath:
        """Wait for its end and look at all it could have left. `part` is what was killed; "" for none."""
        if not self.wait(ENDS_WITHIN):
            self.close()
            return Aftermath(-signal.SIGKILL, [f"the run itself, {ENDS_WITHIN:.0f} s later"])
        killed = part == "controller"
        found = Aftermath(self._controller.returncode)
        found.left += [f"process {each.pid}: {each.command[:80]}" for each in self._wait_gone()]
        still = set(all_listening())
        found.left += [f"port {port}" for socket, port in self._ports.items() if socket in still]
        found.left += [str(path) for path in self._locked()]
        # pytest keeps the folders of its last three runs, whatever came of them.
        temporary = [path for path in self._temporary.iterdir() if not path.name.startswith("pytest-of-")]
        litter = [*temporary, *self._litter()]
        if killed:
            found.abandoned = litter
        else:
            found.left += [str(path) for path in litter]
        found.wrong = [*self._wrong_reports(killed=killed), *self._wrong_words(part, found.exit_code)]
        return found

    def close(self) -> None:
        """End all of it, whatever state it is in."""
        for each in self._of_this_run():
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGKILL)
        self._controller.wait()

    def _of_this_run(self) -> list[Process]:
        mark = f"{_MARK}={self._mark}".encode()
        children, marked = defaultdict(list), {self._controller.pid}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with suppress(OSError, ValueError):
                    children[parent_of(entry)].append(int(entry.name))
                    if mark in (entry / "environ").read_bytes().split(b"\0"):
                        marked.add(int(entry.name))
        # A browser's processes overwrite their environment, but they have parents.
        waiting, seen = list(marked), set()
        while waiting:
            pid = waiting.pop()
            if pid not in seen:
                seen.add(pid)
                waiting += children[pid]
        return [found for pid in sorted(seen) if (found := look_at(pid)) is not None]

    def _wait_gone(self) -> list[Process]:
        deadline = time.monotonic() + GONE_WITHIN
        for each in {**self._known, **{found.pid: found for found in self._of_this_run()}}.values():
            with suppress(ProcessLookupError):
                descriptor = os.pidfd_open(each.pid)
                if each.is_there:
                    select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
                os.close(descriptor)
        known = {**self._known, **{found.pid: found for found in self._of_this_run()}}
        return [each for each in known.values() if each.is_there]

    def _locked(self) -> list[Path]:
        locked = []
        for path in [*self.reports.glob(".*.lock"), *self._temporary.glob("*/lock")]:
            with path.open() as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    locked.append(path)
        return locked

    def _litter(self) -> list[Path]:
        """Return what files that are written whole, and folders that are swapped, leave when they are not."""
        if not self.reports.is_dir():
            return []
        litter = [path for path in self.reports.iterdir() if not _ENTRIES.fullmatch(path.name)]
        folder = self.folder
        return litter + (list(folder.glob(".*")) if folder else [])

    def _wrong_reports(self, *, killed: bool) -> list[str]:
        folder, latest = self.folder, self.reports / "latest"
        if folder is None:
            return []
        wrong = []
        if latest.resolve() != folder and not (killed and latest.is_dir()):
            wrong.append(f"latest leads to {latest.resolve().name}, not to {folder.name}")
        ended = {each["node_id"]: each for each in self.events() if each["event"] == "scenario finished"}
        if len(ended) < self._finished_before:
            wrong.append(f"{self._finished_before} scenarios had ended, and {len(ended)} are written down")
        begun = any(each["event"] != "run started" for each in self.events())
        results = folder / "results.json"
        if not results.exists():
            return wrong if killed or not begun else [*wrong, "no results.json"]
        try:
            run = Run.model_validate_json(results.read_bytes())
        except ValueError as error:
            return [*wrong, f"results.json: {str(error).splitlines()[0]}"]
        said = {each.node_id: each.status for each in run.scenarios}
        wrong += [
            f"{node} is told in two ways" for node, each in ended.items() if said[node] != each["status"]
        ]
        if not killed:
            wrong += [f"no {name}" for name in ("summary.md", "junit.xml") if not (folder / name).exists()]
        return wrong

    def _wrong_words(self, part: str, exit_code: int) -> list[str]:
        folder = self.folder
        if part == "controller":
            return []
        results = folder / "results.json" if folder else None
        scenarios: list[Scenario] = []
        if results is not None and results.exists():
            scenarios = Run.model_validate_json(results.read_bytes()).scenarios
        green = bool(scenarios) and all(each.status is Status.PASSED for each in scenarios)
        if exit_code == 0:
            return [] if green else ["exit code 0, but not all scenarios passed"]
        said = self.output
        if not part:
            return [f"exit code {exit_code}, though nothing was killed"]
        if not any(words in said for words in PARTS[part]):
            return [f"nothing says that the {part} is gone"]
        if part in _SERVERS:  # that it was lost is said of the run, which it ends
            return []
        red = [each for each in scenarios if each.status in {Status.FAILED, Status.ERROR}]
        return [
            f"{each.name}: {each.failures[0].message.splitlines()[0][:100]}"
            for each in red
            if not any(words in failure.message for failure in each.failures for words in PARTS[part])
        ]
