from __future__ import annotations

from pages.base import PortalPage


class MarketAndLanguagePage(PortalPage):
    """Where a visitor chooses what to be offered, and in which language."""

    path = "/market/"
    title = "Market and language"

    def choose_language(self, own_name: str) -> None:
        """Choose a language by its name in itself."""
        self._page.get_by_label(self._words("Language"), exact=True).select_option(label=own_name)
        self._page.get_by_role("button", name=self._words("Save")).click()
