"""Secrets: whatever is around them they are masked, found by nobody afterwards, and all else stays."""

from __future__ import annotations

import base64
import html
import json
import string
from collections.abc import Callable
from urllib.parse import quote

from hypothesis import assume, given
from hypothesis import strategies as st

from harness.secrecy.finder import Finder
from harness.secrecy.masking import Masker
from harness.secrecy.registry import Registry

_secrets = st.text(
    string.ascii_letters + string.digits + "-_~.!&<>\"' +/%=é", min_size=8, max_size=30
).filter(lambda text: len(set(text)) >= 6 and text == text.strip())
_FORMS: list[Callable[[str], str]] = [
    str,
    lambda text: quote(text, safe=""),
    html.escape,
    lambda text: json.dumps(text)[1:-1],
    lambda text: base64.b64encode(text.encode()).decode(),
]


def _registry(*values: str) -> Registry:
    registry = Registry()
    for value in values:
        assume(registry.add(value, "a secret") is None)
    return registry


@given(
    st.lists(_secrets, min_size=1, max_size=3, unique=True),
    st.lists(st.text(max_size=20), max_size=4),
    st.data(),
)
def test_what_is_masked_holds_no_secret(secrets: list[str], around: list[str], data: st.DataObject) -> None:
    registry = _registry(*secrets)
    pieces = [*around]
    for secret in secrets:
        pieces.insert(
            data.draw(st.integers(0, len(pieces))), " " + data.draw(st.sampled_from(_FORMS))(secret) + " "
        )
    text = "".join(pieces)
    masked = Masker(registry).text(text)
    assert all(secret not in masked for secret in secrets)
    assert not Finder(registry).matches(masked.encode("utf-8", "surrogatepass"))
    assert Masker(registry).text(masked) == masked


@given(_secrets, st.text(max_size=200) | st.text(string.printable, max_size=200))
def test_what_is_not_secret_stays(secret: str, text: str) -> None:
    registry = _registry(secret)
    encoded = text.encode("utf-8", "surrogatepass")
    assume(not Finder(registry).holds_any(encoded))
    assume("confirm" not in text and "=" not in text)  # where a secret may stand that nobody has registered
    assert Masker(registry).text(text) == text
    assert Masker(registry).bytes(encoded) == encoded


@given(_secrets, st.binary(max_size=100), st.binary(max_size=100))
def test_bytes_around_a_secret_stay(secret: str, before: bytes, after: bytes) -> None:
    registry = _registry(secret)
    data = before + b" " + secret.encode() + b" " + after
    assume(len(Finder(registry).matches(data)) == 1)
    masked = Masker(registry).bytes(data)
    assert masked == before + b" [masked] " + after


@given(st.text(max_size=100), st.text(max_size=20))
def test_any_text_can_be_looked_through_for_secrets(text: str, value: str) -> None:
    registry = Registry()
    registry.add_from(text)
    registry.add(value, "a value")
    assert Masker(registry).text(text) == Masker(registry).text(text)
