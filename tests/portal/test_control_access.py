"""Who may use the control API, and from where."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from django.conf import settings

from portal.account.models import Account
from portal.config import Config
from portal.organizations.models import Organization
from tests.portal.conftest import CONTROL_SECRET
from tests.portal.world import PORT, World

BASE = f"http://127.0.0.1:{PORT}"
ORGANIZATION = {"name": "Unasked", "domains": ["unasked.example"]}
ACCOUNT = {"email": "unasked@home.example", "password": "correct horse", "display_name": "Eve"}


EVERY_CALL: list[Callable[[httpx.Client], httpx.Response]] = [
    lambda client: client.get("/control/info"),
    lambda client: client.post("/control/organizations", json=ORGANIZATION),
    lambda client: client.get("/control/organizations/1"),
    lambda client: client.post("/control/accounts", json=ACCOUNT),
    lambda client: client.post("/control/confirmations/age", json={"email": "a@b.example", "seconds": 1}),
    lambda client: client.get("/control/confirmations?email=a@b.example"),
    lambda client: client.get("/control/orders?account=a@b.example"),
]


@pytest.mark.parametrize("call", EVERY_CALL)
@pytest.mark.parametrize(
    "authorization",
    [None, "", CONTROL_SECRET, "Bearer", "Bearer ", f"Bearer {CONTROL_SECRET}x", f"Basic {CONTROL_SECRET}"],
)
def test_nothing_is_told_or_done_without_the_secret(
    control: httpx.Client, call: Callable[[httpx.Client], httpx.Response], authorization: str | None
) -> None:
    counts = Organization.objects.count(), Account.objects.count()
    del control.headers["Authorization"]
    if authorization is not None:
        control.headers["Authorization"] = authorization
    refused = call(control)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert set(refused.json()) == {"error"}
    assert (Organization.objects.count(), Account.objects.count()) == counts


@pytest.mark.parametrize("call", EVERY_CALL)
def test_callers_of_other_machines_find_nothing(
    world: World, call: Callable[[httpx.Client], httpx.Response]
) -> None:
    secret = {"Authorization": f"Bearer {CONTROL_SECRET}", "X-Forwarded-For": "127.0.0.1"}
    away = httpx.WSGITransport(app=world.transport.app, remote_addr="192.0.2.1")
    assert call(httpx.Client(transport=away, base_url=BASE, headers=secret)).status_code == 404


@pytest.mark.parametrize("call", EVERY_CALL)
def test_the_api_is_off_without_a_secret(
    control: httpx.Client,
    monkeypatch: pytest.MonkeyPatch,
    call: Callable[[httpx.Client], httpx.Response],
) -> None:
    config: Config = settings.PORTAL
    off = Config(port=config.port, data=config.data, secret_key=config.secret_key)
    monkeypatch.setattr(settings, "PORTAL", off)
    for header in (f"Bearer {CONTROL_SECRET}", "Bearer None", "Bearer "):
        control.headers["Authorization"] = header
        assert call(control).status_code == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_api_lives_on_the_loopback_hosts_only(control: httpx.Client, host: str) -> None:
    assert control.get(f"http://{host}:{PORT}/control/info").status_code == 200
    for site in ("hup", "account", "store"):
        assert control.get(f"http://{site}.localhost:{PORT}/control/info").status_code == 404


def test_the_wrong_method_says_the_right_one(control: httpx.Client) -> None:
    refused = control.get("/control/organizations")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")
    assert refused.json() == {"error": "Use POST here."}


def test_the_bare_address_leads_to_the_program(control: httpx.Client) -> None:
    answer = control.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "http://hup.localhost:8000/")
