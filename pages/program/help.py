from __future__ import annotations

from playwright.sync_api import Locator

from pages.base import PortalPage


class HelpPage(PortalPage):
    """Where every question begins: the collections of answers, and technical help."""

    path = "/help/"
    title = "Help"

    def turn_to(self, collection: str) -> None:
        self._page.get_by_role("main").get_by_role("link", name=collection, exact=True).click()


class AnswersPage(PortalPage):
    """A collection of questions, each with its answer."""

    def answer(self, question: str) -> Locator:
        """The question and what stands below it."""
        heading = self._page.get_by_role("heading", level=2, name=question, exact=True)
        # A section without a name has no role, and a name for each would be landmarks without end.
        return self._page.locator("section").filter(has=heading)


class EmployeeQuestionsPage(AnswersPage):
    path = "/help/faq/"
    title = "Employee questions"


class PurchaseQuestionsPage(AnswersPage):
    path = "/help/after-purchase/"
    title = "Purchase and installation questions"


class TechnicalHelpPage(AnswersPage):
    """What to do when something does not work, with ways to where one can do it."""

    path = "/help/technical/"
    title = "Technical help"

    def follow(self, topic: str, link: str) -> None:
        self.answer(topic).get_by_role("link", name=link, exact=True).click()
