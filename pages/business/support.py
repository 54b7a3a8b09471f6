from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class SupportPage(PortalPage):
    """Which support is for which administrator; open to everyone, as are those that it leads to."""

    path = "/support/"
    title = "Support"

    def go_to(self, support: str) -> None:
        self._page.get_by_role("link", name=support, exact=True).click()


class LicensingCenterSupportPage(PortalPage):
    """For administrators who cannot migrate, or cannot get in."""

    path = "/support/vlsc/"
    title = "Volume Licensing Service Center support"

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")


class AdministratorSupportPage(PortalPage):
    """For administrators who are in and cannot see the benefit."""

    path = "/support/administrators/"
    title = "Store for Business administrator support"

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")
