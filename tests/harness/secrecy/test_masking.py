from __future__ import annotations

from harness.secrecy.masking import Masker

_TOKEN = "Qm9iJ3MtdG9rZW4tb2YtMTI4LWJpdHM"


def test_tokens_in_addresses_and_given_secrets_are_masked() -> None:
    masker = Masker(["s3cret", "s3cret-longer", ""])
    text = f"http://hup.localhost:1/confirm/{_TOKEN}/ s3cret-longer s3cret"
    assert masker.text(text) == "http://hup.localhost:1/confirm/[masked]/ [masked] [masked]"


def test_token_broken_by_quoted_printable_is_masked() -> None:
    raw = f'href=3D"http://h/confirm/{_TOKEN[:20]}=\r\n{_TOKEN[20:]}/"'.encode()
    assert Masker().bytes(raw) == b'href=3D"http://h/confirm/[masked]/"'


def test_words_of_addresses_stay() -> None:
    assert (
        Masker().text("GET /confirm/[token] and /confirm/help/") == "GET /confirm/[token] and /confirm/help/"
    )
