"""The first step: giving the work address."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.addresses import Addresses
from fixtures.employee import Employee
from fixtures.visitor import SignUpAnswer, Visitor
from pages.portal import Portal


@when("a visitor gets started from the program page")
def get_started(portal: Portal) -> None:
    portal.products.open().get_started()


@then("the visitor is asked for a work email address")
def asked_for_address(portal: Portal) -> None:
    expect(portal.sign_up.heading).to_be_visible()
    expect(portal.sign_up.work_address).to_be_editable()


@when("the employee signs up from the program page")
def sign_up(employee: Employee) -> None:
    employee.sign_up_from_program_page()


@given("the employee has begun to sign up")
def begun_to_sign_up(employee: Employee) -> None:
    employee.portal.sign_up.open()


@when("the employee enters the work address")
def enter_address(employee: Employee) -> None:
    employee.portal.sign_up.ask_for_link(employee.person.work_email)


@given("the employee has asked for a confirmation link")
@when("the employee asks for a confirmation link")
@when("the employee asks for another confirmation link")
def ask_for_link(employee: Employee) -> None:
    employee.ask_for_link()


@when("the employee keeps asking for a confirmation link")
def keep_asking(employee: Employee) -> None:
    employee.keep_asking_for_link()


@given("the employee has asked too often for a confirmation link")
def asked_too_often(employee: Employee) -> None:
    employee.keep_asking_for_link()
    employee.portal.please_wait.arrived()


@when("the employee asks once more")
def ask_once_more(employee: Employee) -> None:
    employee.portal.sign_up.open().ask_for_link(employee.person.work_email)


@then("the employee is asked to wait a little")
def asked_to_wait(portal: Portal) -> None:
    expect(portal.please_wait.heading).to_be_visible()


@when("several employees ask for a confirmation link", target_fixture="links")
def several_ask(crowd: Callable[[int], list[str]]) -> list[str]:
    return crowd(8)


@when(parsers.parse("someone signs up with {address}"), target_fixture="address")
def sign_up_with(portal: Portal, addresses: Addresses, employee: Employee, address: str) -> str:
    chosen = addresses.described(address, employee.person.organization)
    portal.sign_up.open().ask_for_link(chosen)
    return chosen


@when(parsers.parse("someone enters an address with {flaw}"), target_fixture="address")
@when(parsers.parse("someone enters an address that has {flaw}"), target_fixture="address")
@when(parsers.parse("someone enters a malformed address: {flaw}"), target_fixture="address")
def sign_up_malformed(portal: Portal, addresses: Addresses, employee: Employee, flaw: str) -> str:
    chosen = addresses.malformed(flaw, employee.person.organization)
    portal.sign_up.open().ask_for_link(chosen)
    return chosen


@then("the answer is the one that every address gets")
def same_answer(portal: Portal, answer_to_customer: SignUpAnswer) -> None:
    expect(portal.check_your_inbox.heading).to_be_visible()
    expect(portal.check_your_inbox.main).to_have_text(answer_to_customer.words, use_inner_text=True)
    expect(portal.page, "the page's address tells who qualifies").to_have_url(answer_to_customer.address)


@then("the visitor is told that no mail can be sent there")
def told_undeliverable(portal: Portal) -> None:
    expect(portal.sign_up.complaint).to_contain_text("We cannot send mail to this address")


@then("the visitor is asked for a valid address")
def asked_for_valid_address(portal: Portal) -> None:
    expect(portal.sign_up.heading).to_be_visible()
    expect(portal.sign_up.complaint).to_contain_text("Enter an email address in the form name@company.com")


@then("the visitor is told that the address is too long")
def told_too_long(portal: Portal) -> None:
    expect(portal.sign_up.complaint).to_contain_text("This email address is too long")


@when(
    parsers.parse("someone asks for the employee's link with a forged {header} header"),
    target_fixture="forged_answer",
)
def ask_with_forged_header(visitor: Visitor, employee: Employee, header: str) -> int:
    return visitor.ask_with_forged_header(employee.person.work_email, header).status_code
