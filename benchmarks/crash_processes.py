"""The processes of a run, as Linux tells of them: what they are, who started them, and where they listen."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    started: str
    """Since a process id is used again, this belongs to it."""
    command: str

    @property
    def is_there(self) -> bool:
        found = look_at(self.pid)
        return found is not None and found.started == self.started

    @property
    def part(self) -> str:
        """Which part of a run it is, such as "worker"; "" for all others."""
        for part, pattern in _COMMANDS.items():
            if re.search(pattern, self.command):
                return part
        return ""


_COMMANDS: Final = {
    "worker": r"sys\.stdin\.readline",
    "portal": r"-m portal ",
    "mail catcher": r"-m harness\.mail |^\S*mailpit ",
    "DNS server": r"-m harness\.dns ",
    "renderer": r"--type=renderer",
    "browser": r"^\S*(?:chrom|headless)\S* (?!.*--type=)",
    "driver": r"playwright/driver/node",
}


def parent_of(entry: Path) -> int:
    """Return the parent of a process, which is told by its folder below `/proc`; OSError where it is gone."""
    return int((entry / "stat").read_text().rpartition(")")[2].split()[1])


def look_at(pid: int) -> Process | None:
    """Return a process that is there, and has not ended."""
    entry = Path(f"/proc/{pid}")
    try:
        state, *values = (entry / "stat").read_text().rpartition(")")[2].split()
        command = (entry / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return None
    return None if state in "ZX" else Process(pid, values[18], command)


def listening(pid: int) -> dict[str, str]:
    """Return the listening sockets of a process, as their inodes, with their ports."""
    inodes = set()
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                inodes.add(entry.readlink().name.removeprefix("socket:[").rstrip("]"))
    return {inode: port for inode, port in all_listening().items() if inode in inodes}


def all_listening() -> dict[str, str]:
    """Return all sockets of this machine that somebody can connect to, as their inodes, with their ports."""
    found = {}
    for table, listening in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        with suppress(OSError):
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == listening:
                    found[fields[9]] = f"{table} {int(fields[1].rpartition(':')[2], 16)}"
    return found
