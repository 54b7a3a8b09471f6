from __future__ import annotations

from playwright.sync_api import Locator

from pages.words import ENGLISH, Words


class SiteHeader:
    """The bar on top of every page."""

    def __init__(self, root: Locator, words: Words = ENGLISH) -> None:
        self.root = root
        self._words = words

    def go_to(self, title: str) -> None:
        """Follow the site's own navigation."""
        self.root.get_by_role("link", name=self._words(title), exact=True).click()

    def sign_out(self) -> None:
        self.root.get_by_role("button", name=self._words("Sign out")).click()
