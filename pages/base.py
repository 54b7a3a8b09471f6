"""What every page of the portal has: an address, a heading to know it by, and an arrival check."""

from __future__ import annotations

from typing import ClassVar, Self

from playwright.sync_api import Locator, Page, expect

from pages.components.site_footer import SiteFooter
from pages.components.site_header import SiteHeader
from pages.words import ENGLISH, Words


class PortalPage:
    """A page of one of the portal's sites.

    `origin` is the site's scheme, host and port, without a slash at the end; `title` and all that a
    page looks for are in English here, whichever language its `words` then put them in. A page acts
    and hands out locators; what ought to be on it, the steps say.
    """

    path: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, page: Page, origin: str, words: Words = ENGLISH) -> None:
        self._page = page
        self._origin = origin
        self._words = words
        self.header = SiteHeader(page.get_by_role("banner"), words)
        self.footer = SiteFooter(page.get_by_role("contentinfo"), words)

    @property
    def heading(self) -> Locator:
        """The page's own heading: visible exactly when the browser has arrived here."""
        return self._page.get_by_role("heading", level=1, name=self._words(self.title), exact=True)

    @property
    def skip_link(self) -> Locator:
        """What leads past all that stands above the content of every page."""
        return self._page.get_by_role("link", name=self._words("Skip to the content"))

    @property
    def content(self) -> Locator:
        return self._page.get_by_role("main")

    @property
    def address(self) -> str:
        return self._origin + self.path

    @property
    def language(self) -> str | None:
        """The language that the page says it is in."""
        # It stands on the root of the page, which has no role.
        return self._page.locator("html").get_attribute("lang")

    def arrived(self) -> Self:
        """See the browser arrive at this page: the one check that a page makes."""
        expect(self.heading, f"the page “{self._words(self.title)}” did not come up").to_be_visible()
        # Its heading stands near the top: what is read at once, and not waited for, has to be there as well.
        self._page.wait_for_load_state("domcontentloaded")
        return self

    def open(self) -> Self:
        """Go to the page's address and arrive."""
        self._page.goto(self.address)
        return self.arrived()
