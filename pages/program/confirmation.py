from __future__ import annotations

from typing import Literal

from playwright.sync_api import Locator, Response

from pages.base import PortalPage

Refusal = Literal["used", "expired", "replaced", "invalid", "ended"]

REFUSAL_HEADINGS: dict[Refusal, str] = {
    "used": "This link has already been used",
    "expired": "This link has expired",
    "replaced": "This link has been replaced",
    "invalid": "This link is not valid",
    "ended": "You are no longer eligible",
}


class ConfirmationPage(PortalPage):
    """What the link in the mail opens: the employee's own click confirms the eligibility."""

    path = "/confirm/"
    title = "Confirm your eligibility"

    def follow(self, link: str) -> Response | None:
        """Open `link` as it stands in the mail; the portal may take it or refuse it."""
        return self._page.goto(link)

    @property
    def submit(self) -> Locator:
        return self._page.get_by_role("button", name=self._words("Confirm and continue"))

    def confirm(self) -> None:
        self.submit.click()

    def refusal(self, reason: Refusal) -> Locator:
        return self._page.get_by_role(
            "heading", level=1, name=self._words(REFUSAL_HEADINGS[reason]), exact=True
        )

    @property
    def way_to_new_link(self) -> Locator:
        return self._page.get_by_role("link", name=self._words("Get a new link"))

    @property
    def main(self) -> Locator:
        return self._page.get_by_role("main")

    @property
    def taken_by_another_account(self) -> Locator:
        return self._page.get_by_role(
            "heading", level=1, name=self._words("This benefit belongs to another account"), exact=True
        )
