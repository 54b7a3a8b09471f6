from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class AccountPage(PortalPage):
    """Who one is, to the portal."""

    path = "/"
    title = "Your account"


class LeaveAccountPage(PortalPage):
    """Where one signs out without a page's header to do so in."""

    path = "/sign-out/"
    title = "Leave your account"

    def sign_out(self) -> None:
        self._page.get_by_role("button", name="Sign out").click()


class SignedOutPage(PortalPage):
    """The last page of a visit."""

    path = "/signed-out/"
    title = "You are signed out"

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")
