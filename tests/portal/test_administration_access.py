"""The sites of administrators: who gets in, and who does not."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from portal import sites
from portal.account import authorization
from portal.account.models import Account
from portal.organizations.models import Organization
from tests.portal.administrators import PAGES, REFUSED, SIGN_IN, customer, enter, worker
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ACCOUNT, ADMIN, BUSINESS, PASSWORD, STORE, World

ADDRESSES = [(site, path) for site, pages in PAGES.items() for path in pages]


@pytest.mark.parametrize(("site", "path"), ADDRESSES)
def test_an_administrator_gets_in_and_lands_where_asked(world: World, site: str, path: str) -> None:
    organization = customer(world, site)
    _visitor, page = enter(world, worker(world, organization), f"{site}/{organization.key}{path}")
    assert (page.status, page.heading) == (200, PAGES[site][path])
    assert page.url == f"{site}/{organization.key}{path}"


@pytest.mark.parametrize("whose", ["employee", "foreign administrator", "nobody's", "unknown key"])
@pytest.mark.parametrize(("site", "path"), ADDRESSES)
def test_nobody_else_gets_in(world: World, site: str, path: str, whose: str) -> None:
    organization, other = customer(world, site), customer(world, site)
    account = {
        "employee": lambda: worker(world, organization, "employee"),
        "foreign administrator": lambda: worker(world, other),
        "nobody's": lambda: worker(world, None, ""),
        "unknown key": lambda: worker(world, organization),
    }[whose]()
    key = "0123456789abcdef" if whose == "unknown key" else organization.key
    _visitor, page = enter(world, account, f"{site}/{key}{path}")
    assert (page.status, page.heading) == (403, REFUSED)
    assert other.name not in page.response.text
    assert organization.name not in page.response.text


def every_route(site: str) -> Iterator[str]:
    """Each address of an organization on the site, as its URLs have it; a new one is in here by itself."""
    urlconf = sites.SITES["admin" if site == ADMIN else "business"].urlconf
    for pattern in importlib.import_module(urlconf).urlpatterns:
        route = str(pattern.pattern)
        if route.startswith("<slug:key>/"):
            yield route.removeprefix("<slug:key>").replace("<int:pk>", "1")


ROUTES = [(site, route) for site in (ADMIN, BUSINESS) for route in every_route(site)]


def post(visitor: Visitor, url: str, token_from: Page) -> Page:
    """Send a form that this page had no business to send there."""
    token = token_from.forms[0].fields["csrfmiddlewaretoken"]
    return Page(visitor.http.post(url, data={"csrfmiddlewaretoken": token, "name": "evil.example"}))


def snapshot(organization: Organization) -> tuple[object, ...]:
    """All that an administrator can change."""
    organization.refresh_from_db()
    domains = sorted(organization.domains.values_list("pk", "name", "record", "validated_at"))
    return organization.directory, organization.licenses, organization.products, domains


@pytest.mark.parametrize("role", ["employee", "foreign administrator"])
@pytest.mark.parametrize(("site", "route"), ROUTES)
def test_no_address_is_forgotten_and_no_form_gets_through(
    world: World, site: str, route: str, role: str
) -> None:
    organization = customer(world, site, directory=False)
    before = snapshot(organization)
    employer = organization if role == "employee" else customer(world, site)
    account = worker(world, employer, role.removeprefix("foreign "))
    url = f"{site}/{organization.key}{route}"
    visitor, page = enter(world, account, url)
    sent = post(visitor, url, page)
    assert (page.status, page.heading) == (403, REFUSED)
    assert sent.status == 405 or (sent.status, sent.heading) == (403, REFUSED)
    assert snapshot(organization) == before


@pytest.mark.parametrize(("site", "route"), ROUTES)
def test_a_form_of_a_visitor_is_dropped(world: World, site: str, route: str) -> None:
    organization = customer(world, site, directory=False)
    before = snapshot(organization)
    visitor = world.visitor()
    sign_in = visitor.get(f"{ADMIN}/sign-in/")
    token = visitor.http.cookies["csrf"]
    visitor.http.cookies.clear()
    url = f"{site}/{organization.key}{route}"
    for host in ("admin.localhost", "business.localhost"):
        visitor.http.cookies.set("csrf", token, domain=host)
    sent = post(visitor, url, sign_in)
    assert sent.status == 405 or sent.heading == SIGN_IN
    assert snapshot(organization) == before


def test_a_closed_administrators_session_ends(world: World) -> None:
    organization = customer(world)
    account = worker(world, organization)
    visitor, page = enter(world, account, f"{ADMIN}/{organization.key}/")
    assert page.status == 200
    Account.objects.filter(pk=account.pk).update(is_active=False)
    again = visitor.get(f"{ADMIN}/{organization.key}/")
    assert again.heading == SIGN_IN
    closed = visitor.submit(again, {"email": account.email, "password": PASSWORD})
    assert closed.alert.startswith("This account is closed.")


def test_who_stops_being_an_administrator_is_out_at_once(world: World) -> None:
    organization = customer(world)
    account = worker(world, organization)
    visitor, _page = enter(world, account, f"{ADMIN}/{organization.key}/")
    Account.objects.filter(pk=account.pk).update(role="employee")
    assert visitor.get(f"{ADMIN}/{organization.key}/").heading == REFUSED
    assert visitor.get(f"{ADMIN}/").heading == REFUSED


@pytest.mark.parametrize("site", [ADMIN, BUSINESS])
def test_the_front_page_leads_to_ones_own_organization(world: World, site: str) -> None:
    organization = customer(world, site)
    visitor, page = enter(world, worker(world, organization), f"{site}/")
    assert page.url == f"{site}/{organization.key}/"
    other = BUSINESS if site == ADMIN else ADMIN
    assert visitor.get(f"{other}/").url == f"{other}/{organization.key}/", "one sign-in lets into both"


def test_a_personal_account_does_not_administer(world: World) -> None:
    organization = customer(world)
    account = world.account(organization=organization, role="administrator")
    _visitor, page = enter(world, account, f"{ADMIN}/{organization.key}/")
    assert page.alert == "This is a personal account. Sign in with the work account of your organization."
    assert not account.administers(organization)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "\t//evil.example",
        "x",
    ],
)
def test_next_leads_nowhere_else(world: World, wanted: str) -> None:
    visitor, account = world.visitor(), worker(world, customer(world))
    form = visitor.get(f"{ADMIN}/sign-in/?{urlencode({'next': wanted})}")
    assert form.forms[-1].fields["next"] == "/"
    signed_in = visitor.submit(form, {"next": wanted, "email": account.email, "password": PASSWORD})
    assert signed_in.url.startswith(ADMIN)
    assert visitor.get(f"{ADMIN}/sign-in/?{urlencode({'next': wanted})}").url.startswith(ADMIN)


@pytest.mark.parametrize("site", [ADMIN, BUSINESS])
def test_signing_out_on_one_site_ends_both(world: World, site: str) -> None:
    organization = customer(world)
    visitor, _page = enter(world, worker(world, organization), f"{BUSINESS}/{organization.key}/")
    assert visitor.get(f"{site}/sign-out/").heading == "Leave your work account"
    assert visitor.submit(visitor.get(f"{site}/sign-out/")).heading == "You are signed out"
    for each in (ADMIN, BUSINESS):
        assert visitor.get(f"{each}/{organization.key}/").heading == SIGN_IN


@pytest.mark.parametrize(
    ("authority", "client", "site"), [(ACCOUNT, "business", BUSINESS), (ADMIN, "store", STORE)]
)
def test_each_authority_speaks_for_its_own_sites_only(
    world: World, authority: str, client: str, site: str
) -> None:
    query = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": f"{site}/signed-in/",
        "state": "state",
        "code_challenge": authorization.challenge("verifier"),
        "code_challenge_method": "S256",
    }
    page = world.visitor().get(f"{authority}/authorize/?{urlencode(query)}")
    assert (page.status, page.heading) == (400, "This request to sign in is not valid")


def test_a_work_accounts_session_is_worth_nothing_where_personal_accounts_sign_in(world: World) -> None:
    organization = customer(world)
    visitor, page = enter(world, worker(world, organization), f"{ADMIN}/{organization.key}/")
    assert page.status == 200
    session = next(
        each
        for each in visitor.http.cookies.jar
        if each.name == "session" and each.domain == "admin.localhost"
    )
    carried = world.visitor()
    for host in ("account.localhost", "store.localhost", "hup.localhost"):
        carried.http.cookies.set(session.name, str(session.value), domain=host)
    assert carried.get(f"{STORE}/").heading == "Sign in", "a work account reaches the store"
    assert carried.get(f"{ACCOUNT}/").heading == "Sign in", "a work account passes for a personal one"
