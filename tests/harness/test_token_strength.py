"""Weak secrets are told from strong ones by looking at links alone."""

from __future__ import annotations

import base64
import hashlib
import secrets
import uuid

import pytest

from harness.token_strength import bits, derived_from, secret_of

ADDRESS = "Mara.Lopez@contoso.example"


@pytest.mark.parametrize(
    ("link", "secret"),
    [
        ("https://hup.example/confirm/Zm9vYmFy_-9/", "Zm9vYmFy_-9"),
        ("https://hup.example/c?lang=de&token=abcdef0123", "abcdef0123"),
        ("https://hup.example/confirm#abcdef0123456", "abcdef0123456"),
        ("https://hup.example/confirm/a%2Bb%2Bc%2Bd%2Be", "a+b+c+d+e"),
    ],
)
def test_the_secret_is_the_longest_part_of_a_link(link: str, secret: str) -> None:
    assert secret_of(link) == secret


def test_random_secrets_are_worth_their_length() -> None:
    assert bits([secrets.token_urlsafe(32) for _ in range(8)]) > 200
    assert bits([secrets.token_hex(16) for _ in range(8)]) == 128


@pytest.mark.parametrize(
    "weak",
    [
        pytest.param(lambda: secrets.token_hex(4), id="32 bits"),
        pytest.param(lambda: secrets.token_hex(4) + "0" * 56, id="32 bits and zeros"),
        pytest.param(lambda: "confirm-for-the-home-use-program-" + secrets.token_hex(8), id="long prefix"),
        pytest.param(lambda: secrets.token_hex(4) * 8, id="32 bits, repeated"),
        pytest.param(lambda: str(secrets.randbelow(10**12)).zfill(40), id="digits"),
        pytest.param(lambda: str(uuid.uuid4()), id="uuid4 has 122"),
        pytest.param(lambda: str(uuid.uuid1()), id="uuid1 is a clock"),
    ],
)
def test_short_secrets_are_seen_through(weak: object) -> None:
    assert callable(weak)
    assert bits([weak() for _ in range(8)]) < 128


@pytest.mark.parametrize(
    "secret",
    [
        ADDRESS,
        ADDRESS[::-1],
        base64.urlsafe_b64encode(ADDRESS.encode()).decode(),
        hashlib.sha256(ADDRESS.lower().encode()).hexdigest(),
        hashlib.sha256(ADDRESS.encode()).hexdigest()[:32],
        base64.urlsafe_b64encode(hashlib.sha512(ADDRESS.lower().encode()).digest()).decode(),
        "2026-" + hashlib.md5(ADDRESS.encode(), usedforsecurity=False).hexdigest().upper(),
        str(uuid.uuid5(uuid.NAMESPACE_DNS, ADDRESS.lower())),
    ],
)
def test_a_secret_made_from_the_address_is_recognised(secret: str) -> None:
    assert derived_from(secret, ADDRESS)


def test_a_random_secret_is_not_taken_for_one_made_from_the_address() -> None:
    assert [derived_from(secrets.token_urlsafe(32), ADDRESS) for _ in range(200)] == [None] * 200
