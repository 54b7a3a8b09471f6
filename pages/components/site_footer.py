from __future__ import annotations

from playwright.sync_api import Locator

from pages.words import ENGLISH, Words


class SiteFooter:
    """The lines at the end of every page."""

    def __init__(self, root: Locator, words: Words = ENGLISH) -> None:
        self.root = root
        self._words = words

    @property
    def market_and_language(self) -> Locator:
        """What is chosen, and the way to choose otherwise."""
        return self.root.get_by_role("link", name=self._words("Market and language"))
