"""How hard a link's secret is to guess, judged from outside: from samples, and from the address."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import string
import uuid
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

# From the smallest alphabet to the largest: a sample is read in the first that holds it all.
_ALPHABETS = (
    set(string.digits),
    set(string.hexdigits.lower()),
    set(string.hexdigits),
    set(string.digits + string.ascii_lowercase),
    set(string.digits + string.ascii_letters),
    set(string.digits + string.ascii_letters + "-_"),
    set(string.printable),
)
# Fewer equal characters in a row than this happen between a long secret and a digest by chance.
_TELLING_LENGTH = 12


def secret_of(link: str) -> str:
    """The part of a link that makes it one person's: its longest path segment or query value."""
    parts = urlsplit(link)
    candidates = [unquote(segment) for segment in parts.path.split("/")]
    candidates += [value for _, value in parse_qsl(parts.query)]
    candidates.append(parts.fragment)
    return max(candidates, key=len)


def bits(secrets: Sequence[str]) -> float:
    """At most how many random bits each of these secrets can hold.

    Only what differs from secret to secret counts, and two places that always change alike count
    once: a fixed prefix, padding, or a short secret repeated adds nothing. It is an upper bound.
    Give eight samples or more: with fewer, a place can look fixed by chance.
    """
    longest = max(map(len, secrets))
    padded = [secret.ljust(longest, "\0") for secret in secrets]
    columns = {tuple(secret[place] for secret in padded) for place in range(longest)}
    varying = [column for column in columns if len(set(column)) > 1]
    used = {character for column in varying for character in column} - {"\0"}
    size = next((len(alphabet) for alphabet in _ALPHABETS if used <= alphabet), 256)
    return len(varying) * math.log2(size)


def derived_from(secret: str, address: str) -> str | None:
    """How `secret` can be worked out from `address` by anyone, or None where no way is known.

    Tries the address itself and its usual digests, in the usual notations, on their own and
    inside the secret.
    """
    for way, value in _derivations(address):
        if value.lower() in secret.lower() or (
            len(secret) >= _TELLING_LENGTH and secret.lower() in value.lower()
        ):
            return way
    return None


def _derivations(address: str) -> Iterator[tuple[str, str]]:
    local = address.partition("@")[0]
    for text in dict.fromkeys((address, address.lower(), address.upper(), local, local.lower())):
        raw = text.encode()
        yield f"{text} as it is", text
        yield f"{text} backwards", text[::-1]
        yield from _notations(text, raw)
        for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256"):
            yield from _notations(f"{name} of {text}", hashlib.new(name, raw).digest())
        yield f"uuid5 of {text}", str(uuid.uuid5(uuid.NAMESPACE_DNS, text))
        yield f"uuid5 of {text}", uuid.uuid5(uuid.NAMESPACE_DNS, text).hex
        yield f"uuid5 of {text}", str(uuid.uuid5(uuid.NAMESPACE_URL, text))
        yield f"crc32 of {text}", f"{binascii.crc32(raw):08x}"


def _notations(name: str, raw: bytes) -> Iterator[tuple[str, str]]:
    yield f"{name}, in hexadecimal", raw.hex()
    yield f"{name}, in base64", base64.b64encode(raw).decode().rstrip("=")
    yield f"{name}, in URL-safe base64", base64.urlsafe_b64encode(raw).decode().rstrip("=")
    yield f"{name}, in base32", base64.b32encode(raw).decode().rstrip("=")
