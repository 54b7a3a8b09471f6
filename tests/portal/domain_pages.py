"""An administrator at the domain pages, and domains for the tests to prove."""

from __future__ import annotations

import itertools

from portal.organizations.models import Domain, Organization
from tests.portal.administrators import worker
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ADMIN, BUSINESS, PASSWORD, World

_numbers = itertools.count(1)
PATHS = {ADMIN: "/settings/domains/", BUSINESS: "/benefits/manage/hup/domains/"}


class Admin:
    """An administrator at the domain pages of an organization."""

    def __init__(self, world: World, organization: Organization, site: str = ADMIN) -> None:
        account = worker(world, organization)
        self.organization = organization
        self.url = f"{site}/{organization.key}{PATHS[site]}"
        self.visitor: Visitor = world.visitor()
        self.visitor.submit(self.visitor.get(self.url), {"email": account.email, "password": PASSWORD})

    def page(self) -> Page:
        return self.visitor.get(self.url)

    def add(self, name: str) -> Page:
        return self.visitor.submit(self.page(), {"name": name})

    def claim(self, name: str) -> Domain:
        assert "is on the list" in self.add(name).response.text
        return self.organization.domains.get(name=name)

    def verify(self, domain: Domain) -> Page:
        return self.post(domain, "verify")

    def remove(self, domain: Domain) -> Page:
        return self.visitor.submit(self.visitor.get(f"{self.url}{domain.pk}/remove/"))

    def post(self, domain: Domain, what: str) -> Page:
        token = self.page().forms[-1].fields["csrfmiddlewaretoken"]
        form = {"csrfmiddlewaretoken": token}
        return Page(self.visitor.http.post(f"{self.url}{domain.pk}/{what}/", data=form))


def new_name() -> str:
    return f"domain-{next(_numbers)}.example"


def is_validated(domain: Domain) -> bool:
    domain.refresh_from_db()
    return domain.validated_at is not None
