"""What was bought in the end, by whom, and how often."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import parsers, then

from fixtures.employee import Employee
from fixtures.mail_reading import MailReading
from fixtures.mailbox import Mailbox
from fixtures.prices import ANY_PRICE
from fixtures.sales import Sales


@then("the employee is given an order number", target_fixture="order_number")
def given_order_number(employee: Employee, sales: Sales) -> str:
    number = employee.order_number
    assert number in sales.order_numbers(employee.person), (
        "the number on the receipt is no order of the employee's"
    )
    return number


@then("the employee is given the same order number")
def same_order_number(employee: Employee, order_number: str) -> None:
    expect(employee.portal.receipt.order_number).to_have_text(order_number)


@then("the employee is given the same order number there")
def same_order_number_there(second_window: Employee, order_number: str) -> None:
    expect(second_window.portal.receipt.order_number).to_have_text(order_number)


@then("a receipt for the order reaches the employee's personal inbox")
def receipt_arrives(employee: Employee, order_number: str) -> None:
    receipt = employee.receipt_mail()
    assert order_number in receipt.subject, "the receipt's subject names another order, or none"
    assert order_number in (receipt.text or ""), "the receipt's text names another order, or none"
    assert order_number in (receipt.html or ""), "the receipt's HTML names another order, or none"
    bought = employee.portal.receipt.product.inner_text()
    assert MailReading(receipt).says(bought), (
        f"the receipt by email is not for {bought}, in its text or its HTML"
    )


@then("exactly one receipt reaches the employee")
def one_receipt(employee: Employee, mailbox: Mailbox) -> None:
    first = employee.receipt_mail()
    assert [mail.id for mail in mailbox.settled(employee.person.personal_email)] == [first.id]


@then("no receipt reaches the employee")
def no_receipt(employee: Employee, mailbox: Mailbox) -> None:
    assert [mail.subject for mail in mailbox.settled(employee.person.personal_email)] == []


@then("the employee has bought nothing")
def bought_nothing(employee: Employee, sales: Sales) -> None:
    assert sales.products(employee.person) == []


@then("nobody has bought anything")
def nobody_bought(employee: Employee, colleague: Employee, sales: Sales) -> None:
    assert sales.products(employee.person) == []
    assert sales.products(colleague.person) == []


@then(parsers.parse("the employee has bought {product} once"))
def bought_once(employee: Employee, sales: Sales, product: str) -> None:
    assert sales.products(employee.person) == [product]


@then(parsers.parse("the employee's orders are that one order of {product}"))
def orders_are(employee: Employee, order_number: str, product: str) -> None:
    paid = employee.portal.receipt.price.inner_text()
    expect(employee.portal.orders.open().orders).to_have_count(1)
    expect(employee.portal.orders.orders).to_contain_text(order_number)
    expect(employee.portal.orders.orders).to_contain_text(product)
    expect(employee.portal.orders.orders).to_contain_text(paid)


@then("the employee is told that the card was declined")
def told_declined(employee: Employee) -> None:
    expect(employee.portal.checkout.complaint).to_contain_text("Your card was declined")


@then("the employee is not asked to correct the card details")
def not_asked_to_correct(employee: Employee) -> None:
    declined = employee.portal.checkout.complaint.filter(has_text="Your card was declined")
    expect(declined.or_(employee.portal.receipt.order_number)).to_be_visible()


@then("the employee is asked to correct the card details")
def asked_to_correct(employee: Employee) -> None:
    expect(employee.portal.checkout.heading).to_be_visible()
    expect(employee.portal.checkout.fields_to_correct).to_have_count(1)


@then("the employee is told that the price has changed")
def told_price_changed(employee: Employee) -> None:
    expect(employee.portal.checkout.price_has_changed).to_be_visible()


@then("the employee is asked to confirm the work address first")
def asked_to_confirm(employee: Employee) -> None:
    expect(employee.portal.no_benefit.heading).to_be_visible()


@then("the store shows the employee no discount")
def no_discount(employee: Employee) -> None:
    employee.look_into_store()
    expect(employee.portal.no_benefit.main.filter(has_text=ANY_PRICE)).to_have_count(0)


@then("the store shows the colleague no discount")
def no_discount_for_colleague(colleague: Employee) -> None:
    colleague.look_into_store()
    # Whoever is asked to sign in sees no discount either, and that would prove nothing.
    expect(colleague.portal.no_benefit.heading).to_be_visible()
    expect(colleague.portal.no_benefit.main.filter(has_text=ANY_PRICE)).to_have_count(0)
