from __future__ import annotations

from playwright.sync_api import Locator


class Details:
    """A list of terms and what they say (`<dl>`): prices, an order's particulars."""

    def __init__(self, root: Locator) -> None:
        self.root = root

    def value(self, term: str) -> Locator:
        """The value that stands with `term`."""
        pair = self.root.get_by_role("term").filter(has_text=term)
        # No role relates a definition to its term: they are neighbours in the list.
        return pair.locator("xpath=following-sibling::dd[1]")
