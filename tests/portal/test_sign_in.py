"""The account site: accounts, sign-in on all sites by authorization code, sign-out."""

from __future__ import annotations

import time
from urllib.parse import urlencode

import pytest
from django.test import override_settings

from portal import settings
from portal.account.models import Account
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ACCOUNT, CARD, PASSWORD, PROGRAM, STORE, World

MISMATCH = "That email address and password do not match an account."


def session_keys(visitor: Visitor) -> dict[str, str]:
    jar = visitor.http.cookies.jar
    return {cookie.domain: cookie.value or "" for cookie in jar if cookie.name == "session"}


def at_sign_in(world: World) -> tuple[Visitor, Page]:
    visitor = world.visitor()
    return visitor, visitor.get(STORE + "/orders/")


@pytest.mark.parametrize("password", ["wrong password", PASSWORD.upper(), PASSWORD + " "])
def test_a_wrong_password_and_an_unknown_address_get_one_answer(world: World, password: str) -> None:
    account = world.account()
    visitor, page = at_sign_in(world)
    known = visitor.submit(page, {"email": account.email, "password": password})
    unknown = visitor.submit(known, {"email": "nobody@home.example", "password": password})
    assert known.heading == unknown.heading == "Sign in"
    assert known.alert == unknown.alert == MISMATCH
    assert 'value="' + password not in known.response.text


@pytest.mark.parametrize(
    ("traits", "alert"),
    [
        ({"active": False}, "This account is closed. Sign in with another account"),
        ({"kind": "work"}, "This is a work account. Products of the Home Use Program are bought"),
    ],
)
def test_closed_and_work_accounts_are_refused_to_who_knows_the_password(
    world: World, traits: dict[str, object], alert: str
) -> None:
    account = world.account(**traits)
    visitor, page = at_sign_in(world)
    refused = world.sign_in(visitor, page, account)
    assert refused.alert.startswith(alert)
    guessed = visitor.submit(refused, {"email": account.email, "password": "guess guess"})
    assert guessed.alert == MISMATCH
    assert visitor.get(STORE + "/").heading == "Sign in"


def test_an_address_may_be_typed_in_any_case(world: World) -> None:
    account = world.account()
    visitor, page = at_sign_in(world)
    signed_in = visitor.submit(page, {"email": f" {account.email.upper()} ", "password": PASSWORD})
    assert signed_in.heading == "Your orders"


def test_creating_an_account_signs_in_and_leads_on(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    sign_in = world.confirm(visitor, address)
    create = visitor.get(ACCOUNT + sign_in.links["Create an account"])
    assert create.heading == "Create your account"
    new = {"display_name": "Anna", "email": f"new.{address}", "password": PASSWORD}
    store = visitor.submit(create, new)
    assert store.heading == "Your discounts"
    assert Account.objects.get(email=f"new.{address}").kind == "personal"


@pytest.mark.parametrize(
    ("fields", "alert"),
    [
        ({"password": "short"}, "This password is too short."),
        ({"password": "password1"}, "This password is too common."),
        ({"display_name": " "}, "Enter your name."),
        ({"email": "anna"}, "Enter an email address"),
        ({"email": "anna@home.example\r\nBcc: x@evil.example"}, "Enter an email address"),
    ],
)
def test_what_makes_no_account(world: World, fields: dict[str, str], alert: str) -> None:
    accounts = Account.objects.count()
    visitor = world.visitor()
    given = {"display_name": "Anna", "email": "anna@home.example", "password": PASSWORD} | fields
    page = visitor.submit(visitor.get(ACCOUNT + "/create/"), given)
    assert page.heading == "Create your account"
    assert page.alert.startswith(alert)
    assert Account.objects.count() == accounts


def test_an_address_has_one_account(world: World) -> None:
    account = world.account()
    visitor = world.visitor()
    given = {"display_name": "Eve", "email": account.email.upper(), "password": "another password"}
    page = visitor.submit(visitor.get(ACCOUNT + "/create/"), given)
    assert page.alert == "There is already an account with this email address. Sign in with it instead."
    assert Account.objects.get(email=account.email).display_name == "Anna"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/authorize/../../evil",
        "/authorize/@evil.example",
        "http://account.localhost:8000@evil.example/authorize/?",
        "\t//evil.example",
        STORE + "/",
    ],
)
@pytest.mark.parametrize("door", ["sign-in", "create"])
def test_next_leads_nowhere_else(world: World, door: str, wanted: str) -> None:
    visitor, account = world.visitor(), world.account()
    form = visitor.get(f"{ACCOUNT}/{door}/?{urlencode({'next': wanted})}")
    assert form.forms[-1].fields["next"] == "/"
    given = {"next": wanted, "email": account.email, "password": PASSWORD, "display_name": "Anna"}
    if door == "create":
        given["email"] = f"new.{account.email}"
        Account.objects.filter(email=given["email"]).delete()
    assert visitor.submit(form, given).url == ACCOUNT + "/"
    assert visitor.get(f"{ACCOUNT}/sign-in/?{urlencode({'next': wanted})}").url == ACCOUNT + "/"


