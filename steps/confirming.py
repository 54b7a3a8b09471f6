"""The second step: the confirmation link, used as it is meant to be and otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.confirmations import Answer, Confirmations, tampered
from fixtures.employee import Employee
from fixtures.visitor import Visitor
from pages.portal import Portal
from pages.program.confirmation import Refusal

REFUSALS: dict[str, Refusal] = {
    "it was used already": "used",
    "it has expired": "expired",
    "a newer one was sent": "replaced",
    "the employee is no longer eligible": "ended",
}


@given("the employee has confirmed the work address")
@when("the employee confirms the work address through the email")
@then("following it confirms the employee's eligibility")
def confirm_work_address(employee: Employee) -> None:
    employee.confirm_work_address()


@given("the employee has the link open")
@when("the employee follows the link")
@when("the employee follows the link again")
def follow_link(employee: Employee) -> None:
    employee.follow(employee.link)


@when("the employee follows the first link")
def follow_first_link(employee: Employee) -> None:
    employee.follow(employee.first_link)


@when("the employee confirms")
def confirm(employee: Employee) -> None:
    employee.confirm()


@when("the employee follows the link and confirms")
@then("the newer link works")
def follow_and_confirm(employee: Employee) -> None:
    employee.follow(employee.link)
    employee.confirm()


@given("the employee and a colleague both have the link open")
def both_have_link_open(employee: Employee, colleague: Employee) -> None:
    employee.follow(employee.link)
    colleague.follow(employee.link)


@when("the employee confirms, and then the colleague confirms")
def both_confirm(employee: Employee, colleague: Employee) -> None:
    employee.confirm()
    employee.portal.sign_in.arrived()
    colleague.confirm()


@when("the employee comes back later in another browser and confirms", target_fixture="employee")
def confirm_elsewhere(employee: Employee, another_browser: Callable[[], Portal]) -> Employee:
    elsewhere = employee.at(another_browser())
    elsewhere.follow(elsewhere.link)
    elsewhere.confirm()
    return elsewhere


@when("a colleague with an account of their own follows the same link")
def colleague_follows(employee: Employee, colleague: Employee) -> None:
    colleague.sign_in_at_store()
    colleague.portal.no_benefit.arrived()
    colleague.follow(employee.link)


@when("the employee has a new link forwarded to a colleague who confirms it")
def forward_new_link(employee: Employee, colleague: Employee) -> None:
    employee.ask_for_link()
    colleague.follow(employee.link)
    colleague.confirm()
    colleague.sign_in()


@when("a mail scanner fetches the link")
def scan(visitor: Visitor, employee: Employee) -> None:
    visitor.scan(employee.link)


@given(parsers.re(r"the link was sent (?P<hours>\d+) h (?P<minutes>\d+) min ago"))
def sent_long_ago(confirmations: Confirmations, employee: Employee, hours: str, minutes: str) -> None:
    confirmations.age(employee.person, timedelta(hours=int(hours), minutes=int(minutes)))


@when(parsers.parse("someone follows a link with {token}"), target_fixture="answer")
def follow_tampered(employee: Employee, token: str) -> Answer:
    return Answer.to(employee.portal, tampered(employee.link, token, employee.person))


@then("the answer is the one that a link gets that never was")
def like_no_link(employee: Employee, answer: Answer) -> None:
    expect(employee.portal.confirmation.refusal("invalid")).to_be_visible()
    assert answer == Answer.to(employee.portal, tampered(employee.link, "a guessed secret", employee.person))


@then("the employee's own link still works")
def own_link_works(employee: Employee) -> None:
    employee.confirm_work_address()


@then(parsers.parse("the link is refused because {reason}"))
def refused(employee: Employee, reason: str) -> None:
    expect(employee.portal.confirmation.refusal(REFUSALS[reason])).to_be_visible()


@then("the colleague is refused because the link was used already")
def colleague_refused(colleague: Employee) -> None:
    expect(colleague.portal.confirmation.refusal("used")).to_be_visible()


@then("the employee is shown how to get a new link")
def shown_way_to_new_link(employee: Employee) -> None:
    employee.portal.confirmation.way_to_new_link.click()
    expect(employee.portal.sign_up.heading).to_be_visible()


@then("the colleague is told that the benefit belongs to another account")
def belongs_to_another(colleague: Employee) -> None:
    expect(colleague.portal.confirmation.taken_by_another_account).to_be_visible()
