from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage
from pages.components.details import Details
from pages.words import ENGLISH, Words


class Subscription:
    """One subscription, and the devices that it is installed on."""

    def __init__(self, root: Locator, words: Words = ENGLISH) -> None:
        self.root = root
        self._words = words

    @property
    def devices(self) -> Locator:
        """How many devices it is installed on."""
        return Details(self.root, self._words).value("Installed on")

    @property
    def is_on_this_device(self) -> Locator:
        return self.root.get_by_text(self._words("It is installed on this device."))

    def install(self) -> None:
        self.root.get_by_role("button", name=self._words("Install on this device")).click()


class InstallPage(PortalPage):
    """Where subscriptions are installed."""

    path = "/install/"
    title = "Install Microsoft 365"

    def subscription(self, product: str) -> Subscription:
        return Subscription(self._page.get_by_role("article", name=product, exact=True), self._words)
