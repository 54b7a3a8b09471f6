"""The catcher as a process of its own, and what can be seen of it from outside."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from harness.mail.server import MailServerAddress, ReadyLine, embedded_command
from harness.processes import ManagedProcess

_PAGE = 200
_RAISED = re.compile(r"[\w.]+(?:Error|Exception)\b")
_PATIENCE = 120.0
"""Seconds for an answer; it may have a dozen mails of 50 MB to read before."""


class Victim:
    def __init__(self, process: ManagedProcess[MailServerAddress], log: Path) -> None:
        self._process = process
        self._log = log
        self.address = process.wait_ready()

    @classmethod
    @contextmanager
    def running(cls, spool: Path) -> Iterator[Victim]:
        command = embedded_command(spool=spool)
        assert isinstance(command.ready, ReadyLine)
        process = ManagedProcess[MailServerAddress](
            command.argv, name=command.name, log=spool / "log", read_ready=command.ready.address
        )
        process.start()
        try:
            yield cls(process, spool / "log")
        finally:
            process.stop()

    @property
    def alive(self) -> bool:
        return self._process.running

    def kill(self) -> None:
        os.kill(self._process.pid, signal.SIGKILL)

    def answers(self) -> bool:
        with self._http() as http:
            return http.get("/readyz").is_success

    def store(self) -> Iterator[tuple[str, bytes]]:
        """Yield (id, bytes) of every mail, one in memory at a time."""
        with self._http() as http:
            ids: list[str] = []
            while True:
                page = http.get("/api/v1/messages", params={"start": len(ids), "limit": _PAGE}).json()[
                    "messages"
                ]
                if not page:
                    break
                ids += [summary["ID"] for summary in page]
            for mail_id in ids:
                answer = http.get(f"/api/v1/message/{mail_id}/raw")
                answer.raise_for_status()
                yield mail_id, answer.content

    def newest(self) -> str | None:
        with self._http() as http:
            listed = http.get("/api/v1/messages", params={"limit": 50}).json()["messages"]
        largest = max(listed, key=lambda summary: int(summary["Size"]), default=None)
        return largest and str(largest["ID"])

    def forget_all(self) -> None:
        with self._http() as http:
            while page := http.get("/api/v1/messages", params={"limit": _PAGE}).json()["messages"]:
                ids = {"IDs": [summary["ID"] for summary in page]}
                http.request("DELETE", "/api/v1/messages", json=ids).raise_for_status()

    def memory(self, what: str = "VmHWM") -> float:
        """Return MiB resident, at its peak or ("VmRSS") now; 0 where the system does not tell."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0.0
        found = re.search(rf"^{what}:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0

    def descriptors(self) -> int:
        """Return how many files and sockets are open; 0 where the system does not tell."""
        try:
            return sum(1 for _ in Path(f"/proc/{self._process.pid}/fd").iterdir())
        except OSError:
            return 0

    def opened(self) -> list[str]:
        """Return what each of them leads to, as the system names it."""
        found = []
        with suppress(OSError):  # it has ended, or the system does not tell
            for entry in Path(f"/proc/{self._process.pid}/fd").iterdir():
                with suppress(OSError):  # closed meanwhile
                    found.append(str(entry.readlink()))
        return found

    def log(self) -> list[str]:
        return self._process.log_tail()

    def complaints(self) -> list[str]:
        """Return the errors that it has logged: what clients get wrong is none of its own."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if line.startswith(("ERROR", "CRITICAL")) or _RAISED.match(line)]

    def _http(self) -> httpx.Client:
        return httpx.Client(base_url=self.address.url, trust_env=False, timeout=_PATIENCE)
