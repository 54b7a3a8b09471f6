"""Those lines of the portal's log that one scenario has caused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 64 * 1024 * 1024
"""How much of the log's end is looked at."""


def lines_of(log: Path, request_id: str) -> list[str]:
    """Return the JSON lines of `log` whose `request_id` is the scenario's. OSError where it can't be read."""
    wanted = request_id.encode()
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - _MOST_BYTES))
        return [
            line.decode(errors="replace").rstrip("\r\n")
            for line in stream
            if wanted in line and _request_id(line) == request_id
        ]


def readable(line: str) -> str:
    """Put a line of the log as `time LEVEL method host path status ms message`, a traceback below it."""
    try:
        entry = json.loads(line)
    except ValueError:
        return line
    if not isinstance(entry, dict):
        return line
    parts = [str(entry[key]) for key in ("time", "level", "method", "host", "path", "status") if key in entry]
    if "ms" in entry:
        parts.append(f"{entry['ms']} ms")
    request = " ".join(str(entry.get(key, "")) for key in ("method", "path", "status"))
    if entry.get("message") and entry["message"] != request:
        parts.append(str(entry["message"]))
    text = " ".join(parts)
    return f"{text}\n{entry['traceback']}" if entry.get("traceback") else text


def _request_id(line: bytes) -> object:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry.get("request_id") if isinstance(entry, dict) else None
