"""Answers to employees' questions, and help with what is technical."""

from __future__ import annotations

from typing import Final

from playwright.sync_api import expect
from pytest_bdd import parsers, then, when

from fixtures.employee import Employee
from pages.portal import Portal

TOPICS: Final = {
    "order status": "Order status",
    "billing": "Billing",
    "installing Office": "Installing Office",
    "signing in": "Signing in",
}


@when("a visitor looks for help")
def look_for_help(portal: Portal) -> None:
    portal.products.open().header.go_to(portal.help.title)
    portal.help.arrived()


@when("the visitor turns to the employee questions")
def turn_to_employee_questions(portal: Portal) -> None:
    portal.help.turn_to(portal.employee_questions.title)
    portal.employee_questions.arrived()


@when("the visitor turns to the purchase and installation questions")
def turn_to_purchase_questions(portal: Portal) -> None:
    portal.help.turn_to(portal.purchase_questions.title)
    portal.purchase_questions.arrived()


@when("the visitor turns to technical help")
def turn_to_technical_help(portal: Portal) -> None:
    portal.help.turn_to(portal.technical_help.title)
    portal.technical_help.arrived()


@then(parsers.parse('"{question}" is answered there: "{answer}"'))
def answered(portal: Portal, question: str, answer: str) -> None:
    expect(portal.employee_questions.answer(question)).to_contain_text(answer)


@then(parsers.parse('there is help with {topic}: "{advice}"'))
def helped(portal: Portal, topic: str, advice: str) -> None:
    expect(portal.technical_help.answer(TOPICS[topic])).to_contain_text(advice)


@when("the employee follows the help with order status")
def follow_order_status(employee: Employee) -> None:
    employee.portal.technical_help.open().follow("Order status", employee.portal.orders.title)


@then(parsers.parse("{product} is among the employee's orders there"))
def finds_order(employee: Employee, product: str) -> None:
    expect(employee.portal.orders.arrived().orders).to_contain_text(product)


@when("the employee follows the help with installing Office")
def follow_installing(employee: Employee) -> None:
    employee.portal.technical_help.open().follow("Installing Office", employee.portal.install.title)


@then(parsers.parse("{product} is there to be installed"))
def finds_installation(employee: Employee, product: str) -> None:
    expect(employee.portal.install.arrived().subscription(product).root).to_be_visible()


@when("the employee follows the help with signing in")
def follow_signing_in(employee: Employee) -> None:
    employee.portal.technical_help.open().follow("Signing in", "Your personal account")


@then("the employee is shown the personal account")
def shown_account(employee: Employee) -> None:
    expect(employee.portal.account.heading).to_be_visible()
