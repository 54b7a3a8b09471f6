from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import Locator

from pages.base import PortalPage

Kind = Literal["Commercial", "Government", "Education", "Non-profit"]
Assurance = Literal["None", "Active", "Lapsed"]


@dataclass(frozen=True, kw_only=True)
class Entries:
    """What one enters about an organization; the counts as they are typed."""

    kind: Kind
    e3: str = ""
    e5: str = ""
    others: str = ""
    assurance: Assurance = "None"
    from_assurance: bool = False


class QualifyPage(PortalPage):
    """The criteria for organizations, and an answer to whoever enters what one has."""

    path = "/qualify/"
    title = "Does your organization qualify?"

    def ask(self, entries: Entries) -> None:
        self._page.get_by_label("Kind of customer").select_option(entries.kind)
        self._page.get_by_label("Microsoft 365 E3 licenses").fill(entries.e3)
        self._page.get_by_label("Microsoft 365 E5 licenses").fill(entries.e5)
        self._page.get_by_label("Licenses of other plans").fill(entries.others)
        self._page.get_by_label("Software Assurance for qualifying").select_option(entries.assurance)
        self._page.get_by_label("is from Software Assurance").set_checked(entries.from_assurance)
        self._page.get_by_role("button", name="See the answer").click()

    @property
    def verdict(self) -> Locator:
        """The answer with its reasons."""
        return self._page.get_by_role("status")

    @property
    def complaint(self) -> Locator:
        """What is wrong with what was entered."""
        return self._page.get_by_role("alert")
