from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage
from pages.store.discounts import DiscountsPage


class ChinaStorePage(DiscountsPage):
    """The store page that is China's own."""

    path = "/china/"
    title = "Microsoft 365 in China"


class HongKongStorePage(DiscountsPage):
    """The store page that is Hong Kong's own, with its locale in the address."""

    path = "/hong-kong/?locale=en_HK"
    title = "Buy Microsoft 365 at a discounted price"


class NotSoldHerePage(PortalPage):
    """What stands in the place of a product that the employee's market does not have."""

    path = "/checkout/"

    def told(self, product: str, market: str) -> Locator:
        """The heading that says so."""
        return self._page.get_by_role(
            "heading", level=1, name=f"{product} is not sold in {market}", exact=True
        )
