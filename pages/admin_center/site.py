from __future__ import annotations

from playwright.sync_api import Locator, Page

from pages.account.account import SignedOutPage
from pages.administration.benefit import BenefitPage, DirectoryNeededPage, ProofNeededPage, RightDoorPage
from pages.administration.domains import AdminCenterDomainsPage, DomainRemovalPage
from pages.administration.organization_page import OrganizationPage
from pages.administration.sign_in import AdministratorsOnlyPage, WorkSignInPage, WorkSignOutPage


class AdminCenterHomePage(OrganizationPage):
    """Where administrators begin in the admin center."""

    path = "/"
    title = "Welcome to the admin center"

    def go_to_products(self) -> None:
        self._follow("Admin center", "Your products")


class SubscriptionsPage(OrganizationPage):
    """Billing > Your products: the business subscriptions."""

    path = "/billing/products/"
    title = "Your products"

    def subscription(self, plan: str) -> Locator:
        """The cells of a plan, in the order of the columns: licenses, devices in use, device limit."""
        row = self._page.get_by_role("row").filter(
            has=self._page.get_by_role("rowheader", name=plan, exact=True)
        )
        return row.get_by_role("cell")

    def go_to_benefits(self) -> None:
        self._follow("Your products", "Benefits")


class BenefitsTabPage(OrganizationPage):
    """The Benefits tab of Your products."""

    path = "/billing/products/benefits/"
    title = "Benefits"

    def go_to_home_use_program(self) -> None:
        self._follow("Benefits", "HUP")


class AdminCenterBenefitPage(BenefitPage):
    """The HUP tab."""

    path = "/billing/products/benefits/hup/"


class GoToStoreForBusinessPage(RightDoorPage):
    """The HUP tab for customers with Volume Licensing."""

    path = "/billing/products/benefits/hup/"
    title = "Your benefit is on Store for Business"
    site = "Store for Business"


class AdminCenter:
    """The pages of the admin center."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.sign_in = WorkSignInPage(page, origin)
        self.sign_out = WorkSignOutPage(page, origin)
        self.signed_out = SignedOutPage(page, origin)
        self.administrators_only = AdministratorsOnlyPage(page, origin)
        self.home = AdminCenterHomePage(page, origin)
        self.subscriptions = SubscriptionsPage(page, origin)
        self.benefits = BenefitsTabPage(page, origin)
        self.benefit = AdminCenterBenefitPage(page, origin)
        self.domains = AdminCenterDomainsPage(page, origin)
        self.domain_removal = DomainRemovalPage(page, origin)
        self.other_door = GoToStoreForBusinessPage(page, origin)
        self.directory_needed = DirectoryNeededPage(page, origin)
        self.proof_needed = ProofNeededPage(page, origin)

    def addresses_for(self, key: str) -> list[str]:
        """Every address that the organization with this key has here."""
        pages = (self.home, self.subscriptions, self.benefits, self.benefit, self.domains)
        return [page.address_for(key) for page in pages]

    def go_to_benefit(self) -> None:
        """From the front page: Billing > Your products > Benefits > HUP, wherever that then leads."""
        self.home.arrived().go_to_products()
        self.subscriptions.arrived().go_to_benefits()
        self.benefits.arrived().go_to_home_use_program()
