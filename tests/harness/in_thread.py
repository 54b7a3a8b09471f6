"""Servers that the tests run in their own process, in an event loop of a thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, contextmanager

_SOON = 20.0


@contextmanager
def in_thread(make: Callable[[], AbstractAsyncContextManager[object]]) -> Iterator[None]:
    """Keep an asynchronous context open in a thread of its own."""
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        try:
            async with make():
                started.set_result((asyncio.get_running_loop(), stop))
                await stop.wait()
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    loop, stop = started.result(_SOON)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
