from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class MarketsPage(PortalPage):
    """The table of all markets and what each is offered."""

    path = "/markets/"
    title = "Where the program is offered"

    @property
    def _rows(self) -> Locator:
        # One row a market, without the row of headings.
        return self._page.get_by_role("row").filter(has=self._page.get_by_role("rowheader"))

    def rows(self) -> dict[str, tuple[str, ...]]:
        """What the table says of each market: of Family, of Personal, and of how long one has them."""
        cells = [row.split("\t") for row in self._rows.all_inner_texts()]
        return {market.strip(): tuple(cell.strip() for cell in said) for market, *said in cells}


class NotOfferedPage(PortalPage):
    """What visitors from a market without the program are told, wherever they turn."""

    path = "/"

    def in_market(self, market: str) -> Locator:
        """The heading that says so of the market."""
        return self._page.get_by_role(
            "heading", level=1, name=f"The program is not offered in {market}", exact=True
        )

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")

    @property
    def way_in(self) -> Locator:
        return self._page.get_by_role("link", name="Get Started")
