from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from playwright.sync_api import Locator, Page

from pages.account.account import AccountPage, LeaveAccountPage, SignedOutPage
from pages.account.sign_in import CreateAccountPage, SignInPage
from pages.admin_center.site import AdminCenter
from pages.business.site import StoreForBusiness
from pages.components.product_card import ProductCard
from pages.program.confirmation import ConfirmationPage
from pages.program.errors import OutOfDatePage, SignInFailedPage
from pages.program.help import (
    EmployeeQuestionsPage,
    HelpPage,
    PurchaseQuestionsPage,
    TechnicalHelpPage,
)
from pages.program.markets import MarketsPage, NotOfferedPage
from pages.program.preferences import PreferencesPage
from pages.program.product_page import ProductPage
from pages.program.qualify import QualifyPage
from pages.program.resources import NoSuchLanguagePage, ResourcesPage
from pages.program.sign_up import CheckYourInboxPage, PleaseWaitPage, SignUpPage
from pages.store.checkout import CheckoutPage
from pages.store.discounts import DiscountsPage, NoBenefitPage
from pages.store.install import InstallPage
from pages.store.local_stores import ChinaStorePage, HongKongStorePage, NotSoldHerePage
from pages.store.orders import NoSuchOrderPage, OrdersPage, ReceiptPage
from pages.store.other_products import OtherProductsPage
from pages.words import ENGLISH, Words


@dataclass(frozen=True)
class Origins:
    """Where the portal's sites are: scheme, host and port of each, without a slash at the end.

    Nothing for the sites of administrators where the portal under test has none.
    """

    program: str
    account: str
    store: str
    admin: str = ""
    business: str = ""

    @property
    def all(self) -> tuple[str, ...]:
        """Every site there is."""
        sites = (self.program, self.account, self.store, self.admin, self.business)
        return tuple(site for site in sites if site)


class Portal:
    """The portal as one browser sees it, in one language: every page, ready to be used."""

    def __init__(self, page: Page, origins: Origins, words: Words = ENGLISH) -> None:
        self.page = page
        self.words = words
        self.products = ProductPage(page, origins.program, words)
        self.sign_up = SignUpPage(page, origins.program, words)
        self.check_your_inbox = CheckYourInboxPage(page, origins.program, words)
        self.please_wait = PleaseWaitPage(page, origins.program, words)
        self.preferences = PreferencesPage(page, origins.program, words)
        self.markets = MarketsPage(page, origins.program, words)
        self.not_offered = NotOfferedPage(page, origins.program, words)
        self.confirmation = ConfirmationPage(page, origins.program, words)
        self.help = HelpPage(page, origins.program)
        self.employee_questions = EmployeeQuestionsPage(page, origins.program)
        self.purchase_questions = PurchaseQuestionsPage(page, origins.program)
        self.technical_help = TechnicalHelpPage(page, origins.program)
        self.qualify = QualifyPage(page, origins.program)
        self.resources = ResourcesPage(page, origins.program)
        self.no_such_language = NoSuchLanguagePage(page, origins.program)
        self.sign_in = SignInPage(page, origins.account, words)
        self.create_account = CreateAccountPage(page, origins.account, words)
        self.account = AccountPage(page, origins.account)
        self.leave_account = LeaveAccountPage(page, origins.account)
        self.signed_out = SignedOutPage(page, origins.account)
        self.out_of_date = OutOfDatePage(page, origins.program, words)
        self.sign_in_failed = SignInFailedPage(page, origins.store, words)
        self.discounts = DiscountsPage(page, origins.store, words)
        self.china_store = ChinaStorePage(page, origins.store, words)
        self.hong_kong_store = HongKongStorePage(page, origins.store, words)
        self.no_benefit = NoBenefitPage(page, origins.store, words)
        self.other_products = OtherProductsPage(page, origins.store, words)
        self.checkout = CheckoutPage(page, origins.store, words)
        self.install = InstallPage(page, origins.store, words)
        self.not_sold_here = NotSoldHerePage(page, origins.store, words)
        self.receipt = ReceiptPage(page, origins.store, words)
        self.orders = OrdersPage(page, origins.store, words)
        self.no_such_order = NoSuchOrderPage(page, origins.store, words)
        self.admin_center = AdminCenter(page, origins.admin)
        self.store_for_business = StoreForBusiness(page, origins.business)
        self._origins = origins

    @property
    def complaint(self) -> Locator:
        """What the page in front of one, whichever it is, has against what was sent."""
        return self.page.get_by_role("alert")

    @property
    def way_to_correction(self) -> Locator:
        """The first link from the complaint to what it is about."""
        return self.complaint.get_by_role("link").first

    @property
    def focused(self) -> Locator:
        # The browser knows, and only its own style sheets are told.
        return self.page.locator(":focus")

    @property
    def focused_in_content(self) -> Locator:
        """What has the focus, if that is past the head of whichever page this is."""
        return self.products.content.locator(self.focused)

    @property
    def first_field(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("textbox").first

    @property
    def first_field_to_correct(self) -> Locator:
        # What assistive technology is told: neither a role nor a label says that a field is invalid.
        return self.page.locator("[aria-invalid=true]").first

    @property
    def heading(self) -> Locator:
        """The heading of whatever page this is."""
        return self.page.get_by_role("heading", level=1)

    @property
    def whom_to_ask(self) -> Locator:
        """What whichever page this is says to somebody who misses a discount."""
        return self.page.get_by_text(self.words("Contact your employer's Home Use Program administrator"))

    @property
    def way_to_other_products(self) -> Locator:
        """The link to the other Office products, on whichever page this is."""
        return self.page.get_by_role("link", name=self.words("Other Office products"))

    def product(self, name: str) -> ProductCard:
        """A product on offer, on whichever page this is."""
        return ProductCard(self.page.get_by_role("article", name=name, exact=True), self.words)

    def store_of(self, market: str | None) -> DiscountsPage:
        """The store page of a market: for most, and where none was chosen, the one in common."""
        own = {"China": self.china_store, "Hong Kong": self.hong_kong_store}
        return own.get(market or "", self.discounts)

    def go_to(self, address: str) -> None:
        """Type an address, wherever the portal then leads."""
        self.page.goto(address)

    def go_to_store_address(self, path: str) -> None:
        """Type an address of the store, wherever the portal then leads."""
        self.go_to(self._origins.store + path)

    def loaded(self) -> None:
        """Have all of whichever page this is."""
        self.page.wait_for_load_state()

    def in_second_window(self) -> Self:
        """The same page, opened again in a second window of this browser."""
        second = self.page.context.new_page()
        second.goto(self.page.url)
        return type(self)(second, self._origins, self.words)

    def read_in(self, words: Words) -> Self:
        """The same window, of somebody who has it in another language from now on."""
        return type(self)(self.page, self._origins, words)

    def go_back(self) -> None:
        self.page.go_back()

    def reload(self) -> None:
        self.page.reload()
