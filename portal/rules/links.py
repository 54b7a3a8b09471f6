"""The life of a confirmation link, and how often one may be asked for."""

import hashlib
import heapq
import math
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

LIFETIME = timedelta(hours=24)
TOKEN_BYTES = 32
REQUESTS_ALLOWED = 3
REQUESTS_WINDOW = timedelta(minutes=10)


class LinkState(StrEnum):
    """What has become of a link."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    VOID = "void"


def new_token() -> str:
    """A token that cannot be guessed: 256 random bits, nothing of the address in it."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is stored of a token, so that a stolen database holds no usable link."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_expired(created_at: datetime, now: datetime) -> bool:
    """Whether a link made at ``created_at`` has outlived `LIFETIME`."""
    return now - created_at >= LIFETIME


def state(
    *, created_at: datetime, used_at: datetime | None, voided_at: datetime | None, now: datetime
) -> LinkState:
    """The one state that a visitor is told: a used link stays "used" however old it grows."""
    if used_at is not None:
        return LinkState.USED
    if voided_at is not None:
        return LinkState.VOID
    if is_expired(created_at, now):
        return LinkState.EXPIRED
    return LinkState.OPEN


def seconds_to_wait(requests: Sequence[datetime], now: datetime) -> int:
    """How long until one more link may be asked for, given the times of earlier requests; 0 for at once."""
    latest = heapq.nlargest(REQUESTS_ALLOWED, requests)
    if len(latest) < REQUESTS_ALLOWED:
        return 0
    return max(0, math.ceil((min(latest) + REQUESTS_WINDOW - now).total_seconds()))
