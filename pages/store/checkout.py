from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from playwright.sync_api import Locator

from pages.base import PortalPage
from pages.components.details import Details


@dataclass(frozen=True)
class Card:
    """A payment card as one types it; the expiry date as MM/YY."""

    number: str
    expiry: str
    security_code: str


class CheckoutPage(PortalPage):
    """Where the employee pays."""

    path = "/checkout/"
    title = "Checkout"

    # Where the checkout of each product starts.
    paths: ClassVar[dict[str, str]] = {
        "Microsoft 365 Family": "/checkout/family/",
        "Microsoft 365 Personal": "/checkout/personal/",
        "Visio Professional 2019": "/checkout/visio/",
        "Project Professional 2019": "/checkout/project/",
    }

    def address_of(self, product: str) -> str:
        """Where the checkout of a product starts."""
        return self._origin + self.paths[product]

    @property
    def term(self) -> Locator:
        return Details(self._page.get_by_role("main"), self._words).value("Term")

    @property
    def price(self) -> Locator:
        return Details(self._page.get_by_role("main"), self._words).value("You pay")

    @property
    def complaint(self) -> Locator:
        return self._page.get_by_role("alert")

    @property
    def fields_to_correct(self) -> Locator:
        """The fields that the store says are not right."""
        # What assistive technology is told: neither a role nor a label says that a field is invalid.
        return self._page.locator("[aria-invalid=true]")

    @property
    def submit(self) -> Locator:
        return self._page.get_by_role("button", name=self._words("Buy now"))

    @property
    def number(self) -> Locator:
        return self._page.get_by_label(self._words("Card number"))

    @property
    def expiry(self) -> Locator:
        return self._page.get_by_label(self._words("Expiry date"))

    @property
    def security_code(self) -> Locator:
        return self._page.get_by_label(self._words("Security code"))

    def fill_in(self, card: Card) -> None:
        self.number.fill(card.number)
        self.expiry.fill(card.expiry)
        self.security_code.fill(card.security_code)

    def pay(self, card: Card) -> None:
        self.fill_in(card)
        self.submit.click()

    def pay_with_double_click(self, card: Card) -> None:
        self.fill_in(card)
        self.submit.dblclick()

    def change_price(self, price: str) -> None:
        """Do what a tampering customer does: change the amount that the page sends along."""
        # A hidden field has no role or label to find it by.
        self._page.locator("input[type=hidden][name=price]").evaluate(
            "(field, price) => { field.value = price }", price
        )

    @property
    def term_has_changed(self) -> Locator:
        return self._page.get_by_role("heading", level=1, name="The term has changed", exact=True)

    @property
    def price_has_changed(self) -> Locator:
        return self._page.get_by_role(
            "heading", level=1, name=self._words("The price has changed"), exact=True
        )
