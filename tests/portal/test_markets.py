"""What is offered where: the rules, and that no order of steps leads around them."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, get_resolver

from portal.preferences import borders
from portal.program.models import Benefit, Confirmation
from portal.rules import markets, pricing, products
from portal.rules.products import Term
from portal.store.models import Order
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ACCOUNT, CARD, PROGRAM, STORE, World, mails_to

NOWHERE = {"MO": "Macao", "RU": "Russia", "VE": "Venezuela"}
BOTH = [products.FAMILY, products.PERSONAL]


def move(visitor: Visitor, market: str, language: str = "en") -> Page:
    page = visitor.get(f"{PROGRAM}/market/")
    return visitor.submit(page, {"market": market, "language": language})


def assert_told(page: Page, market: str, status: int = 403) -> None:
    assert (page.status, page.heading) == (status, f"The program is not offered in {NOWHERE[market]}")
    assert "$" not in page.response.text
    assert "Get Started" not in page.response.text


# The rules


def test_every_market_but_four_has_both_products() -> None:
    exceptions = {code for code, _name in markets.named() if list(markets.products_in(code)) != BOTH}
    assert exceptions == {"MO", "RU", "VE", "JP"}
    assert markets.products_in("JP") == (products.PERSONAL,)
    assert all(not markets.offered(code) and markets.products_in(code) == () for code in NOWHERE)


def test_every_market_but_two_renews_each_year() -> None:
    short = {
        code for code, _name in markets.named() if markets.term(products.FAMILY, code) is not Term.YEARLY
    }
    assert short == {"CN", "HK"}
    assert markets.term(products.PERSONAL, "HK") is Term.ONE_YEAR
    assert pricing.quote(products.PERSONAL, "CN").term is Term.ONE_YEAR
    assert pricing.quote(products.PERSONAL).term is Term.YEARLY


def test_what_is_bought_once_is_bought_once_everywhere() -> None:
    assert {markets.term(products.VISIO, code) for code, _name in markets.named()} == {Term.ONE_TIME}


def test_store_pages_and_their_locales() -> None:
    own = {code for code, _name in markets.named() if markets.store_page(code)}
    assert own == {"CN", "HK"}
    assert markets.store_locale("HK", "en") == "en_HK"
    assert markets.store_locale("HK", "de") == "de_HK"
    assert markets.store_locale("CN", "en") is None


def test_the_default_is_a_market_like_most() -> None:
    assert markets.exists(markets.DEFAULT)
    assert list(markets.products_in(markets.DEFAULT)) == BOTH


# Markets without the program


@pytest.mark.parametrize("market", NOWHERE)
def test_the_program_says_so_itself(world: World, market: str) -> None:
    visitor = world.visitor()
    assert_told(move(visitor, market), market, status=200)
    assert "Where the program is offered" in visitor.get(f"{PROGRAM}/").links
    assert visitor.get(f"{PROGRAM}/markets/").status == 200
    assert move(visitor, "FR").heading == "Home Use Program"


def _addresses() -> list[str]:
    """Every address of the program and the store that is not open to everybody."""
    found = []
    for site, origin in (("program", PROGRAM), ("store", STORE)):
        for pattern in get_resolver(f"portal.{site}.urls").url_patterns:
            if isinstance(pattern, URLPattern) and pattern.name not in borders.OPEN[site] | {"home"}:
                path = str(pattern.pattern).replace("<slug:slug>", "family").replace("<str:token>", "x")
                path = path.replace("<uuid:pk>", "00000000-0000-4000-8000-000000000000")
                found.append(f"{origin}/{path if '^' not in path else 'confirm'}")
    return found


@pytest.mark.parametrize("address", _addresses())
def test_no_address_leads_further(world: World, address: str) -> None:
    visitor, _account, _store = world.employee(world.organization(previous_program=True))
    move(visitor, "RU")
    assert_told(visitor.get(address), "RU")
    stranger = world.visitor()
    move(stranger, "RU")
    assert_told(stranger.get(address), "RU")


def test_the_addresses_are_those_that_matter() -> None:
    paths = {urlsplit(address).path for address in _addresses()}
    assert {"/get-started/", "/confirm/x/", "/signed-in/", "/", "/checkout/family/", "/china/"} <= paths
    assert "/other-products/" in paths


def test_a_form_opened_before_sends_no_mail(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    page = visitor.get(f"{PROGRAM}/get-started/")
    move(visitor, "VE")
    assert_told(visitor.submit(page, {"email": address}), "VE")
    assert mails_to(address) == []
    assert not Confirmation.objects.filter(address=address).exists()


def test_a_link_sent_before_is_not_used_up(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    world.request_link(visitor, address)
    page = visitor.get(world.link(address))
    move(visitor, "MO")
    assert_told(visitor.submit(page), "MO")
    assert_told(visitor.get(world.link(address)), "MO")
    assert Confirmation.objects.get(address=address).used_at is None
    move(visitor, "PT")
    assert visitor.submit(visitor.get(world.link(address))).heading == "Sign in"


def test_who_confirmed_before_gets_no_benefit_by_signing_in(world: World) -> None:
    visitor, address, account = world.visitor(), world.work_address(world.organization()), world.account()
    page = world.confirm(visitor, address)
    move(visitor, "VE")
    assert_told(world.sign_in(visitor, page, account), "VE")
    assert not Benefit.objects.filter(address=address).exists()


def test_a_checkout_opened_before_buys_nothing(world: World) -> None:
    visitor, account, _store = world.employee()
    page = world.checkout(visitor)
    move(visitor, "RU")
    assert_told(visitor.submit(page, CARD), "RU")
    assert not Order.objects.filter(account=account).exists()
    assert mails_to(account.email) == []


def test_what_was_bought_before_stays_ones_own(world: World) -> None:
    visitor, _account, _store = world.employee()
    receipt = visitor.submit(world.checkout(visitor), CARD)
    move(visitor, "RU")
    assert visitor.get(receipt.url).heading == "Thank you for your order"
    assert visitor.get(f"{STORE}/orders/").heading == "Your orders"
    installed = visitor.submit(visitor.get(f"{STORE}/install/"))
    assert dict(installed.terms)["Installed on"] == "1 device"


def test_a_benefit_of_a_market_that_lost_the_program_is_worth_nothing(world: World) -> None:
    visitor, account, _store = world.employee()
    Benefit.objects.filter(account=account).update(market="MO")
    assert_told(visitor.get(f"{STORE}/"), "MO")
    assert_told(visitor.get(f"{STORE}/checkout/family/"), "MO")


def test_one_may_sign_in_and_out_anywhere(world: World) -> None:
    visitor = world.visitor()
    move(visitor, "RU")
    page = world.sign_in(visitor, visitor.get(f"{ACCOUNT}/sign-in/"), world.account())
    assert page.heading == "Your account"
    assert visitor.submit(page).heading == "You are signed out"


# China, Hong Kong and Japan


@pytest.mark.parametrize(
    ("market", "address", "heading"),
    [
        ("CN", f"{STORE}/china/", "Microsoft 365 in China"),
        ("HK", f"{STORE}/hong-kong/?locale=en_HK", "Buy Microsoft 365 at a discounted price"),
        ("TW", f"{STORE}/", "Your discounts"),
    ],
)
def test_each_market_has_its_store_page(world: World, market: str, address: str, heading: str) -> None:
    visitor, _account, _store = world.employee()
    move(visitor, market)
    typed = (
        "/",
        "/china/",
        "/hong-kong/",
        "/hong-kong/?locale=en_HK",
        "/hong-kong/?locale=xx",
        "/?locale=en_HK",
    )
    for path in typed:
        page = visitor.get(STORE + path)
        assert (page.url, page.heading) == (address, heading)


@pytest.mark.parametrize(("language", "locale"), [("en", "en_HK"), ("de", "de_HK"), ("ar", "ar_HK")])
def test_hong_kongs_page_is_in_a_language_of_hong_kong(world: World, language: str, locale: str) -> None:
    visitor, _account, _store = world.employee()
    move(visitor, "HK", language)
    page = visitor.get(f"{STORE}/")
    assert page.url == f"{STORE}/hong-kong/?locale={locale}"
    assert f'<html lang="{language}-HK"' in page.response.text


@pytest.mark.parametrize("path", ["/china/", "/hong-kong/"])
def test_a_store_page_of_ones_own_is_for_those_who_signed_in(world: World, path: str) -> None:
    visitor = world.visitor()
    assert visitor.get(STORE + path).heading == "Sign in"
    page = world.sign_in(visitor, visitor.get(STORE + path), world.account())
    assert page.heading == "Confirm your work address first"


@pytest.mark.parametrize("market", ["CN", "HK"])
def test_one_year_is_said_from_the_store_to_the_receipt(world: World, market: str) -> None:
    visitor, account, _store = world.employee()
    move(visitor, market)
    store = visitor.get(f"{STORE}/")
    assert store.terms.count(("Term", "One-year subscription")) == 2
    assert ("You pay", "$69.99 for one year") in store.terms
    checkout = world.checkout(visitor)
    assert ("Term", "One-year subscription") in checkout.terms
    assert ("Term", "One-year subscription") in visitor.submit(checkout, CARD).terms
    (mail,) = mails_to(account.email)
    assert "Term: One-year subscription" in str(mail.body)
    assert "One-year subscription" in str(mail.alternatives[0][0])
    order = Order.objects.get(account=account)
    assert (order.market, order.term) == (market, "one-year")


@pytest.mark.parametrize(("market", "moved_to"), [("US", "CN"), ("HK", "US")])
def test_a_checkout_that_showed_another_term_buys_nothing(world: World, market: str, moved_to: str) -> None:
    visitor, account, _store = world.employee()
    move(visitor, market)
    checkout = world.checkout(visitor)
    move(visitor, moved_to)
    refused = visitor.submit(checkout, CARD)
    assert (refused.status, refused.heading) == (409, "The term has changed")
    assert not account.orders.exists()
    assert visitor.submit(visitor.get(checkout.url), CARD).heading == "Thank you for your order"


def typed(visitor: Visitor, _opened: Page) -> Page:
    return visitor.get(f"{STORE}/checkout/family/")


def reloaded(visitor: Visitor, opened: Page) -> Page:
    return visitor.get(opened.url)


def paid(visitor: Visitor, opened: Page) -> Page:
    return visitor.submit(opened, CARD)


@pytest.mark.parametrize("way", [typed, reloaded, paid])
def test_japan_sells_no_family(world: World, way: Callable[[Visitor, Page], Page]) -> None:
    visitor, account, _store = world.employee()
    opened = world.checkout(visitor)
    move(visitor, "JP")
    page = way(visitor, opened)
    assert (page.status, page.heading) == (403, "Microsoft 365 Family is not sold in Japan")
    assert "$" not in page.response.text
    assert not Order.objects.filter(account=account).exists()


def test_japan_shows_no_family_and_sells_personal(world: World) -> None:
    visitor, _account, _store = world.employee()
    move(visitor, "JP")
    for url in (f"{PROGRAM}/", f"{STORE}/"):
        page = visitor.get(url)
        assert "Microsoft 365 Family" not in page.response.text
        assert ("You pay", "$48.99 per year") in page.terms
    assert visitor.submit(world.checkout(visitor, "personal"), CARD).heading == "Thank you for your order"


def test_a_benefit_for_family_alone_finds_nothing_in_japan(world: World) -> None:
    visitor, _account, _store = world.employee(world.organization(products=["family"]))
    move(visitor, "JP")
    page = visitor.get(f"{STORE}/")
    assert "Nothing that your organization's benefit covers is sold in your market." in page.response.text


def test_prices_are_numbers_in_every_language(world: World) -> None:
    visitor, _account, _store = world.employee()
    move(visitor, "DE", "de")
    checkout = visitor.get(f"{STORE}/checkout/family/")
    assert checkout.forms[-1].fields["price"] == "69.99"
    assert "/orders/" in visitor.submit(checkout, CARD).url


def test_the_table_has_every_market(world: World) -> None:
    page = world.visitor().get(f"{PROGRAM}/markets/")
    assert page.heading == "Where the program is offered"
    assert "offered in 246 of 249 markets" in page.response.text
    assert len(page.cells) == 3 * 249
    assert page.cells.count("Not offered") == 3 * 3 + 1
    assert page.cells.count("One year") == 2
