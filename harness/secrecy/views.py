"""Mails break the lines of what they encode, and with them the secrets in it: reading without the breaks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# Quoted-printable ends a line that goes on with "=".
_SOFT_BREAK: Final = re.compile(rb"=\r?\n")
_BASE64_BREAK: Final = re.compile(rb"(?<=[A-Za-z0-9+/])\r?\n(?=[A-Za-z0-9+/])")


@dataclass(frozen=True, slots=True)
class View:
    """Bytes as they are read by one who knows where a format breaks its lines."""

    data: bytes
    gaps: tuple[tuple[int, int], ...] = ()
    """Where something was left out: its place in `data`, and how much is left out up to there."""

    def original(self, place: int) -> int:
        """Return the place, in what the view is of, of the byte at `place`."""
        index = bisect_right(self.gaps, place, key=lambda gap: gap[0])
        return place + (self.gaps[index - 1][1] if index else 0)


def without_soft_breaks(data: bytes) -> View | None:
    """Return quoted-printable with whole lines; None where nothing is broken so."""
    return _without(data, _SOFT_BREAK) if b"=\n" in data or b"=\r\n" in data else None


def without_base64_breaks(data: bytes) -> View | None:
    """Return base64 in one line; None where there is none, or it is so already."""
    named = b"ase64" in data or b"BASE64" in data
    return _without(data, _BASE64_BREAK) if named and _BASE64_BREAK.search(data) else None


def _without(data: bytes, breaks: re.Pattern[bytes]) -> View:
    spans = [found.span() for found in breaks.finditer(data)]
    left_out = list(accumulate(end - start for start, end in spans))
    places = [start - before for (start, _), before in zip(spans, [0, *left_out], strict=False)]
    return View(breaks.sub(b"", data), tuple(zip(places, left_out, strict=True)))


VIEWS: Final[tuple[Callable[[bytes], View | None], ...]] = (
    View,
    without_soft_breaks,
    without_base64_breaks,
)
