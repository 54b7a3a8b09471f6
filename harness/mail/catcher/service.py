"""The catcher as a whole: two listening sockets, one event loop, one mailbox."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

from aiohttp import web

from harness.mail.catcher.api import make_app, stats
from harness.mail.catcher.chaos import Chaos
from harness.mail.catcher.hub import Hub
from harness.mail.catcher.mailbox import Mailbox
from harness.mail.catcher.smtp import BACKLOG, Handler, serving_smtp
from harness.mail.catcher.spool import Spool


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one. Raises OSError if the port is in use."""
    address = socket.getaddrinfo(host, port, socket.AF_INET, socket.SOCK_STREAM)[0][4]
    # With the protocol named: else asyncio does not know it for TCP and lets Nagle's algorithm delay answers.
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(BACKLOG)
    except OSError:
        sock.close()
        raise
    return sock


def inherited(fd: int) -> socket.socket:
    """Return the listening socket that the parent process handed down."""
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=fd)


@contextlib.asynccontextmanager
async def serving(
    smtp: socket.socket, http: socket.socket, *, spool: Spool | None = None
) -> AsyncIterator[None]:
    """Catch mail on these sockets, and close them and the spool in the end. Inside, both answer."""
    chaos = Chaos()
    hub = Hub(lambda: stats(mailbox))
    with Mailbox(hub.broadcast, spool) as mailbox:
        handler = Handler(mailbox.add, chaos, mailbox.count_rejected)
        runner = web.AppRunner(make_app(mailbox, hub, chaos), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.SockSite(runner, http, backlog=BACKLOG).start()
        try:
            async with serving_smtp(smtp, lambda: handler):
                await _probe(smtp, b"220 ")
                await _probe(
                    http,
                    b"HTTP/1.1 200",
                    b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                )
                yield
        finally:
            handler.close()
            await hub.close()
            await runner.cleanup()


async def _probe(sock: socket.socket, expected: bytes, question: bytes = b"") -> None:
    reader, writer = await asyncio.open_connection(*sock.getsockname()[:2])
    writer.write(question)
    answer = await reader.readexactly(len(expected))
    writer.close()
    await writer.wait_closed()
    if answer != expected:
        raise RuntimeError(f"the catcher answers {answer!r} instead of {expected!r}")
