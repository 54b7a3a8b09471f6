"""Getting along without a mouse."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import parsers, then, when

from fixtures.keyboard import Keyboard, TypingAdministrator, TypingEmployee
from pages.portal import Portal


@when("by keyboard alone the employee signs up")
def sign_up(typing_employee: TypingEmployee) -> None:
    typing_employee.sign_up()


@when("by keyboard alone the employee confirms and signs in")
def confirm_and_sign_in(typing_employee: TypingEmployee) -> None:
    typing_employee.confirm()
    typing_employee.sign_in()


@when(parsers.parse("by keyboard alone the employee buys {product}"))
def buy(typing_employee: TypingEmployee, product: str) -> None:
    typing_employee.buy(product)


@when("by keyboard alone the administrator signs in in the admin center")
def sign_in_as_administrator(typing_administrator: TypingAdministrator) -> None:
    typing_administrator.sign_in()


@when("by keyboard alone the administrator goes to the benefit")
def go_to_benefit(typing_administrator: TypingAdministrator) -> None:
    typing_administrator.go_to_benefit()


@then("one could see at any time where one was")
def always_visible(keyboard: Keyboard) -> None:
    hidden = keyboard.invisible_stops
    assert not hidden, "the keyboard was here, and nothing showed it:\n" + "\n".join(hidden)


@then("the first key leads past what is always the same")
def skip_to_content(keyboard: Keyboard, portal: Portal) -> None:
    keyboard.press_first(portal.products.skip_link)
    expect(portal.products.content).to_be_focused()


@then("the next key goes on from there")
def goes_on(keyboard: Keyboard, portal: Portal) -> None:
    keyboard.press_next()
    expect(portal.focused_in_content).to_have_count(1)


@then("the keyboard is at the complaint")
def at_complaint(portal: Portal) -> None:
    expect(portal.complaint).to_be_focused()


@then("one key further leads to what is to be corrected")
def to_correction(keyboard: Keyboard, portal: Portal) -> None:
    keyboard.press_first(portal.way_to_correction)
    expect(portal.first_field_to_correct).to_be_focused()


@then("the next key leads to where one tries again")
def to_another_try(keyboard: Keyboard, portal: Portal) -> None:
    keyboard.press_next()
    expect(portal.first_field).to_be_focused()
