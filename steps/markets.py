"""Where people live, and what the program offers there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.employee import Employee
from fixtures.mail_reading import MailReading
from fixtures.mailbox import Mailbox
from fixtures.prices import ANY_PRICE
from pages.portal import Portal

# Countries and territories that have an ISO 3166-1 code.
MARKETS = 249
BOTH_RENEWED = ("Offered", "Offered", "Renews yearly")
DISCOUNT = "30%"
TERMS = {
    "a subscription that renews": "Renews every year until you cancel",
    "a one-year subscription": "One-year subscription",
    "a one-time purchase": "One-time purchase",
}


@given(parsers.parse("the employee's market is {market}"))
def market_is(employee: Employee, market: str) -> None:
    employee.choose_market(market)


@given(parsers.parse("the employee has moved to {market} meanwhile"))
def moved(employee: Employee, market: str) -> None:
    employee.move_meanwhile(market)


@when(parsers.parse("a visitor from {market} looks at the program"))
def look_from(portal: Portal, market: str) -> None:
    portal.preferences.open().choose(market=market)
    portal.go_to(portal.products.address)


@when("a visitor looks up where the program is offered", target_fixture="markets")
def look_up(portal: Portal) -> dict[str, tuple[str, ...]]:
    return portal.markets.open().rows()


@then("these markets are exceptions:", target_fixture="exceptions")
def are_exceptions(markets: dict[str, tuple[str, ...]], datatable: list[list[str]]) -> set[str]:
    told = {market: tuple(cells) for market, *cells in datatable[1:]}
    assert {market: markets.get(market) for market in told} == told, "an exception is not as it should be"
    return set(told)


@then("every other market is offered both products, renewed yearly")
def all_others(markets: dict[str, tuple[str, ...]], exceptions: set[str]) -> None:
    others = {market: cells for market, cells in markets.items() if market not in exceptions}
    assert len(markets) >= MARKETS, "markets of the world are missing from the table"
    different = {market: cells for market, cells in others.items() if cells != BOTH_RENEWED}
    assert different == {}, "more markets are exceptions than the program has"


@then("these are the markets that one can choose from")
def can_choose(portal: Portal, markets: dict[str, tuple[str, ...]]) -> None:
    choices = portal.preferences.open().markets.all_inner_texts()
    assert choices == list(markets), "the markets to choose from are not those of the table"


@then(parsers.parse("the employee is told that the program is not offered in {market}"))
@then(parsers.parse("the visitor is told that the program is not offered in {market}"))
def told_not_offered(portal: Portal, market: str) -> None:
    expect(portal.not_offered.in_market(market)).to_be_visible()


@then("the employee sees neither a price nor a way in")
@then("the visitor sees neither a price nor a way in")
def no_price_no_way(portal: Portal) -> None:
    expect(portal.not_offered.main.filter(has_text=ANY_PRICE)).to_have_count(0)
    expect(portal.not_offered.way_in).to_have_count(0)


@then("no mail reaches the employee's work inbox")
def no_mail(employee: Employee, mailbox: Mailbox) -> None:
    assert [mail.subject for mail in mailbox.settled(employee.person.work_email)] == []


@then(parsers.parse("the employee's own link still works in {market}"))
def link_works_in(employee: Employee, market: str) -> None:
    employee.choose_market(market)
    employee.confirm_work_address()


@then(parsers.parse("the store's discounts are on {products}"))
def discounts_in_store(employee: Employee, products: str) -> None:
    names = products.split(" and ")
    expect(employee.portal.discounts.products.get_by_role("heading")).to_have_text(names)
    expect(employee.portal.discounts.percentages).to_have_text([DISCOUNT] * len(names))


@then(parsers.parse("the program's discounts are on {products}"))
def discounts_of_program(employee: Employee, products: str) -> None:
    names = products.split(" and ")
    expect(employee.portal.products.open().products.get_by_role("heading")).to_have_text(names)
    expect(employee.portal.products.percentages).to_have_text([DISCOUNT] * len(names))


@then(parsers.parse("the store sells {product} as {term}"), target_fixture="term")
def sold_as(employee: Employee, product: str, term: str) -> str:
    employee.look_into_store()
    expect(employee.portal.product(product).term).to_have_text(TERMS[term])
    return TERMS[term]


@then(parsers.parse("the checkout of {product} sells it as {term}"))
def sold_at_checkout_as(employee: Employee, product: str, term: str) -> None:
    employee.open_checkout(product)
    expect(employee.portal.checkout.term).to_have_text(TERMS[term])


@then(parsers.parse("the checkout of {product} shows that term"))
def term_at_checkout(employee: Employee, product: str, term: str) -> None:
    employee.open_checkout(product)
    expect(employee.portal.checkout.term).to_have_text(term)


@then(parsers.parse("the receipts for {product}, on the page and by email, show that term"))
def term_on_receipts(employee: Employee, product: str, term: str) -> None:
    employee.pay()
    expect(employee.portal.receipt.product).to_have_text(product)
    expect(employee.portal.receipt.term).to_have_text(term)
    reading = MailReading(employee.receipt_mail())
    assert reading.says(term), f"the receipt by email does not say {term!r}, in its text or its HTML"


@then(parsers.parse("the employee is on the store page of {market}"))
def on_store_page(employee: Employee, market: str) -> None:
    own = employee.portal.store_of(market)
    expect(own.heading).to_be_visible()
    expect(employee.portal.page).to_have_url(own.address)


@then(parsers.parse('it is headed "{title}"'))
def headed(employee: Employee, title: str) -> None:
    expect(employee.portal.heading).to_have_text(title)


@then(parsers.parse('it is in the language "{language}"'))
def in_language(employee: Employee, language: str) -> None:
    assert employee.portal.discounts.language == language, "the page says that it is in another language"


@then(parsers.parse("the employee is told that {product} is not sold in {market}"))
def told_not_sold(employee: Employee, product: str, market: str) -> None:
    expect(employee.portal.not_sold_here.told(product, market)).to_be_visible()


@then("the employee is told that the term has changed")
def told_term_changed(employee: Employee) -> None:
    expect(employee.portal.checkout.term_has_changed).to_be_visible()


@when("the employee signs in at the store from another browser", target_fixture="employee")
def sign_in_elsewhere(employee: Employee, another_browser: Callable[[], Portal]) -> Employee:
    elsewhere = employee.at(another_browser())
    elsewhere.sign_in_at_store()
    elsewhere.portal.discounts.arrived()
    return elsewhere
