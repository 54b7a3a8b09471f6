from __future__ import annotations

from typing import Self

from playwright.sync_api import Locator

from pages.base import PortalPage


class OrganizationPage(PortalPage):
    """A page of one organization, for its administrators: `path` is what follows its key in the address."""

    def address_for(self, key: str) -> str:
        return f"{self._origin}/{key}{self.path}"

    def open_for(self, key: str) -> Self:
        """Go to the page of the organization with this key, and arrive."""
        self._page.goto(self.address_for(key))
        return self.arrived()

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")

    def way(self, navigation: str, link: str) -> Locator:
        """A link of the navigation, or of the row of tabs, with this name."""
        return self._page.get_by_role("navigation", name=navigation).get_by_role(
            "link", name=link, exact=True
        )

    def _follow(self, navigation: str, link: str) -> None:
        self.way(navigation, link).click()
