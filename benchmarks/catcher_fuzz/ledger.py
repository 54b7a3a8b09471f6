"""What was sent, and what the server has said of it: the truth that the store is held against."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.mail.stored import separate

if TYPE_CHECKING:
    from collections.abc import Iterable

_OURS = re.compile(r"m\d+@fuzz\.test")


@dataclass
class Ledger:
    """Each mail has a recipient of its own, by which it is known, whatever is in it."""

    sent: dict[str, bytes] = field(default_factory=dict)
    """Digests of the mails that were sent whole, by recipient; the server may have taken them."""
    accepted: set[str] = field(default_factory=set)
    """Recipients of those that were answered with 250."""
    refused: int = 0
    made: int = 0
    total: int = 0
    """Accepted in all rounds."""
    lost: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)

    def recipient(self) -> str:
        self.made += 1
        return f"m{self.made}@fuzz.test"

    def is_sent(self, recipient: str, raw: bytes) -> None:
        self.sent[recipient] = digest(raw)

    def answered(self, recipient: str, code: bytes) -> None:
        if code == b"250":
            self.accepted.add(recipient)
        else:
            self.refused += 1
            self.sent.pop(recipient, None)

    def compare(self, store: Iterable[tuple[str, bytes]]) -> None:
        """Hold all that the server stores (id, bytes) against what it was sent, and begin anew."""
        missing = set(self.accepted)
        found: set[str] = set()
        for mail_id, stored in store:
            parts = separate(stored)
            ours = [each for each in parts.envelope_recipients if _OURS.fullmatch(each)]
            if len(set(ours)) != 1 or self.sent.get(ours[0]) != digest(parts.raw) or ours[0] in found:
                self.invented.append(f"{mail_id} to {', '.join(parts.envelope_recipients)}")
                continue
            found.add(ours[0])
            missing.discard(ours[0])
        self.lost += sorted(missing)
        self.total += len(self.accepted)
        self.sent, self.accepted = {}, set()


def digest(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()
