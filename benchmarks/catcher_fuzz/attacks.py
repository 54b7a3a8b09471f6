"""Clients that keep to no protocol at all. None of them may take a mail away, or bring one in."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from benchmarks.catcher_fuzz.odd_mails import odd_mail
from benchmarks.catcher_fuzz.odd_words import BODIES, COMMANDS, FRAMES, PATHS

if TYPE_CHECKING:
    from benchmarks.catcher_fuzz.wire import Arena

_MOMENT = 0.5
"""Seconds in which an attacker reads what is answered, if anything is."""


async def nonsense(arena: Arena) -> None:
    """Commands in any order, some of them cut, glued together or no commands at all."""
    rng = arena.rng
    async with arena.stream(smtp=True) as (reader, writer):
        for _ in range(rng.randrange(1, 30)):
            command = rng.choice(COMMANDS) if rng.random() < 0.9 else rng.randbytes(rng.randrange(2000))
            writer.write(command + rng.choice([b"\r\n", b"\r\n", b"\n", b"\r", b"", b"\0\r\n"]))
        await _drain(reader, writer)


async def half_a_mail(arena: Arena) -> None:
    """A mail that looks whole to whoever takes another line's end for the last one; then gone."""
    rng = arena.rng
    ends = [
        b"\n.\n",
        b"\r.\r",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r\n.\r",
        b"\r\n..\r\n",
        b"\r\n.\0\r\n",
        b"\r\n.",
        b"\r.\r\n",
    ]
    smuggled = b"MAIL FROM:<i@x.test>\r\nRCPT TO:<smuggled@x.test>\r\nDATA\r\nSubject: i\r\n\r\nx\n.\n"
    async with arena.stream(smtp=True) as (reader, writer):
        writer.write(b"EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<half@x.test>\r\nDATA\r\n")
        writer.write(odd_mail(rng).replace(b"\r\n.\r\n", b"") + b"x" + rng.choice(ends) + smuggled)
        if rng.random() < 0.5 and writer.can_write_eof():
            writer.write_eof()
        await _drain(reader, writer)


async def endless_line(arena: Arena) -> None:
    async with arena.stream(smtp=arena.rng.random() < 0.5) as (reader, writer):
        piece = b"x" * 65_536
        for _ in range(arena.largest // len(piece)):
            writer.write(piece)
            await asyncio.wait_for(writer.drain(), _MOMENT)
        writer.write(b"\r\nNOOP\r\n")
        await _drain(reader, writer)


async def slow(arena: Arena) -> None:
    """Half-open ones: a few bytes, and then nothing more."""
    smtp = arena.rng.random() < 0.5
    starts = [b"", b"EH", b"EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<slow@x.test>\r\nDATA\r\nSubject: s"]
    if not smtp:
        starts = [
            b"",
            b"GET",
            b"GET / HTTP/1.1\r\nHost:",
            b"PUT /api/v1/chaos HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
        ]
    sock = await arena.socket(smtp=smtp)
    arena.held.append(sock)
    await asyncio.get_running_loop().sock_sendall(sock, arena.rng.choice(starts))


async def deaf(arena: Arena) -> None:
    """One who asks for a lot, and reads nothing of it."""
    sock = await arena.socket(smtp=(smtp := arena.rng.random() < 0.3), buffer=4096)
    arena.held.append(sock)
    asked = b"NOOP\r\n" * 200_000
    if not smtp:
        upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        key = b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        listen = b"GET /api/events HTTP/1.1\r\nHost: x\r\n" + upgrade + key + b"\r\n"
        path = b"/api/v1/messages?limit=100000"
        if newest := arena.newest:
            path = b"/api/v1/message/" + newest.encode() + arena.rng.choice([b"/raw", b"", b"/headers"])
        asked = arena.rng.choice([listen, b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % path * 50])
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(sock, asked), _MOMENT)


async def odd_request(arena: Arena) -> None:
    rng = arena.rng
    method = rng.choice([b"GET", b"GET", b"PUT", b"DELETE", b"POST", b"HEAD", b"get", b"G\0T", b"TRACE"])
    path = rng.choice(PATHS)
    if method == b"DELETE" and b"search" in path:
        path = b"/api/v1/search?query=to:nobody-at-all"  # what it would find is not the attacker's
    body = rng.choice(BODIES) if rng.random() < 0.9 else b"x" * arena.largest
    headers = rng.choice(
        [
            f"Content-Length: {len(body)}\r\n".encode(),
            b"Content-Length: 1\r\n",
            b"Content-Length: -1\r\n",
            b"Content-Length: 99999999999\r\n",
            b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
            b"Transfer-Encoding: chunked\r\n",
            f"Content-Type: application/json; charset=nope\r\nContent-Length: {len(body)}\r\n".encode(),
            b"X-Long: " + b"x" * 9000 + b"\r\n",
            b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(body),
            b"Upgrade: websocket\r\nConnection: Upgrade\r\n",
            b"\0: \xff\r\n",
            b"",
        ]
    )
    target = (
        rng.choice([path, b"/api/v1/messages", b"/api/v1/chaos"]) if method in {b"PUT", b"DELETE"} else path
    )
    async with arena.stream(smtp=False) as (reader, writer):
        writer.write(method + b" " + target + b" HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n" + body)
        if rng.random() < 0.3:
            writer.write(rng.randbytes(rng.randrange(500)))
        await _drain(reader, writer)


async def odd_events(arena: Arena) -> None:
    """A listener who says what no listener says: frames that are broken, huge or never end."""
    async with arena.stream(smtp=False) as (reader, writer):
        writer.write(
            b"GET /api/events HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        writer.write(arena.rng.choice(FRAMES) + arena.rng.randbytes(50))
        await _drain(reader, writer)


async def _drain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read for a moment, so that both sides come to their ends."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(writer.drain(), reader.read(1_000_000)), _MOMENT)


ATTACKS = [nonsense, half_a_mail, endless_line, slow, deaf, odd_request, odd_request, odd_events]
