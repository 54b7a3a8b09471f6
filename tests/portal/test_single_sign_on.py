"""How the other sites learn who signed in: the authorization-code pattern."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from django.utils import timezone

from portal.account import authorization
from portal.account.models import AuthorizationCode, SignIn
from tests.portal.visitor import Visitor
from tests.portal.world import ACCOUNT, PROGRAM, STORE, World


def authorize(visitor: Visitor, **changed: str | None) -> httpx.Response:
    query = {
        "response_type": "code",
        "client_id": "store",
        "redirect_uri": STORE + "/signed-in/",
        "state": "state",
        "code_challenge": authorization.challenge("verifier"),
        "code_challenge_method": "S256",
    } | changed
    given = {name: value for name, value in query.items() if value is not None}
    return visitor.http.get(f"{ACCOUNT}/authorize/?{urlencode(given)}", follow_redirects=False)


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "http://evil.example/signed-in/"},
        {"redirect_uri": STORE + "/signed-in/?x"},
        {"redirect_uri": STORE + "/signed-in"},
        {"redirect_uri": PROGRAM + "/signed-in/"},
        {"redirect_uri": None},
        {"client_id": "evil"},
        {"client_id": None},
        {"response_type": "token"},
        {"code_challenge": None},
        {"code_challenge": "short"},
        {"code_challenge_method": "plain"},
        {"state": None},
        {"state": ""},
    ],
)
def test_a_request_that_is_not_quite_right_gets_no_code(world: World, changed: dict[str, str | None]) -> None:
    visitor, _account, _store = world.employee()
    answer = authorize(visitor, **changed)
    assert answer.status_code == 400
    assert "This request to sign in is not valid" in answer.text
    assert authorize(visitor).status_code == 302


def code_for(visitor: Visitor) -> str:
    return parse_qs(urlsplit(authorize(visitor).headers["Location"]).query)["code"][0]


def redeem(code: str, client: str = "store", verifier: str = "verifier") -> SignIn:
    asking = authorization.client(client)
    assert asking is not None
    return authorization.redeem(code, asking, verifier)


def test_a_code_works_once_for_its_client_and_verifier(world: World) -> None:
    visitor, account, _store = world.employee()
    code = code_for(visitor)
    for client, verifier in (("hup", "verifier"), ("store", "other"), ("store", "")):
        with pytest.raises(authorization.CodeRefusedError):
            redeem(code, client, verifier)
    assert redeem(code).account == account
    with pytest.raises(authorization.CodeRefusedError):
        redeem(code)


@pytest.mark.parametrize(("seconds", "works"), [(59, True), (61, False)])
def test_a_code_lives_for_a_minute(world: World, seconds: int, *, works: bool) -> None:
    visitor, _account, _store = world.employee()
    code = code_for(visitor)
    AuthorizationCode.objects.filter(digest=hashlib.sha256(code.encode()).hexdigest()).update(
        created_at=timezone.now() - timedelta(seconds=seconds)
    )
    if works:
        assert redeem(code)
    else:
        with pytest.raises(authorization.CodeRefusedError):
            redeem(code)


def test_a_code_dies_with_its_sign_in(world: World) -> None:
    visitor, _account, store = world.employee()
    code = code_for(visitor)
    visitor.submit(store)
    with pytest.raises(authorization.CodeRefusedError):
        redeem(code)


@pytest.mark.parametrize(
    ("site", "confirmed", "answer"),
    [
        (STORE, False, (400, "Signing in did not work")),
        (PROGRAM, True, (400, "Signing in did not work")),
        (PROGRAM, False, (403, "Confirm your work address first")),
    ],
)
def test_an_answer_that_nobody_asked_for_signs_nobody_in(
    world: World, site: str, *, confirmed: bool, answer: tuple[int, str]
) -> None:
    attacker, account, _store = world.employee()
    code = code_for(attacker)
    victim = world.visitor()
    if confirmed:
        world.confirm(victim, world.work_address(world.organization()))
    for query in ({"code": code, "state": "state"}, {"code": code}, {"state": ""}, {"error": "x"}):
        page = victim.get(f"{site}/signed-in/?{urlencode(query)}")
        assert (page.status, page.heading) == answer
    assert account.email not in victim.get(PROGRAM + "/").response.text
