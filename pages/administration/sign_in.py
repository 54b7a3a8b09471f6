from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class WorkSignInPage(PortalPage):
    """Sign-in with a work account, on the way to either of the administrators' sites."""

    path = "/sign-in/"
    title = "Sign in with your work account"

    @property
    def complaint(self) -> Locator:
        return self._page.get_by_role("alert")

    @property
    def email(self) -> Locator:
        return self._page.get_by_label("Email address")

    @property
    def password(self) -> Locator:
        return self._page.get_by_label("Password")

    @property
    def submit(self) -> Locator:
        return self._page.get_by_role("button", name="Sign in", exact=True)

    def sign_in(self, email: str, password: str) -> None:
        self.email.fill(email)
        self.password.fill(password)
        self.submit.click()

    def go_to_licensing_center_support(self) -> None:
        self._page.get_by_role("link", name="Volume Licensing Service Center support").click()


class AdministratorsOnlyPage(PortalPage):
    """The answer to everybody but the administrators of the organization that an address is for."""

    path = "/"
    title = "Only administrators get in here"

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")

    def go_to_licensing_center_support(self) -> None:
        self._page.get_by_role("link", name="Volume Licensing Service Center support").click()


class WorkSignOutPage(PortalPage):
    """Where an administrator leaves both sites."""

    path = "/sign-out/"
    title = "Leave your work account"
