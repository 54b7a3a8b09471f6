"""Between browser and portal: each request may be held back, each idle connection may be closed.

Bytes pass as they are. Clients that are no browsers are left alone: they would not ask again by themselves
where a connection was closed, and some of them measure how long an answer takes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from harness.mail.catcher.smtp import BACKLOG
from harness.weather.exchanges import Asked, Exchanges
from harness.weather.holding import hold
from harness.weather.kinds import DROPPED_NET, SLOW_NET

if TYPE_CHECKING:
    import socket
    from random import Random

    from harness.weather.diary import Diary
    from harness.weather.kinds import Kind
    from harness.weather.model import Weather

_PIECE: Final = 64 * 1024


class HttpProxy:
    """Hands everything on to the portal at `upstream`."""

    def __init__(self, weather: Weather, diary: Diary, upstream: tuple[str, int]) -> None:
        self._weather = weather
        self._diary = diary
        self._upstream = upstream
        self._stopping = asyncio.Event()
        self._cases: Counter[tuple[str, str]] = Counter()
        self._connections: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def serving(self, listener: socket.socket) -> AsyncIterator[None]:
        """Inside, the socket is served; after it, no connection is left."""
        server = await asyncio.start_server(self._begin, sock=listener, backlog=BACKLOG)
        try:
            yield
        finally:
            self._stopping.set()
            server.close()
            for task in list(self._connections):
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)
            await server.wait_closed()

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(writer.close)
            try:
                portal_reader, portal_writer = await asyncio.open_connection(*self._upstream)
            except OSError:
                return  # as whoever has no portal to hand on to: the browser is told that nobody is there
            stack.callback(portal_writer.close)
            exchanges = Exchanges()
            ways = [
                asyncio.create_task(self._to_portal(reader, portal_writer, exchanges)),
                asyncio.create_task(self._to_browser(portal_reader, writer, exchanges)),
            ]
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_EXCEPTION)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)

    async def _to_portal(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, exchanges: Exchanges
    ) -> None:
        while data := await reader.read(_PIECE):
            for asked in exchanges.asked(data):
                await self._hold_back(asked)
            writer.write(data)
            await writer.drain()
        writer.write_eof()

    async def _to_browser(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, exchanges: Exchanges
    ) -> None:
        while data := await reader.read(_PIECE):
            exchanges.answered(data)
            writer.write(data)
            await writer.drain()
            if exchanges.idle and exchanges.latest and self._drops(exchanges.latest):
                raise _EndedError
        raise _EndedError  # what the portal has closed, is closed

    async def _hold_back(self, asked: Asked) -> None:
        if not asked.of_browser or not self._weather.has(SLOW_NET):
            return
        seconds = SLOW_NET.amount(self._chance(SLOW_NET, asked))
        self._diary.note(
            "a request held back for", kind=SLOW_NET.name, request_id=asked.request_id, seconds=seconds
        )
        await hold(seconds, self._stopping)

    def _drops(self, latest: Asked) -> bool:
        """Say whether the connection, idle since that request, is to be closed; note it."""
        if not latest.of_browser or not self._weather.has(DROPPED_NET):
            return False
        if not DROPPED_NET.befalls(self._chance(DROPPED_NET, latest)):
            return False
        self._diary.note(
            "a connection closed between two requests", kind=DROPPED_NET.name, request_id=latest.request_id
        )
        return True

    def _chance(self, kind: Kind, asked: Asked) -> Random:
        case = (kind.name, asked.request_id)
        self._cases[case] += 1
        return self._weather.chance(*case, self._cases[case])


class _EndedError(Exception):
    """This connection ends here."""