def test_confirming_gives_the_session_a_new_key(world: World) -> None:
    # Or who planted the old one would have the benefit bound to an account of their own.
    visitor, organization = world.visitor(), world.organization()
    world.confirm(visitor, world.work_address(organization))
    planted = session_keys(visitor)["hup.localhost"]
    world.confirm(visitor, world.work_address(organization))
    assert session_keys(visitor)["hup.localhost"] != planted
    thief = world.visitor()
    thief.http.cookies.set("session", planted, domain="hup.localhost")
    assert thief.get(PROGRAM + "/signed-in/").heading == "Confirm your work address first"


def test_signing_in_gives_every_session_a_new_key(world: World) -> None:
    visitor, account = world.visitor(), world.account()
    sign_in = world.confirm(visitor, world.work_address(world.organization()))
    visitor.http.get(STORE + "/orders/", follow_redirects=False)
    before = session_keys(visitor)
    world.sign_in(visitor, sign_in, account)
    after = session_keys(visitor)
    assert set(after) == {"hup.localhost", "store.localhost", "account.localhost"}
    for host, key in before.items():
        assert after[host] != key
    fixed = world.visitor()
    for host, key in before.items():
        fixed.http.cookies.set("session", key, domain=host)
    assert account.email not in fixed.get(PROGRAM + "/").response.text
    assert fixed.get(STORE + "/orders/").heading == "Sign in"


@pytest.mark.parametrize("site", [PROGRAM, ACCOUNT, STORE])
def test_signing_out_on_one_site_ends_the_sessions_of_all(world: World, site: str) -> None:
    visitor, account, _store = world.employee()
    stolen = session_keys(visitor)
    checkout = world.checkout(visitor)
    assert visitor.submit(visitor.get(site + "/")).heading == "You are signed out"
    assert visitor.get(STORE + "/").heading == "Sign in"
    assert visitor.get(ACCOUNT + "/").heading == "Sign in"
    assert account.email not in visitor.get(PROGRAM + "/").response.text
    assert visitor.submit(checkout, CARD).heading in {"Sign in", "This form is out of date"}
    thief = world.visitor()
    for host, key in stolen.items():
        thief.http.cookies.set("session", key, domain=host)
    assert thief.get(STORE + "/").heading == "Sign in"
    assert account.orders.count() == 0


def test_a_link_signs_nobody_out(world: World) -> None:
    visitor, _account, _store = world.employee()
    assert visitor.get(STORE + "/sign-out/").heading == "Leave your account"
    assert visitor.http.post(STORE + "/sign-out/").status_code == 403
    assert visitor.get(STORE + "/").heading == "Your discounts"


def test_signing_out_leaves_other_browsers_alone(world: World) -> None:
    visitor, account, store = world.employee()
    phone = world.visitor()
    assert world.sign_in(phone, phone.get(STORE + "/"), account).heading == "Your discounts"
    visitor.submit(store)
    assert phone.get(STORE + "/").heading == "Your discounts"


def test_closing_an_account_ends_its_sessions(world: World) -> None:
    visitor, account, _store = world.employee()
    Account.objects.filter(pk=account.pk).update(is_active=False)
    page = visitor.get(STORE + "/")
    assert page.heading == "Sign in"
    assert world.sign_in(visitor, page, account).alert.startswith("This account is closed.")


def test_the_account_page_shows_whose_it_is(world: World) -> None:
    visitor, account, _store = world.employee()
    page = visitor.get(ACCOUNT + "/")
    assert page.terms == [("Name", "Anna"), ("Email address", account.email)]


@override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS)
def test_a_sign_in_costs_little_processor_time(world: World) -> None:
    account = world.account()
    assert account.password.startswith("scrypt$")
    visitor, page = at_sign_in(world)
    form = page.forms[-1].fields | {"email": account.email, "password": PASSWORD}
    started = time.thread_time()
    answer = visitor.http.post(f"{ACCOUNT}/sign-in/", data=form, follow_redirects=False)
    assert time.thread_time() - started < 0.06
    assert answer.status_code == 302
