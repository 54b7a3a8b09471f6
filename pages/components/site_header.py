from __future__ import annotations

from playwright.sync_api import Locator


class SiteHeader:
    """The bar on top of every page: where one is, and who is signed in."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def signed_in_as(self, email: str) -> Locator:
        return self.root.get_by_text(email)

    def sign_out(self) -> None:
        self.root.get_by_role("button", name="Sign out").click()
