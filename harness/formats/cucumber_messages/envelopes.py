"""Messages as lines of JSON, and times as Messages have them."""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from typing import Any, Final

from cucumber_messages import Duration, Timestamp

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NANOS: Final = 1_000_000_000


def as_line(envelope: object) -> str:
    """Return an envelope as one line.

    What the library's own converter returns, with each name made once: a run has hundreds of thousands of
    messages.
    """
    return _ENCODER.encode(envelope) + "\n"


def timestamp(started: str, seconds: float = 0.0) -> Timestamp:
    """Return the time so many seconds after one in ISO 8601."""
    moment = datetime.fromisoformat(started)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    past = moment - _EPOCH + timedelta(seconds=seconds)
    return Timestamp(seconds=past.days * 86_400 + past.seconds, nanos=past.microseconds * 1_000)


def duration(seconds: float) -> Duration:
    nanos = round(max(seconds, 0.0) * _NANOS)
    return Duration(seconds=nanos // _NANOS, nanos=nanos % _NANOS)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {_camel(name): inner for name, inner in vars(value).items() if inner is not None}
    raise TypeError(f"{type(value).__name__} is no part of a message")


@cache
def _camel(name: str) -> str:
    first, *more = name.split("_")
    return first + "".join(word.title() for word in more)


_ENCODER: Final = json.JSONEncoder(default=_plain, ensure_ascii=False, separators=(",", ":"))
