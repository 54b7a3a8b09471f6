"""The fourth step: the store, the payment, and what was bought."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.cards import DECLINED, OF_ANOTHER_LENGTH, expiring_this_month, flawed
from fixtures.employee import Employee
from fixtures.places import address_of
from pages.portal import Portal


@given("the employee has come as far as the store")
@when("the employee comes as far as the store")
def come_to_store(employee: Employee) -> None:
    employee.come_as_far_as_store()


@given(parsers.parse("the employee has opened the checkout of {product}"))
def opened_checkout(employee: Employee, product: str) -> None:
    employee.come_as_far_as_store()
    employee.open_checkout(product)


@given(parsers.parse("the employee has bought {product}"))
def has_bought(employee: Employee, product: str) -> None:
    employee.come_as_far_as_store()
    employee.buy(product)


@when(parsers.parse("the employee buys {product}"))
def buy(employee: Employee, product: str) -> None:
    employee.buy(product)


@when(parsers.parse("the employee goes all the way to the receipt for {product}"))
def go_all_the_way(employee: Employee, product: str) -> None:
    employee.go_all_the_way(product)


@given("the employee has paid", target_fixture="order_number")
def has_paid(employee: Employee) -> str:
    employee.pay()
    return employee.order_number


@when("the employee pays")
def pay(employee: Employee) -> None:
    employee.pay()


@given("the employee has tried a card that is declined")
@when("the employee pays with a card that is declined")
def pay_declined(employee: Employee) -> None:
    employee.pay(DECLINED)


@when(parsers.parse("the employee pays with card details that have {flaw}"))
def pay_flawed(employee: Employee, flaw: str) -> None:
    employee.pay(flawed(flaw))


@when(parsers.parse("the employee pays with a card with {length}"))
def pay_with_another_length(employee: Employee, length: str) -> None:
    employee.pay(OF_ANOTHER_LENGTH[length])


@when("the employee pays with a card that expires this month")
def pay_with_last_days_of_card(employee: Employee) -> None:
    employee.pay(expiring_this_month())


@when("the employee pays with a double click")
def pay_twice(employee: Employee) -> None:
    employee.pay_with_double_click()


@given("the employee has the same checkout open in a second window", target_fixture="second_window")
def second_window(employee: Employee) -> Employee:
    return employee.in_second_window()


@when("the employee pays in the second window too")
def pay_in_second_window(second_window: Employee) -> None:
    second_window.pay()


@when("the employee goes back")
def go_back(employee: Employee) -> None:
    employee.portal.go_back()


@when("the employee reloads the page")
def reload(employee: Employee) -> None:
    employee.portal.reload()


@when(parsers.parse("the employee changes the price in the page to {price} and pays"))
def pay_changed_price(employee: Employee, price: str) -> None:
    employee.portal.checkout.change_price(price)
    employee.pay()


@when(parsers.parse("the employee goes straight to {place}"))
def go_straight(portal: Portal, place: str) -> None:
    portal.go_to(address_of(portal, place))


@when("a colleague without the benefit types the address of that checkout")
def colleague_at_checkout(employee: Employee, colleague: Employee) -> None:
    colleague.sign_in_at_store()
    colleague.portal.no_benefit.arrived()
    colleague.look_at(employee.portal.page.url)


@when("a colleague with an account of their own looks for that order")
def colleague_looks_for_order(employee: Employee, colleague: Employee) -> None:
    colleague.sign_in_at_store()
    colleague.portal.no_benefit.arrived()
    colleague.look_at(employee.portal.page.url)


@then("the colleague is told that there is no such order")
def no_such_order(colleague: Employee) -> None:
    expect(colleague.portal.no_such_order.heading).to_be_visible()


@then("the colleague is not let into the checkout")
def not_let_in(colleague: Employee) -> None:
    expect(colleague.portal.heading).to_have_text(colleague.portal.no_such_order.title)


@then("the employee sees the discounts of the organization")
def sees_discounts(employee: Employee) -> None:
    expect(employee.portal.discounts.heading).to_be_visible()
    expect(employee.portal.discounts.benefactor).to_contain_text(employee.person.organization.name)


@then(parsers.parse("the store offers {product}"))
def offers(employee: Employee, product: str) -> None:
    expect(employee.portal.product(product).price).to_be_visible()


@then(parsers.parse("the store does not offer {product}"))
def does_not_offer(employee: Employee, product: str) -> None:
    expect(employee.portal.discounts.heading).to_be_visible()
    expect(employee.portal.discounts.product(product).root).to_have_count(0)
