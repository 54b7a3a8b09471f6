from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class SignUpPage(PortalPage):
    """Where an employee enters the work address."""

    path = "/get-started/"
    title = "Get started"

    @property
    def work_address(self) -> Locator:
        return self._page.get_by_label(self._words("Work email address"))

    @property
    def complaint(self) -> Locator:
        """What the portal has against the address entered."""
        return self._page.get_by_role("alert")

    @property
    def submit(self) -> Locator:
        return self._page.get_by_role("button", name=self._words("Send me the link"))

    def ask_for_link(self, address: str) -> None:
        self.work_address.fill(address)
        self.submit.click()


class CheckYourInboxPage(PortalPage):
    """The answer that every well-formed address gets."""

    path = "/check-your-inbox/"
    title = "Check your inbox"

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")


class PleaseWaitPage(PortalPage):
    """The answer to asking too often."""

    path = "/get-started/"
    title = "Please wait a little"
