"""A catcher in the tests' own process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass

import httpx
import pytest

from harness.mail.catcher.service import listen, serving
from harness.mail.message import Message, read_message


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
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        async with serving(smtp, http):
            started.set_result((asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    loop, stop = started.result(10)
    yield catcher
    loop.call_soon_threadsafe(stop.set)
    thread.join()
