"""The server as a whole: DNS by UDP and TCP on one port, and the HTTP API that says what names answer."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from aiohttp import web

from harness.dns.api import make_app
from harness.dns.names import Names
from harness.dns.replies import NoQueryError, reply_to

if TYPE_CHECKING:
    from collections.abc import Callable

_LENGTH: Final = 2
"""Octets that tell the length of a message on a stream (RFC 1035, 4.2.2)."""


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, names: Names) -> None:
        self._names = names
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # By no check: what asyncio makes for UDP is not of that class before Python 3.12.
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        transport = self._transport
        if transport is not None:
            # To an empty or a broken datagram there is no answer that could not be used to flood somebody.
            with contextlib.suppress(NoQueryError):
                _answer(data, self._names, transport, partial(transport.sendto, addr=address), udp=True)


class _Stream(asyncio.Protocol):
    def __init__(self, names: Names, connections: set[asyncio.Transport]) -> None:
        self._names = names
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._connections.add(self._transport)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._transport is not None:
            self._connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        transport = self._transport
        while transport is not None and not transport.is_closing() and len(self._received) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._received[:_LENGTH])
            if len(self._received) < end:
                return
            message = bytes(self._received[_LENGTH:end])
            del self._received[:end]
            try:
                _answer(message, self._names, transport, partial(_write, transport), udp=False)
            except NoQueryError:
                transport.close()


def _write(transport: asyncio.Transport, packet: bytes) -> None:
    transport.write(len(packet).to_bytes(_LENGTH) + packet)


def _answer(
    query: bytes,
    names: Names,
    transport: asyncio.BaseTransport,
    send: Callable[[bytes], None],
    *,
    udp: bool,
) -> None:
    """Send the answer, now or when it is due; whoever waits for a late one keeps nobody else waiting."""
    reply = reply_to(query, names, udp=udp)
    if reply is None:
        return

    def send_if_open() -> None:
        if not transport.is_closing():
            send(reply.packet)

    if reply.delay:
        asyncio.get_running_loop().call_later(reply.delay, send_if_open)
    else:
        send_if_open()


@contextlib.asynccontextmanager
async def serving(
    udp: socket.socket, tcp: socket.socket, http: socket.socket, *, secret: str
) -> AsyncIterator[None]:
    """Answer on these sockets, the last two of which listen already, and close them in the end."""
    loop = asyncio.get_running_loop()
    names = Names()
    connections: set[asyncio.Transport] = set()
    runner = web.AppRunner(make_app(names, secret), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.SockSite(runner, http).start()
    datagrams, _ = await loop.create_datagram_endpoint(partial(_Datagrams, names), sock=udp)
    streams = await loop.create_server(partial(_Stream, names, connections), sock=tcp)
    try:
        yield
    finally:
        datagrams.close()
        streams.close()
        for connection in list(connections):  # for them the server would wait, from Python 3.12 on
            connection.abort()
        await streams.wait_closed()
        await runner.cleanup()
