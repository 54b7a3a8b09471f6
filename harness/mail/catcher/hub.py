"""The event socket's other end: who listens, and what they are told."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

_BEHIND = 256
"""A listener that lets so many events pile up is dropped, as by Mailpit, so that memory stays bounded."""
_BEHIND_SIZE = 16 * 1024 * 1024
"""Characters of them, likewise: an event tells of all recipients."""
_STATS_DELAY = 0.25
"""Seconds for which changes of the totals are gathered into one event."""


class Hub:
    """Hands each event to each listener, in order. Belongs to the event loop's thread."""

    def __init__(self, stats: Callable[[], dict[str, Any]]) -> None:
        self._stats = stats
        self._queues: dict[web.WebSocketResponse, _Queue] = {}
        self._stats_timer: asyncio.TimerHandle | None = None

    def broadcast(self, kind: str, data: dict[str, Any]) -> None:
        if self._stats_timer is None:
            self._stats_timer = asyncio.get_running_loop().call_later(_STATS_DELAY, self._send_stats)
        self._send(kind, data)

    async def serve(self, socket: web.WebSocketResponse) -> None:
        """Send events to a listener until either side closes."""
        queue = _Queue(_BEHIND)
        queue.put_nowait(_event("stats", self._stats()))
        self._queues[socket] = queue
        writer = asyncio.create_task(self._write(socket, queue))
        try:
            async for _ in socket:  # what a listener says has no meaning; the loop ends when it leaves
                pass
        finally:
            self._queues.pop(socket, None)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    async def close(self) -> None:
        if self._stats_timer is not None:
            self._stats_timer.cancel()
        await asyncio.gather(*(socket.close() for socket in list(self._queues)), return_exceptions=True)

    def _send_stats(self) -> None:
        self._stats_timer = None
        self._send("stats", self._stats())

    def _send(self, kind: str, data: dict[str, Any]) -> None:
        if not self._queues:
            return
        text = _event(kind, data)
        for socket, queue in list(self._queues.items()):
            try:
                queue.put_nowait(text)
            except asyncio.QueueFull:
                del self._queues[socket]
                # In place of all that waits: the listener must learn that it has missed something.
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(None)

    @staticmethod
    async def _write(socket: web.WebSocketResponse, queue: "_Queue") -> None:
        while (text := await queue.get()) is not None:
            await socket.send_str(text)
        await socket.close()


class _Queue(asyncio.Queue[str | None]):
    """Events that wait for one listener; full by their number or by their size."""

    _size = 0

    def full(self) -> bool:
        return super().full() or self._size > _BEHIND_SIZE

    def _put(self, item: str | None) -> None:
        self._size += len(item or "")
        super()._put(item)

    def _get(self) -> str | None:
        item = super()._get()
        self._size -= len(item or "")
        return item


def _event(kind: str, data: dict[str, Any]) -> str:
    return json.dumps({"Type": kind, "Data": data})
