"""All mails that were caught, in order of arrival. Their bytes wait in a spool on disk, not in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from harness.mail.catcher.envelope import Received
from harness.mail.catcher.query import Searchable, Term
from harness.mail.catcher.spool import Slot, Spool

_SHORT_TEXT = 4096
"""Search texts up to so many characters stay in memory."""

Listener = Callable[[str, dict[str, Any]], None]


@dataclass(slots=True)
class Caught:
    summary: dict[str, Any]
    raw: Slot
    searchable: Searchable


class Mailbox:
    """Belongs to one thread. `listener` is told of each change, by Mailpit's event types.

    What the spool has kept of an earlier catcher is there again. Closes the spool in the end.
    """

    def __init__(self, listener: Listener, spool: Spool | None = None) -> None:
        self._listener = listener
        self._mails: dict[str, Caught] = {}
        self._spool = spool or Spool()
        for entry in self._spool.journal():
            self._recall(entry)
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
        return self._spool.size

    def count_rejected(self) -> None:
        self.rejected += 1

    @property
    def unread(self) -> int:
        return sum(not mail.summary["Read"] for mail in self._mails.values())

    def add(self, received: Received) -> None:
        """Keep a mail, then tell of it. Raises OSError if it cannot be kept; it is not in then."""
        created = datetime.now(UTC)
        text = received.search_text
        raw = self._spool.write(received.stored)
        long_text = None
        if len(text) > _SHORT_TEXT:
            long_text, text = self._spool.write(text.encode("utf-8", "replace")), ""
        summary = {**received.summary, "Created": created.isoformat(timespec="milliseconds")[:-6] + "Z"}
        self._spool.note(
            {
                "new": summary,
                "raw": [raw.offset, raw.length],
                "text": text,
                "long_text": long_text and [long_text.offset, long_text.length],
            }
        )
        self._keep(summary, raw, text, long_text)
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
        return self._spool.read(mail.raw) if mail else None

    def raw_size(self, mail_id: str) -> int | None:
        mail = self._mails.get(mail_id)
        return mail.raw.length if mail else None

    def raw_piece(self, mail_id: str, start: int, length: int) -> bytes | None:
        """Return a stretch of a mail; None if it is not there (any more)."""
        mail = self._mails.get(mail_id)
        if mail is None:
            return None
        return self._spool.read(Slot(mail.raw.offset + start, min(length, mail.raw.length - start)))

    def mark_read(self, mail_id: str) -> None:
        summary = self._mails[mail_id].summary
        if not summary["Read"]:
            self._spool.note({"read": mail_id})
            summary["Read"] = True
            self._listener("update", {"ID": mail_id, "Read": True})

    def delete(self, ids: Iterable[str]) -> None:
        """Forget these mails; ids of no mail are passed over. The file shrinks when the last one is gone."""
        for mail_id in ids:
            if self._mails.pop(mail_id, None):
                self._spool.note({"deleted": mail_id})
                self.deleted += 1
                self._listener("delete", {"ID": mail_id})
        if not self._mails:
            self._spool.clear()

    def _keep(self, summary: dict[str, Any], raw: Slot, text: str, long_text: Slot | None) -> None:
        read_text: Callable[[], str] = partial(str, text)
        if long_text is not None:
            read_text = partial(self._read_text, long_text)
        self._mails[summary["ID"]] = Caught(summary, raw, Searchable(summary, read_text))

    def _recall(self, entry: dict[str, Any]) -> None:
        match entry:
            case {"new": summary, "raw": [offset, length], "text": text, "long_text": long_text}:
                slot = None if long_text is None else Slot(*long_text)
                self._keep(summary, Slot(offset, length), text, slot)
            case {"read": mail_id} if mail_id in self._mails:
                self._mails[mail_id].summary["Read"] = True
            case {"deleted": mail_id}:
                self._mails.pop(mail_id, None)

    def _read_text(self, slot: Slot) -> str:
        return self._spool.read(slot).decode()
