"""Email addresses: what is one, when two are the same, and which are nobody's work address."""

import functools
import re
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

# The limits of RFC 5321, 4.5.3.1 (a path has 256 octets with its brackets).
MAX_LOCAL_LENGTH = 64
MAX_LENGTH = 254
MAX_DOMAIN_LENGTH = 253
# No employer is reached at a bare top-level domain, nor at "localhost".
MIN_LABELS = 2

# RFC 5322's dot-atom, and the part of it that means nothing special to any mail software: "%" and "!" are
# routes to some, and "=?" begins an encoded word that could be read as another address.
_DOT_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PLAIN = re.compile(r"[A-Za-z0-9&'+_-]+(\.[A-Za-z0-9&'+_-]+)*")
_QUOTED = re.compile(r'".+"')
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_TOP_LABEL = re.compile(r"(?![0-9]+$)[a-z0-9-]{2,63}")


class Fault(StrEnum):
    """Why a text is not an address that mail can be sent to."""

    MALFORMED = "malformed"
    UNDELIVERABLE = "undeliverable"
    TOO_LONG = "too-long"


class AddressError(ValueError):
    """The text is not an address that mail can be sent to; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Address:
    """An address to send to: the local part as it was typed, the domain as lower-case A-labels."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"

    @property
    def key(self) -> str:
        """What two spellings of one mailbox have in common; a plus tag makes another address."""
        return f"{self.local}@{self.domain}".lower()


def normal_domain(text: str) -> str:
    """The domain as DNS knows it: lower case, A-labels, no trailing dot.

    Raises `AddressError` for what is no domain name of at least two labels.
    """
    domain = text.strip()
    if not domain.isascii():
        domain = _a_labels(domain)
    domain = domain.lower().removesuffix(".")
    labels = domain.split(".")
    if (
        len(domain) > MAX_DOMAIN_LENGTH
        or len(labels) < MIN_LABELS
        or not all(_LABEL.fullmatch(label) for label in labels)
        or not _TOP_LABEL.fullmatch(labels[-1])
    ):
        raise AddressError(Fault.MALFORMED)
    return domain


def _a_labels(domain: str) -> str:
    # IDNA 2008 with UTS 46, not Python's own codec: that one is IDNA 2003, which turns "ß" into "ss" and
    # so makes one domain of two. Imported here because its tables are large and rarely wanted.
    import idna  # noqa: PLC0415

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise AddressError(Fault.MALFORMED) from error


def parse(text: str) -> Address:
    """The address that somebody typed. Raises `AddressError`."""
    # Without an at sign all of it is the domain, and nothing is no local part.
    local, _, domain = text.strip().rpartition("@")
    address = Address(local, normal_domain(domain))
    if not _PLAIN.fullmatch(local):
        raise AddressError(_fault_of(local))
    if len(local) > MAX_LOCAL_LENGTH or len(str(address)) > MAX_LENGTH:
        raise AddressError(Fault.TOO_LONG)
    return address


def _fault_of(local: str) -> Fault:
    # Quoted strings (RFC 5321), other scripts (RFC 6531) and odd characters are addresses on paper, so the
    # person is told that the trouble is on our side.
    foreign = not local.isascii() and local.isprintable() and " " not in local
    on_paper = foreign or _QUOTED.fullmatch(local) or _DOT_ATOM.fullmatch(local)
    return Fault.UNDELIVERABLE if on_paper else Fault.MALFORMED


@functools.cache
def public_mailbox_domains() -> frozenset[str]:
    """Domains of mail services that anybody can sign up to."""
    lines = resources.files("portal.rules").joinpath("public_mailboxes.txt").read_text("ascii").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def is_public_mailbox(domain: str) -> bool:
    """Whether an address on this domain says nothing about an employer."""
    return domain in public_mailbox_domains()
