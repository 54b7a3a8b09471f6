from __future__ import annotations

from playwright.sync_api import Download, Locator

from pages.base import PortalPage


class ResourcesPage(PortalPage):
    """What administrators take along to promote the program."""

    path = "/resources/"
    title = "Resources"

    def part(self, title: str) -> Locator:
        """One kind of material, or the advice."""
        return self._page.get_by_role("region", name=title, exact=True)

    def text_to_copy(self, title: str) -> Locator:
        # Text that keeps its line breaks: no role tells it from what is around it.
        return self.part(title).locator("pre")

    @property
    def advice(self) -> Locator:
        """The single pieces of advice; what they end with leads to help."""
        return self.part("How to promote the program").get_by_role("listitem").filter(has_not=self._links)

    def take(self, material: str) -> Download:
        """Download a flyer or a text by what its link is called."""
        return self._download(self._page.get_by_role("link", name=material, exact=True))

    def take_onboarding_material(self, language: str) -> Download:
        """Choose a language by the name that English has for it."""
        return self._download(self.languages.filter(has_text=language))

    @property
    def languages(self) -> Locator:
        """The links to the onboarding material, one a language."""
        return self.part("Onboarding material").get_by_role("link")

    @property
    def _links(self) -> Locator:
        return self._page.get_by_role("link")

    def _download(self, link: Locator) -> Download:
        with self._page.expect_download() as download:
            link.click()
        return download.value


class NoSuchLanguagePage(PortalPage):
    """The answer to a language that there is no material in."""

    path = "/resources/hup-onboarding-tlh.zip"
    title = "There is no material in this language"

    @property
    def languages(self) -> Locator:
        """The links to the material that there is."""
        return self._page.get_by_role("main").get_by_role("list").get_by_role("link")
