"""The server's event socket: tells at once that a mail has come, so that nobody has to ask all the time."""

import asyncio
import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from harness.mail.mailpit_client import MailpitClient, MessageSummary

_FIRST_DELAY = 0.05
_LONGEST_DELAY = 2.0
"""Seconds before the next attempt to connect; doubled after each failure, up to this."""
_OPEN_WITHIN = 5.0
_PING_EVERY = 20.0
"""Seconds between questions whether a server elsewhere is there still."""


class Watch:
    """Told of the mails to one address, or to anybody; made by `MailEvents.watch`."""

    def __init__(self, address: str | None) -> None:
        self._address = address
        self._news = threading.Event()

    def wait(self, timeout: float) -> bool:
        """Block until there may be news, for `timeout` seconds at most; say whether there may be.

        There may be news as well when the connection was lost or is new: what happened meanwhile is unknown.
        """
        news = self._news.wait(timeout)
        self._news.clear()
        return news

    def tell(self, summary: MessageSummary | None) -> None:
        if summary is None or self._address is None or summary.is_to(self._address):
            self._news.set()


class MailEvents:
    """Listens from a thread of its own, from now until `close`; connects again whenever it is cut off.

    A listener who is 256 events behind is dropped by the server, and events sent while nobody listens are
    lost: news are a reason to look, not the truth.
    """

    def __init__(self, client: MailpitClient) -> None:
        self.received = 0
        """Mails announced so far; fewer than have come if `interruptions` is not 0."""
        self.interruptions = 0
        """How often the connection was lost, or could not be made."""
        self.connected = threading.Event()
        self._url = f"ws{client.url.removeprefix('http')}/api/events"
        self._local = client.local
        self._headers = _authorization(client.auth)
        self._watches: set[Watch] = set()
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._listen())
        self._thread = threading.Thread(target=self._run, name="mail events", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and wait until thread and connection are gone. May be called again."""
        with suppress(RuntimeError):  # the loop is closed already
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join()

    @contextmanager
    def watch(self, address: str | None = None) -> Iterator[Watch]:
        """Take note of mails to exactly this address (None: of all) from now on."""
        watch = Watch(address)
        with self._lock:
            self._watches.add(watch)
        try:
            yield watch
        finally:
            with self._lock:
                self._watches.discard(watch)

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._task)
        self._loop.close()

    async def _listen(self) -> None:
        delay = _FIRST_DELAY
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(
                    self._url,
                    additional_headers=self._headers,
                    compression=None,  # costs more than it saves
                    max_size=None,
                    max_queue=None,  # never be the slow one who is dropped
                    open_timeout=_OPEN_WITHIN,
                    close_timeout=1,
                    # The end of a process on this machine is seen at once. A ping draws from `random`, which
                    # is everybody's: what is drawn meanwhile with a seed would change.
                    ping_interval=None if self._local else _PING_EVERY,
                    proxy=None if self._local else True,
                ) as connection:
                    delay = _FIRST_DELAY
                    await self._read(connection)
            self.connected.clear()
            self.interruptions += 1
            self._tell(None)
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), delay)  # only a cancel ends it early
            delay = min(2 * delay, _LONGEST_DELAY)

    async def _read(self, connection: ClientConnection) -> None:
        async for text in connection:
            event = _parse(text)
            if event.get("Type") == "stats" and not self.connected.is_set():
                # The server's first word: from here on nothing is missed.
                self.connected.set()
                self._tell(None)
            elif event.get("Type") == "new":
                self.received += 1
                with suppress(KeyError, TypeError, ValueError):
                    self._tell(MessageSummary.from_json(event["Data"]))

    def _tell(self, summary: MessageSummary | None) -> None:
        with self._lock:
            for watch in self._watches:
                watch.tell(summary)


def _parse(text: str | bytes) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _authorization(auth: tuple[str, str] | None) -> dict[str, str]:
    if auth is None:
        return {}
    return {"Authorization": f"Basic {base64.b64encode(':'.join(auth).encode()).decode()}"}
