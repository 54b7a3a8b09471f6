from __future__ import annotations

from playwright.sync_api import Locator


class SiteHeader:
    """The bar on top of every page."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def sign_out(self) -> None:
        self.root.get_by_role("button", name="Sign out").click()
