"""Sockets to the server under attack, and how much of them there was."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.catcher_fuzz.ledger import Ledger
    from harness.mail.server import MailServerAddress

PATIENCE = 60.0
"""Seconds for an answer that must come, on a machine that has other things to do."""


@dataclass
class Arena:
    """What the attacks of one round share."""

    server: MailServerAddress
    ledger: Ledger
    rng: random.Random
    largest: int
    """Bytes of the largest mails and bodies."""
    newest: str | None = None
    """The id of a large mail that can be asked for."""
    connections: int = 0
    held: list[socket.socket] = field(default_factory=list)
    """Half-open, slow and deaf ones, up to the end of the round."""
    large: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    """Of our own memory: so many large mails are made at once."""

    async def socket(self, *, smtp: bool, buffer: int | None = None) -> socket.socket:
        sock = socket.socket()
        sock.setblocking(False)
        if buffer is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.connections += 1
        try:
            await asyncio.get_running_loop().sock_connect(sock, self.address(smtp=smtp))
        except BaseException:
            sock.close()
            raise
        return sock

    def address(self, *, smtp: bool) -> tuple[str, int]:
        if smtp:
            return self.server.smtp_host, self.server.smtp_port
        host, _, port = self.server.url.removeprefix("http://").partition(":")
        return host, int(port)

    @contextlib.asynccontextmanager
    async def stream(self, *, smtp: bool) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Connect; in the end hang up: politely, or by a reset."""
        reader, writer = await asyncio.open_connection(sock=await self.socket(smtp=smtp))
        try:
            yield reader, writer
        finally:
            if self.rng.random() < 0.3:
                reset(writer.get_extra_info("socket"))
            writer.close()
            if writer.transport.get_write_buffer_size():
                writer.transport.abort()  # what is still unsent nobody waits for
            with contextlib.suppress(OSError):
                await asyncio.wait_for(writer.wait_closed(), PATIENCE)

    def let_go(self) -> None:
        while self.held:
            sock = self.held.pop()
            if self.rng.random() < 0.5:
                reset(sock)
            sock.close()


def reset(sock: socket.socket) -> None:
    """Let the next close send RST in place of FIN."""
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def reply(reader: asyncio.StreamReader) -> bytes:
    """Read an SMTP answer to its last line and return its code. Raises EOFError where there is none."""
    while True:
        line = await asyncio.wait_for(reader.readuntil(b"\n"), PATIENCE)
        if line[3:4] != b"-":
            return line[:3]
