from __future__ import annotations

from typing import ClassVar

from playwright.sync_api import Locator

from pages.administration.organization_page import OrganizationPage
from pages.components.details import Details


class BenefitPage(OrganizationPage):
    """The Home Use Program as an administrator manages it."""

    title = "Microsoft Home Use Program"

    @property
    def _facts(self) -> Details:
        return Details(self.main)

    @property
    def eligibility(self) -> Locator:
        return self._facts.value("Eligibility")

    @property
    def criteria(self) -> Locator:
        """By what the organization qualifies."""
        return self._facts.value("Qualifies by")

    @property
    def products(self) -> Locator:
        return self._facts.value("Products covered")

    @property
    def domains(self) -> Locator:
        return self._facts.value("Validated domains")

    @property
    def licensing_records(self) -> Locator:
        return self._facts.value("Licensing records")

    @property
    def promotion_material(self) -> Locator:
        return self._page.get_by_role("link", name="resources of the program")


class RightDoorPage(OrganizationPage):
    """What a customer who came to the wrong one of the two sites is told."""

    site: ClassVar[str]
    """The site that is the right one."""

    def go_there(self) -> None:
        self._page.get_by_role("link", name=f"Go to {self.site}", exact=True).click()


class DirectoryNeededPage(OrganizationPage):
    """What an organization without a directory account finds in place of its benefit."""

    title = "Your organization needs a directory account"
    creation_path = "/directory/"

    def creation_address_for(self, key: str) -> str:
        return f"{self._origin}/{key}{self.creation_path}"

    def create_directory_account(self) -> None:
        self._page.get_by_role("button", name="Create the directory account").click()

    def create_directory_account_at(self, address: str) -> None:
        """Do what a tampering administrator does: send the form to the address of another organization."""
        # A form without a name of its own has no role to find it by.
        self._page.locator("main form").evaluate("(form, address) => { form.action = address }", address)
        self.create_directory_account()


class ProofNeededPage(OrganizationPage):
    """What an organization that has proven no domain finds in place of its benefit."""

    title = "Prove your domain first"

    def go_to_domains(self) -> None:
        self._page.get_by_role("link", name="Go to Domains", exact=True).click()
