from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage
from pages.components.details import Details
from pages.components.product_card import ProductCard


class ProductPage(PortalPage):
    """The program's front page: what there is, and what it costs an employee."""

    path = "/"
    title = "Home Use Program"

    @property
    def products(self) -> Locator:
        return self._page.get_by_role("article")

    @property
    def percentages(self) -> Locator:
        """The discount on each product."""
        return Details(self._page.get_by_role("article"), self._words).value("Discount")

    def product(self, name: str) -> ProductCard:
        return ProductCard(self._page.get_by_role("article", name=name, exact=True), self._words)

    @property
    def way_in(self) -> Locator:
        return self._page.get_by_role("link", name=self._words("Get Started"), exact=True).first

    def get_started(self) -> None:
        self.way_in.click()
