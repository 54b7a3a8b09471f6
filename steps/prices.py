"""What things cost, wherever a price is shown."""

from __future__ import annotations

from playwright.sync_api import Locator, expect
from pytest_bdd import given, parsers, then, when

from fixtures.accessibility import PHONE
from fixtures.employee import Employee
from fixtures.mail_reading import MailReading
from fixtures.prices import amount_in, exactly
from pages.portal import Portal


@when("a visitor looks at the program")
def look_at_program(portal: Portal) -> None:
    portal.products.open()


@when("a visitor looks at the program on a phone")
def look_on_phone(portal: Portal) -> None:
    portal.page.set_viewport_size(PHONE)
    portal.products.open()


@given(parsers.parse("a visitor has seen the price of {product} on the program page"), target_fixture="price")
def seen_price(portal: Portal, product: str) -> str:
    return amount_in(portal.products.open().product(product).price.inner_text())


@then(parsers.parse("{product} has a list price of {price} per year"))
def list_price(portal: Portal, product: str, price: str) -> None:
    _is_shown(portal.products.product(product).list_price, f"{price} per year")


@then(parsers.parse("{product} is discounted by {discount}"))
def discount(portal: Portal, product: str, discount: str) -> None:
    _is_shown(portal.products.product(product).discount, discount)


@then(parsers.parse("an employee pays {price} per year for {product}"))
def employee_price(portal: Portal, product: str, price: str) -> None:
    _is_shown(portal.products.product(product).price, f"{price} per year")


def _is_shown(value: Locator, said: str) -> None:
    """Whether one sees and hears just this, style sheets and all: these can hide a text, and add to it."""
    expect(value).to_have_text(said, use_inner_text=True)
    expect(value).to_be_visible()
    expect(value).to_match_aria_snapshot(f"- definition: {said}")


@then(parsers.parse("the store asks that price for {product}"))
def price_in_store(employee: Employee, product: str, price: str) -> None:
    per_year = employee.portal.words("per year")
    expect(employee.portal.discounts.product(product).price).to_have_text(exactly(price, per_year))


@then(parsers.parse("the checkout of {product} shows that price"))
def price_at_checkout(employee: Employee, product: str, price: str) -> None:
    employee.open_checkout(product)
    expect(employee.portal.checkout.price).to_have_text(exactly(price))


@then(parsers.parse("the receipts for {product}, in the store and by email, show that price"))
def price_on_receipts(employee: Employee, product: str, price: str) -> None:
    employee.pay()
    expect(employee.portal.receipt.product).to_have_text(product)
    expect(employee.portal.receipt.price).to_have_text(exactly(price))
    reading = MailReading(employee.receipt_mail())
    paid = reading.amounts_beside(employee.portal.words("You paid"))
    assert paid == [price, price], "the receipt by email has another price, in its text or its HTML"
    assert reading.amounts_in_html == reading.amounts_in_text, "its HTML and its text have different prices"


@then(parsers.parse("the store, the checkout and the receipts of {product} show that price"))
def price_everywhere(employee: Employee, product: str, price: str) -> None:
    price_in_store(employee, product, price)
    price_at_checkout(employee, product, price)
    price_on_receipts(employee, product, price)
