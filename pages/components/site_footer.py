from __future__ import annotations

from playwright.sync_api import Locator

from pages.words import ENGLISH, Words


class SiteFooter:
    """The foot of every page of the program, the account and the store."""

    def __init__(self, root: Locator, words: Words = ENGLISH) -> None:
        self.root = root
        self._words = words

    @property
    def preferences(self) -> Locator:
        """The market and the language that hold here, and the way to change them."""
        return self.root.get_by_role("link", name=self._words("Market and language"))
