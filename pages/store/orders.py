from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage
from pages.components.details import Details


class ReceiptPage(PortalPage):
    """The receipt, which is where a purchase ends."""

    path = "/orders/"
    title = "Thank you for your order"

    @property
    def _details(self) -> Details:
        return Details(self._page.get_by_role("main"), self._words)

    @property
    def order_number(self) -> Locator:
        return self._details.value("Order number")

    @property
    def product(self) -> Locator:
        return self._details.value("Product")

    @property
    def term(self) -> Locator:
        return self._details.value("Term")

    @property
    def price(self) -> Locator:
        return self._details.value("You paid")


class OrdersPage(PortalPage):
    """All that this account has bought."""

    path = "/orders/"
    title = "Your orders"

    @property
    def orders(self) -> Locator:
        """One row an order, without the row of headings."""
        table = self._page.get_by_role("table")
        return table.get_by_role("row").filter(has=self._page.get_by_role("cell"))


class NoSuchOrderPage(PortalPage):
    """What anyone but the buyer finds at a receipt's address."""

    path = "/orders/"
    title = "There is no such page"
