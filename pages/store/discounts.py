from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage
from pages.components.details import Details
from pages.components.product_card import ProductCard


class DiscountsPage(PortalPage):
    """The store as an employee with the benefit sees it."""

    path = "/"
    title = "Your discounts"

    @property
    def benefactor(self) -> Locator:
        """The line that says whose benefit this is."""
        return self._page.get_by_text(self._words("Offered to you through the benefit of"))

    @property
    def products(self) -> Locator:
        return self._page.get_by_role("article")

    @property
    def percentages(self) -> Locator:
        """The discount on each product."""
        return Details(self._page.get_by_role("article"), self._words).value("Discount")

    def product(self, name: str) -> ProductCard:
        return ProductCard(self._page.get_by_role("article", name=name, exact=True), self._words)


class NoBenefitPage(PortalPage):
    """The store as anyone without the benefit sees it."""

    path = "/"
    title = "Confirm your work address first"

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")
