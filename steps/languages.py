"""Which language things are in."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, parsers, then

from fixtures.employee import Employee
from fixtures.every_page.guide import Guide
from fixtures.languages import Read, amiss_in_mail, choose_language, has_date_in, words_of
from fixtures.mail_reading import MailReading
from pages.portal import Portal


@given(parsers.parse("the employee's browser is in {language}"), target_fixture="employee")
def browser_is_in(employee: Employee, browser_in: Callable[[str], Portal], language: str) -> Employee:
    return employee.at(browser_in(language))


@given(parsers.parse("the employee has chosen {language} on the program page"), target_fixture="employee")
def has_chosen(
    employee: Employee, browser_in: Callable[[str], Portal], pages_read: list[Read], language: str
) -> Employee:
    portal = browser_in("English")
    portal.products.open()
    chosen = employee.at(choose_language(portal, language))
    pages_read.clear()
    return chosen


@then(parsers.parse("every page on the way is in {language}"))
def pages_are_in(employee: Employee, pages_read: list[Read], language: str) -> None:
    employee.portal.loaded()
    amiss = [
        what for page in pages_read for what in page.amiss(words_of(language), employee.person.organization)
    ]
    assert not amiss, f"not every page is in {language}: " + "; ".join(amiss)
    assert pages_read, "no page was seen"


@then(parsers.parse("the confirmation mail is in {language}"))
def confirmation_mail_is_in(employee: Employee, language: str) -> None:
    subject = "You're eligible for the Microsoft Home Use Program"
    amiss = amiss_in_mail(employee.mail, subject, words_of(language), employee.person.organization)
    assert not amiss, f"the mail is not in {language}: " + "; ".join(amiss)


@then(parsers.parse("the mail that says no is in {language}"))
def refusing_mail_is_in(employee: Employee, language: str) -> None:
    subject = "You're not eligible for the Microsoft Home Use Program"
    amiss = amiss_in_mail(employee.mail, subject, words_of(language), employee.person.organization)
    assert not amiss, f"the mail is not in {language}: " + "; ".join(amiss)


@then(parsers.parse("the receipt by email is in {language}"))
def receipt_is_in(employee: Employee, language: str) -> None:
    amiss = amiss_in_mail(
        employee.receipt_mail(), "Your order", words_of(language), employee.person.organization
    )
    assert not amiss, f"the receipt is not in {language}: " + "; ".join(amiss)


@then(parsers.parse("the date on both receipts is written as in {language}"))
def date_is_in(employee: Employee, language: str) -> None:
    page = employee.portal.page.get_by_role("main").inner_text()
    assert has_date_in(language, page), f"the receipt has its date in another form: {page}"
    for part, text in MailReading(employee.receipt_mail()).parts.items():
        assert has_date_in(language, text), f"the {part} of its mail has the date in another form: {text}"


@then(parsers.parse("it can be read in {language}"))
def can_be_read_in(guide: Guide, language: str) -> None:
    guide.portal = choose_language(guide.portal, language)
    amiss = Read.now(guide.portal).amiss(words_of(language), guide.employee.person.organization)
    assert not amiss, f"not everything is in {language}: " + "; ".join(amiss)
