"""Which language things are in."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, parsers, then

from fixtures.employee import Employee
from fixtures.languages import Read, amiss_in_mail, choose_language, words_of
from pages.portal import Portal


@given(parsers.parse("the employee's browser is in {language}"), target_fixture="employee")
def browser_is_in(employee: Employee, browser_in: Callable[[str], Portal], language: str) -> Employee:
    return employee.at(browser_in(language))


@given(parsers.parse("the employee has chosen {language} on the program page"), target_fixture="employee")
def has_chosen(
    employee: Employee, browser_in: Callable[[str], Portal], pages_read: list[Read], language: str
) -> Employee:
    chosen = choose_language(employee.at(browser_in("English")), language)
    pages_read.clear()
    return chosen


@then(parsers.parse("every page on the way is in {language}"))
def pages_are_in(employee: Employee, pages_read: list[Read], language: str) -> None:
    employee.portal.page.wait_for_load_state()
    amiss = [what for page in pages_read for what in page.amiss(employee, words_of(language))]
    assert not amiss, f"not every page is in {language}: " + "; ".join(amiss)
    assert pages_read, "no page was seen"


@then(parsers.parse("the confirmation mail is in {language}"))
def confirmation_mail_is_in(employee: Employee, language: str) -> None:
    subject = "You're eligible for the Microsoft Home Use Program"
    amiss = amiss_in_mail(employee.mail, subject, employee, words_of(language))
    assert not amiss, f"the mail is not in {language}: " + "; ".join(amiss)


@then(parsers.parse("the mail that says no is in {language}"))
def refusing_mail_is_in(employee: Employee, language: str) -> None:
    subject = "You're not eligible for the Microsoft Home Use Program"
    amiss = amiss_in_mail(employee.mail, subject, employee, words_of(language))
    assert not amiss, f"the mail is not in {language}: " + "; ".join(amiss)


@then(parsers.parse("the receipt by email is in {language}"))
def receipt_is_in(employee: Employee, language: str) -> None:
    amiss = amiss_in_mail(employee.receipt_mail(), "Your order", employee, words_of(language))
    assert not amiss, f"the receipt is not in {language}: " + "; ".join(amiss)
