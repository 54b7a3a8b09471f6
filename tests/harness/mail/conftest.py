"""A catcher in the tests' own process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from harness.mail.catcher.service import listen, serving
from harness.mail.message import Message, read_message
from tests.harness.in_thread import in_thread


@dataclass(frozen=True)
class Catcher:
    """A running one, as its clients know it."""

    smtp: tuple[str, int]
    url: str

    def ask(self, path: str, method: str = "GET", content: bytes | None = None) -> httpx.Response:
        return httpx.request(method, f"{self.url}{path}", content=content, trust_env=False)

    def stats(self) -> dict[str, int]:
        return dict(self.ask("/api/v1/info").json()["RuntimeStats"])

    def mails(self) -> list[Message]:
        """Return all mails, the newest first."""
        ids = [summary["ID"] for summary in self.ask("/api/v1/messages").json()["messages"]]
        return [read_message(each, self.ask(f"/api/v1/message/{each}/raw").content) for each in ids]


@pytest.fixture
def catcher() -> Iterator[Catcher]:
    smtp, http = listen("127.0.0.1", 0), listen("127.0.0.1", 0)
    catcher = Catcher(smtp.getsockname(), "http://{}:{}".format(*http.getsockname()))
    with in_thread(lambda: serving(smtp, http)):
        yield catcher
