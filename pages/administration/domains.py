from __future__ import annotations

import re

from playwright.sync_api import Locator

from pages.administration.organization_page import OrganizationPage
from pages.components.details import Details


class ClaimedDomain:
    """A domain that is not proven yet, with the record to create."""

    def __init__(self, root: Locator) -> None:
        self.root = root
        self._record = Details(root)

    @property
    def type(self) -> Locator:
        return self._record.value("Type")

    @property
    def name(self) -> Locator:
        return self._record.value("Name")

    @property
    def value(self) -> Locator:
        return self._record.value("Value")

    @property
    def verify_button(self) -> Locator:
        return self.root.get_by_role("button", name="Verify")

    def verify(self) -> None:
        self.verify_button.click()


class DomainsPage(OrganizationPage):
    """The email domains of an organization."""

    title = "Domains"

    @property
    def domain(self) -> Locator:
        """Where a domain to add is entered."""
        return self._page.get_by_label("Domain", exact=True)

    def add(self, name: str) -> None:
        self.domain.fill(name)
        self._page.get_by_role("button", name="Add the domain").click()

    def claim(self, name: str) -> ClaimedDomain:
        """The claim on a domain; a name in another script has its form in DNS behind it."""
        heading = re.compile(rf"{re.escape(name)}( \(in DNS: .+\))?")
        return ClaimedDomain(self._page.get_by_role("region", name=heading, exact=True))

    @property
    def claims(self) -> Locator:
        return self._page.get_by_role("button", name="Verify")

    def validated(self, name: str) -> Locator:
        """A domain's line among the validated ones."""
        region = self._page.get_by_role("region", name="Validated domains", exact=True)
        return region.get_by_role("listitem").filter(has=self._removal(name))

    def go_to_removal(self, name: str) -> None:
        self._removal(name).click()

    def _removal(self, name: str) -> Locator:
        return self._page.get_by_role("link", name=f"Remove {name}", exact=True)

    @property
    def complaint(self) -> Locator:
        """What is wrong with an entry or a proof."""
        return self._page.get_by_role("alert")

    @property
    def news(self) -> Locator:
        """What has just been done."""
        return self._page.get_by_role("status")

    @property
    def outcome(self) -> Locator:
        """Either of them."""
        return self.complaint.or_(self.news)

    @property
    def found(self) -> Locator:
        """The records that were found in place of the one asked for."""
        return self.complaint.get_by_role("listitem")


class DomainRemovalPage(OrganizationPage):
    """Where an administrator says once more that a domain is to be removed."""

    title = "Remove a domain"

    def remove(self) -> None:
        self._page.get_by_role("button", name="Remove the domain").click()

    def remove_at(self, address: str) -> None:
        """Do what a tampering administrator does: send the form to another address, and see it answered."""
        # A form without a name of its own has no role to find it by.
        self._page.locator("main form").evaluate("(form, address) => { form.action = address }", address)
        with self._page.expect_navigation():
            self.remove()

    def keep(self) -> None:
        self._page.get_by_role("link", name="Keep it").click()


class AdminCenterDomainsPage(DomainsPage):
    """Settings > Domains, in the admin center."""

    path = "/settings/domains/"


class BusinessDomainsPage(DomainsPage):
    """The Domains tab of the Home Use Program, in Store for Business."""

    path = "/benefits/manage/hup/domains/"
