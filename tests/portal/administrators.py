"""Customers, their administrators, and the way in."""

from __future__ import annotations

import itertools

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
