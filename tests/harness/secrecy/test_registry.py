"""What counts as a secret, and what cannot be one."""

from __future__ import annotations

import httpx
import pytest
from pydantic import SecretStr

from harness.secrecy.cookies import keep_secret, of_cookies
from harness.secrecy.registry import Registry, of_environment, of_target
from harness.secrecy.shapes import looks_random, secrets_in
from harness.targets import NOT_STARTED

_TOKEN = "Qm9iJ3MtdG9rZW4tb2YtMTI4LWJpdHM"


def test_value_is_kept_once_and_never_shown() -> None:
    registry = Registry()
    assert registry.add("p4ssw0rd", "the password of an invented person") is None
    assert registry.add("p4ssw0rd", "something else") is None
    assert [secret.what for secret in registry.secrets] == ["the password of an invented person"]
    assert "p4ssw0rd" not in repr(registry.secrets)


@pytest.mark.parametrize(
    ("value", "reason"), [("", "0 characters"), ("12345", "5 characters"), ("0" * 43, "repeats")]
)
def test_what_would_mask_words_is_refused_with_a_reason(value: str, reason: str) -> None:
    registry = Registry()
    assert reason in (registry.add(value, "the target's control_secret") or "")
    assert registry.secrets == []
    assert reason in registry.refused["the target's control_secret"]


def test_each_secret_is_handed_over_once() -> None:
    registry = Registry()
    registry.add("first-secret", "a")
    assert registry.hand_over() == [("first-secret", "a")]
    registry.add("second-secret", "b")
    registry.add("first-secret", "a")
    assert registry.hand_over() == [("second-secret", "b")]
    assert registry.hand_over() == []


def test_target_and_environment_register_themselves() -> None:
    target = NOT_STARTED.model_copy(
        update={
            "control_secret": SecretStr("control-secret-value"),
            "dns_secret": SecretStr("dns-secret-value"),
            "mail_url": "http://reader:mail%20password@mail.example:8025",
        }
    )
    assert [value for value, _ in of_target(target)] == [
        "control-secret-value",
        "dns-secret-value",
        "mail password",
    ]
    environment = {
        "HUP_CONTROL_SECRET": "from-environment",
        "HUP_PROGRAM_URL": "https://hup.example",
        "MAILPIT_URL": "http://reader:of-mailpit@mail.example",
        "SMTP_PASSWORD": "of-smtp",
        "PATH": "/usr/bin",
        "HUP_MAIL_URL": "http://[broken",
    }
    assert [value for value, _ in of_environment(environment)] == [
        "from-environment",
        "of-mailpit",
        "of-smtp",
    ]


def test_cookies_that_let_one_in_are_secret_and_choices_are_not() -> None:
    cookies = [
        {"name": "session", "value": "abcdef", "domain": "store.localhost"},
        {"name": "csrf", "value": "x" * 3 + "yz1", "domain": "store.localhost"},
        {"name": "device", "value": f'"{_TOKEN}:1wX:{_TOKEN}"', "domain": "store.localhost"},
        {"name": "market", "value": "Switzerland", "domain": "hup.localhost"},
        {"name": "language", "value": "de"},
        {"name": "authuser", "value": "0"},
    ]
    assert [what for _, what in of_cookies(cookies)] == [
        "the cookie 'session' of store.localhost",
        "the cookie 'csrf' of store.localhost",
        "the cookie 'device' of store.localhost",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Follow http://h/confirm/{_TOKEN}/ now", [(_TOKEN, "a confirmation token")]),
        (
            f"http://h/signed-in/?code=c0{_TOKEN}&state=s1{_TOKEN}",
            [(f"c0{_TOKEN}", "an authorization code"), (f"s1{_TOKEN}", "the state of a sign-in")],
        ),
        (f"/sign-in/?next=%2Fauthorize%2F%3Fstate%3D{_TOKEN}%26x%3D1", [(_TOKEN, "the state of a sign-in")]),
        (f"/preferences/?choice={_TOKEN}%3A1wXyz%3Aabc", [(f"{_TOKEN}:1wXyz:abc", "a hand-over token")]),
        ("/confirm/help/ /confirm/a-page-about-confirmations/ ?state=California-and-Nevada&code=code", []),
        ("?state=http://evil.example/1234567890abcdef", []),
        (f"?zipcode={_TOKEN}&code_challenge={_TOKEN}", []),
    ],
)
def test_secrets_in_addresses_are_known_by_their_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(secrets_in(text)) == expected


@pytest.mark.parametrize(
    "word", ["NRFQ-95SH-HJQK", "andrew.figueroa", "confirmation-page", "1234567890123456"]
)
def test_what_stands_in_sentences_does_not_look_random(word: str) -> None:
    assert not looks_random(word)


def test_client_registers_what_it_is_given_on_its_way() -> None:
    answers = {
        "/authorize/": httpx.Response(302, headers={"location": f"/signed-in/?code=c0{_TOKEN}&state=open"}),
        "/signed-in/": httpx.Response(200, headers={"set-cookie": f"session=s1{_TOKEN}; Path=/; HttpOnly"}),
    }
    registry = Registry()
    transport = httpx.MockTransport(lambda request: answers[request.url.path])
    with httpx.Client(transport=transport, base_url="http://h.example", follow_redirects=True) as client:
        assert keep_secret(client, registry).get("/authorize/").status_code == 200
    assert [(secret.value, secret.what) for secret in registry.secrets] == [
        (f"c0{_TOKEN}", "an authorization code"),
        (f"s1{_TOKEN}", "the cookie 'session' of h.example"),
    ]
