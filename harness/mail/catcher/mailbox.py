"""All mails that were caught, in order of arrival. Their bytes wait in a temporary file, not in memory."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from harness.mail.catcher.envelope import Received
from harness.mail.catcher.query import Searchable, Term

_SHORT_TEXT = 4096
"""Search texts up to so many characters stay in memory."""

Listener = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A stretch of the spool file."""

    offset: int
    length: int


@dataclass(slots=True)
class Caught:
    summary: dict[str, Any]
    raw: _Slot
    searchable: Searchable


class Mailbox:
    """Belongs to one thread. `listener` is told of each change, by Mailpit's event types."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._mails: dict[str, Caught] = {}
        # Without a name: gone with the process, however that ends.
        self._spool = tempfile.TemporaryFile(prefix="mail-catcher-", buffering=0)  # noqa: SIM115
        self._spool_end = 0
        self.accepted = 0
        self.accepted_size = 0
        self.rejected = 0
        self.deleted = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    def __len__(self) -> int:
        return len(self._mails)

    @property
    def size(self) -> int:
        """Bytes in the spool file."""
        return self._spool_end

    def count_rejected(self) -> None:
        self.rejected += 1

    @property
    def unread(self) -> int:
        return sum(not mail.summary["Read"] for mail in self._mails.values())

    def add(self, received: Received) -> None:
        """Keep a mail, then tell of it. Raises OSError if it cannot be kept; it is not in then."""
        created = datetime.now(UTC)
        text = received.search_text
        raw = self._write(received.stored)
        if len(text) > _SHORT_TEXT:
            slot = self._write(text.encode("utf-8", "replace"))
            read_text: Callable[[], str] = partial(self._read_text, slot)
        else:
            read_text = partial(str, text)
        summary = {**received.summary, "Created": created.isoformat(timespec="milliseconds")[:-6] + "Z"}
        self._mails[received.id] = Caught(summary, raw, Searchable(summary, read_text))
        self.accepted += 1
        self.accepted_size += len(received.stored)
        self._listener("new", summary)

    def newest_first(self, terms: Iterable[Term] = ()) -> Iterator[dict[str, Any]]:
        """Yield the summaries of the mails for which all terms hold."""
        terms = list(terms)
        for mail in reversed(list(self._mails.values())):
            if all(term.holds(mail.searchable) for term in terms):
                yield mail.summary

    def summary(self, mail_id: str) -> dict[str, Any] | None:
        mail = self._mails.get(mail_id)
        return mail.summary if mail else None

    def raw(self, mail_id: str) -> bytes | None:
        mail = self._mails.get(mail_id)
        return self._pread(mail.raw) if mail else None

    def mark_read(self, mail_id: str) -> None:
        summary = self._mails[mail_id].summary
        if not summary["Read"]:
            summary["Read"] = True
            self._listener("update", {"ID": mail_id, "Read": True})

    def delete(self, ids: Iterable[str]) -> None:
        """Forget these mails; ids of no mail are passed over. The file shrinks when the last one is gone."""
        for mail_id in ids:
            if self._mails.pop(mail_id, None):
                self.deleted += 1
                self._listener("delete", {"ID": mail_id})
        if not self._mails:
            self._spool.truncate(0)
            self._spool_end = 0

    def _read_text(self, slot: _Slot) -> str:
        return self._pread(slot).decode()

    def _write(self, data: bytes) -> _Slot:
        start = self._spool_end
        written = 0
        while written < len(data):  # a disk that is nearly full takes a part
            written += os.pwrite(self._spool.fileno(), memoryview(data)[written:], start + written)
        self._spool_end = start + len(data)
        return _Slot(start, len(data))

    def _pread(self, slot: _Slot) -> bytes:
        return os.pread(self._spool.fileno(), slot.length, slot.offset)
