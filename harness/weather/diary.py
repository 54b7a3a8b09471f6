"""What the weather did, to whom: written as it happens, read where a scenario failed in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

from harness.mail.addresses import canonical

WORTH_TELLING: Final = 0.1
"""Seconds: what was held back for less is told in the sum only."""


class Diary:
    """Writes a line of JSON for each thing that the weather did."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def note(
        self, what: str, *, kind: str, request_id: str = "", to: Iterable[str] = (), seconds: float = 0.0
    ) -> None:
        """`request_id`: whose request it befell; `to`: whose mail; neither: everybody."""
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "kind": kind,
            "request_id": request_id,
            "to": list(to),
            "seconds": round(seconds, 3),
            "what": what,
        }
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()


def entries(diary: Path) -> Iterator[dict[str, Any]]:
    """Yield what is written there. Raises OSError where it cannot be read."""
    with diary.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                entry = json.loads(line)
            except ValueError:  # the last one, as it is being written
                continue
            if isinstance(entry, dict):
                yield entry


def what_befell(
    diary: Path, *, request_id: str, addresses: Iterable[str], since: datetime | None = None
) -> list[str]:
    """Return, in words, what the weather did to one scenario's requests and mails, and to everybody.

    `since`: what befell everybody before then is nothing to this scenario. Raises OSError.
    """
    own = {canonical(address) for address in addresses}
    requests: list[float] = []
    told: Counter[str] = Counter()
    for entry in entries(diary):
        to = [str(address) for address in entry["to"]]
        if entry["request_id"]:
            if entry["request_id"] == request_id:
                if entry["seconds"]:
                    requests.append(entry["seconds"])
                else:
                    told[entry["what"]] += 1
        elif to:
            if 0 < entry["seconds"] < WORTH_TELLING:
                continue
            if own & {canonical(address) for address in to}:
                told[f"mail to {', '.join(to)}: {_in_words(entry)}"] += 1
        elif since is None or datetime.fromisoformat(entry["time"]) >= since:
            told[_in_words(entry)] += 1
    if requests:
        longest = f", one of them {max(requests):.1f} s" if max(requests) >= WORTH_TELLING else ""
        told[f"{len(requests)} requests held back for {sum(requests):.1f} s in all{longest}"] += 1
    return [what if count == 1 else f"{what} ({count} times)" for what, count in told.items()]


def _in_words(entry: dict[str, Any]) -> str:
    seconds = entry["seconds"]
    return f"{entry['what']} {seconds:.1f} s" if seconds >= WORTH_TELLING else str(entry["what"])
