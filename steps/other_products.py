"""The other Office products, and whom to ask where a discount is missing."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.employee import Employee
from fixtures.prices import exactly


@given("the employee has found the other Office products")
def has_found(employee: Employee) -> None:
    employee.come_as_far_as_store()
    employee.look_at_other_products()


@when("the employee looks at the other Office products")
def look(employee: Employee) -> None:
    employee.look_at_other_products()


@then(parsers.parse("{product} costs {price} once"), target_fixture="price")
def costs_once(employee: Employee, product: str, price: str) -> str:
    expect(employee.portal.product(product).price).to_have_text(exactly(price, "once"))
    return price


@then("nothing else is on offer there")
def nothing_else(employee: Employee) -> None:
    expect(employee.portal.other_products.products).to_have_count(2)


@then("the store does not lead the employee to other Office products")
def no_way(employee: Employee) -> None:
    employee.look_into_store()
    expect(employee.portal.way_to_other_products).to_have_count(0)


@then("the employee is told to contact the employer's Home Use Program administrator")
def told_whom_to_ask(employee: Employee) -> None:
    expect(employee.portal.whom_to_ask).to_be_visible()


@then("the employee finds nothing there")
def finds_nothing(employee: Employee) -> None:
    expect(employee.portal.heading).to_have_text(employee.portal.no_such_order.title)
