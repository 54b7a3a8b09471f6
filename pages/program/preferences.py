from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class PreferencesPage(PortalPage):
    """Where a visitor chooses market and language for all sites."""

    path = "/market/"
    title = "Market and language"

    @property
    def market(self) -> Locator:
        return self._page.get_by_label(self._words("Market"))

    @property
    def markets(self) -> Locator:
        """Everything that there is to choose from."""
        return self.market.get_by_role("option")

    @property
    def languages(self) -> Locator:
        """The languages, each by its name in itself."""
        return self._page.get_by_label(self._words("Language"))

    @property
    def complaint(self) -> Locator:
        return self._page.get_by_role("alert")

    def choose(self, *, market: str | None = None, language: str | None = None) -> None:
        """Choose by name, a language by its name in itself, and see the choice through to every site."""
        if market is not None:
            self.market.select_option(label=market)
        if language is not None:
            self.languages.select_option(label=language)
        self.save()
        # The choice goes round the sites, and the page stays until it is back.
        self.heading.wait_for(state="detached")

    def save(self) -> None:
        self._page.get_by_role("button", name=self._words("Save")).click()


class ChoiceNotKeptPage(PortalPage):
    """What the other sites answer to a choice that was not made on the program's site a moment ago."""

    path = "/market/"
    title = "Your choice was not kept"
