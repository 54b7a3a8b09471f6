"""The sites of administrators: who gets in where, and what they find."""

from __future__ import annotations

import itertools

import pytest

from portal.account.models import Account
from portal.organizations.models import Organization
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ADMIN, BUSINESS, PASSWORD, World

SIGN_IN = "Sign in with your work account"
REFUSED = "Only administrators get in here"
PAGES = {
    ADMIN: {
        "/": "Welcome to the admin center",
        "/billing/products/": "Your products",
        "/billing/products/benefits/": "Benefits",
        "/billing/products/benefits/hup/": "Microsoft Home Use Program",
        "/settings/domains/": "Domains",
    },
    BUSINESS: {
        "/": "Welcome to Store for Business",
        "/benefits/": "Benefits",
        "/benefits/manage/": "Manage benefits",
        "/benefits/manage/hup/": "Microsoft Home Use Program",
        "/benefits/manage/hup/domains/": "Domains",
    },
}
ADDRESSES = [(site, path) for site, pages in PAGES.items() for path in pages]
_numbers = itertools.count(1)


def customer(world: World, site: str = ADMIN, **traits: object) -> Organization:
    """An organization whose benefit is on the site."""
    return world.organization(None, **{"volume_licensing": site == BUSINESS} | traits)


def worker(world: World, organization: Organization | None, role: str = "administrator") -> Account:
    """Somebody with a work account."""
    return world.account(
        email=f"worker.{next(_numbers)}@work.example", kind="work", organization=organization, role=role
    )


def enter(world: World, account: Account, url: str) -> tuple[Visitor, Page]:
    """Type an address, and sign in when asked to."""
    visitor = world.visitor()
    page = visitor.get(url)
    assert page.heading == SIGN_IN
    return visitor, visitor.submit(page, {"email": account.email, "password": PASSWORD})


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
