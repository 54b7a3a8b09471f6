"""The third step: the personal account."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import given, then, when

from fixtures.employee import Employee


@when("the employee signs in with the personal account")
@when("the employee tries to sign in")
def sign_in(employee: Employee) -> None:
    employee.sign_in()


@given("the employee has signed in at the store directly")
@when("the employee signs in at the store directly")
def sign_in_at_store(employee: Employee) -> None:
    employee.sign_in_at_store()


@when("the employee creates a personal account")
def create_account(employee: Employee) -> None:
    employee.create_account()


@when(
    "the employee signs out, and a colleague signs in in the same browser",
    target_fixture="colleague",
)
def change_places(employee: Employee, colleague: Employee) -> Employee:
    employee.sign_out()
    there = colleague.at(employee.portal)
    there.sign_in_at_store()
    return there


@then("the employee is asked to sign in")
def asked_to_sign_in(employee: Employee) -> None:
    expect(employee.portal.sign_in.heading).to_be_visible()


@then("the employee is told that the account is closed")
def told_closed(employee: Employee) -> None:
    expect(employee.portal.sign_in.complaint).to_contain_text("This account is closed")


@then("the employee is told that no account matches")
def told_no_match(employee: Employee) -> None:
    expect(employee.portal.sign_in.complaint).to_contain_text("do not match an account")
