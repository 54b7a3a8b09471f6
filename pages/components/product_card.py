from __future__ import annotations

from playwright.sync_api import Locator

from pages.components.details import Details
from pages.words import ENGLISH, Words


class ProductCard:
    """One product on offer, with its prices."""

    def __init__(self, root: Locator, words: Words = ENGLISH) -> None:
        self.root = root
        self._words = words
        self._prices = Details(root, words)

    @property
    def list_price(self) -> Locator:
        return self._prices.value("List price")

    @property
    def discount(self) -> Locator:
        return self._prices.value("Discount")

    @property
    def term(self) -> Locator:
        """How long one has the product."""
        return self._prices.value("Term")

    @property
    def price(self) -> Locator:
        """What an employee pays."""
        return self._prices.value("You pay")

    @property
    def way_to_checkout(self) -> Locator:
        return self.root.get_by_role("link", name=self._words("Buy"))

    def buy(self) -> None:
        self.way_to_checkout.click()
