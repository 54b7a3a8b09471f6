from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class SignInPage(PortalPage):
    """Sign-in with a personal account."""

    path = "/sign-in/"
    title = "Sign in"

    @property
    def complaint(self) -> Locator:
        return self._page.get_by_role("alert")

    @property
    def email(self) -> Locator:
        return self._page.get_by_label(self._words("Email address"))

    @property
    def password(self) -> Locator:
        return self._page.get_by_label(self._words("Password"))

    @property
    def submit(self) -> Locator:
        return self._page.get_by_role("button", name=self._words("Sign in"), exact=True)

    def sign_in(self, email: str, password: str) -> None:
        self.email.fill(email)
        self.password.fill(password)
        self.submit.click()

    def go_to_create_account(self) -> None:
        self._page.get_by_role("link", name=self._words("Create an account")).click()


class CreateAccountPage(PortalPage):
    """A new personal account."""

    path = "/create/"
    title = "Create your account"

    @property
    def complaint(self) -> Locator:
        return self._page.get_by_role("alert")

    def create(self, *, name: str, email: str, password: str) -> None:
        self._page.get_by_label(self._words("Your name")).fill(name)
        self._page.get_by_label(self._words("Email address")).fill(email)
        self._page.get_by_label(self._words("Password")).fill(password)
        self._page.get_by_role("button", name=self._words("Create account")).click()
