"""Holding something back: the one thing that weather does and nothing else of this project may."""

from __future__ import annotations

import asyncio
from contextlib import suppress


async def hold(seconds: float, unless: asyncio.Event) -> None:
    """Return after so many seconds, or at once when the event is set."""
    if seconds > 0:
        with suppress(TimeoutError):
            await asyncio.wait_for(unless.wait(), seconds)
