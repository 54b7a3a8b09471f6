from __future__ import annotations

from playwright.sync_api import Page

from pages.administration.benefit import BenefitPage, DirectoryNeededPage, ProofNeededPage, RightDoorPage
from pages.administration.domains import BusinessDomainsPage, DomainRemovalPage
from pages.administration.organization_page import OrganizationPage
from pages.business.support import AdministratorSupportPage, LicensingCenterSupportPage, SupportPage


class BusinessPage(OrganizationPage):
    """A page of Store for Business that leads to its support."""

    def go_to_administrator_support(self) -> None:
        self.main.get_by_role("link", name="Store for Business administrator support").click()


class BusinessHomePage(OrganizationPage):
    """Where administrators begin in Store for Business."""

    path = "/"
    title = "Welcome to Store for Business"

    def go_to_benefits(self) -> None:
        self._follow("Store for Business", "Benefits")


class BusinessBenefitsPage(BusinessPage):
    """The benefits of the licensing agreement."""

    path = "/benefits/"
    title = "Benefits"

    def go_to_manage(self) -> None:
        self.main.get_by_role("link", name="Manage", exact=True).click()


class ManageBenefitsPage(BusinessPage):
    """Benefits > Manage."""

    path = "/benefits/manage/"
    title = "Manage benefits"

    def go_to_home_use_program(self) -> None:
        self.main.get_by_role("link", name="Microsoft Home Use Program", exact=True).click()


class BusinessBenefitPage(BenefitPage, BusinessPage):
    """Benefits > Manage > Microsoft Home Use Program."""

    path = "/benefits/manage/hup/"


class GoToAdminCenterPage(RightDoorPage):
    """The same for customers without Volume Licensing."""

    path = "/benefits/manage/hup/"
    title = "Your benefit is in the admin center"
    site = "the admin center"


class StoreForBusiness:
    """The pages of Store for Business."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.home = BusinessHomePage(page, origin)
        self.benefits = BusinessBenefitsPage(page, origin)
        self.manage = ManageBenefitsPage(page, origin)
        self.benefit = BusinessBenefitPage(page, origin)
        self.domains = BusinessDomainsPage(page, origin)
        self.domain_removal = DomainRemovalPage(page, origin)
        self.other_door = GoToAdminCenterPage(page, origin)
        self.directory_needed = DirectoryNeededPage(page, origin)
        self.proof_needed = ProofNeededPage(page, origin)
        self.support = SupportPage(page, origin)
        self.licensing_center_support = LicensingCenterSupportPage(page, origin)
        self.administrator_support = AdministratorSupportPage(page, origin)

    def addresses_for(self, key: str) -> list[str]:
        """Every address that the organization with this key has here."""
        pages = (self.home, self.benefits, self.manage, self.benefit, self.domains)
        return [page.address_for(key) for page in pages]

    def go_to_benefit(self) -> None:
        """From the front page: Benefits > Manage > Microsoft Home Use Program, wherever that then leads."""
        self.home.arrived().go_to_benefits()
        self.benefits.arrived().go_to_manage()
        self.manage.arrived().go_to_home_use_program()
