from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class OtherProductsPage(PortalPage):
    """What the store has for employees of organizations of the previous program."""

    path = "/other-products/"
    title = "Other Office products"

    @property
    def products(self) -> Locator:
        return self._page.get_by_role("article")
