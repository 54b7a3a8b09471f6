from __future__ import annotations

from playwright.sync_api import Locator

from pages.words import ENGLISH, Words


class Details:
    """A list of terms and what they say (`<dl>`): prices, an order's particulars."""

    def __init__(self, root: Locator, words: Words = ENGLISH) -> None:
        self.root = root
        self._words = words

    def value(self, term: str) -> Locator:
        """The value that stands with `term`."""
        pair = self.root.get_by_role("term").filter(has_text=self._words(term))
        # No role relates a definition to its term: they are neighbours in the list.
        return pair.locator("xpath=following-sibling::dd[1]")
