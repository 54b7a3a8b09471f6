"""Domains: which an organization can claim, and what proves that one is its own."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from portal.rules import addresses

# A domain may have dozens of records of others; a page shows the likeliest ones.
MAX_SHOWN = 5
MAX_SHOWN_LENGTH = 120
_PREFIX = b"hup-verification"
_VISIBLE = frozenset(range(0x20, 0x7F)) - {ord("\\")}


class Fault(StrEnum):
    """Why a text is no domain that an organization can claim."""

    MALFORMED = "malformed"
    SINGLE_LABEL = "single-label"
    PUBLIC_MAILBOX = "public-mailbox"


class ClaimError(ValueError):
    """The text is no domain that an organization can claim; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def claimable(text: str) -> str:
    """The domain that somebody typed, as lower-case A-labels without a trailing dot. Raises `ClaimError`."""
    try:
        name = addresses.normal_domain(text)
    except addresses.AddressError as error:
        label = text.strip().strip(".")
        single = label.isalnum()
        raise ClaimError(Fault.SINGLE_LABEL if single else Fault.MALFORMED) from error
    if addresses.is_public_mailbox(name):
        raise ClaimError(Fault.PUBLIC_MAILBOX)
    return name


def readable(name: str) -> str:
    """The domain as its owners write it, which DNS does not know: ``bücher.example``."""
    if "xn--" not in name:
        return name
    import idna  # noqa: PLC0415  # its tables are large and rarely wanted

    try:
        return idna.decode(name)
    except idna.IDNAError:
        return name


def is_proof(texts: Iterable[bytes], record: str) -> bool:
    """Whether one of the TXT records is the one that was asked for: whole, and letter for letter."""
    return record.encode() in texts


def is_nearly_proof(texts: Iterable[bytes], record: str) -> bool:
    """Whether a record would be the right one, but for quotation marks, spaces, or capital letters."""
    return _bare(record.encode()) in {_bare(text) for text in texts}


def _bare(text: bytes) -> bytes:
    return b"".join(text.lower().split()).strip(b"\"'")


def shown(texts: Sequence[bytes]) -> list[str]:
    """Found records for a person to read, those first that look like the one asked for."""
    likeliest = sorted(texts, key=lambda text: _PREFIX not in text.lower())
    return [_legible(text) for text in likeliest[:MAX_SHOWN]]


def _legible(text: bytes) -> str:
    # As zone files have it (RFC 1035, 5.1): what is no visible ASCII as a backslash and three digits.
    legible = "".join(chr(octet) if octet in _VISIBLE else f"\\{octet:03d}" for octet in text)
    return legible if len(legible) <= MAX_SHOWN_LENGTH else f"{legible[:MAX_SHOWN_LENGTH]}…"


def mistaken_places(name: str, own: Iterable[str] = ()) -> list[str]:
    """Where a record ends up that was meant for ``name``; ``own`` are the other domains of the same people.

    DNS tools add the domain to what is typed, which makes two of it; and ``www`` or the parent are what
    somebody may think of as the domain.
    """
    parent = name.partition(".")[2]
    places = [f"www.{name}", f"{name}.{name}", *([parent] if "." in parent else []), *own]
    return [place for place in dict.fromkeys(places) if len(place) <= addresses.MAX_DOMAIN_LENGTH]
