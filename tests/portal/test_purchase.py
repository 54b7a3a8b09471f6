"""The whole purchase, and the one price that is on every page and mail of it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from portal.store.models import Order
from tests.portal.world import ACCOUNT, CARD, PROGRAM, STORE, World, mails_to


@pytest.mark.parametrize(
    ("name", "list_price", "price"),
    [
        ("Microsoft 365 Family", "$99.99", "$69.99"),
        ("Microsoft 365 Personal", "$69.99", "$48.99"),
    ],
)
def test_one_price_from_the_product_page_to_the_receipt(
    world: World, name: str, list_price: str, price: str
) -> None:
    visitor, account = world.visitor(), world.account()
    address = world.work_address(world.organization())
    offer = [
        ("List price", f"{list_price} per year"),
        ("Discount", "30%"),
        ("You pay", f"{price} per year"),
    ]
    home = visitor.get(PROGRAM + "/")
    assert home.heading == "Home Use Program"
    assert set(offer) <= set(home.terms)

    store = world.sign_in(visitor, world.confirm(visitor, address), account)
    assert store.url == STORE + "/"
    assert store.heading == "Your discounts"
    assert set(offer) <= set(store.terms)

    checkout = visitor.get(STORE + store.links[f"Buy {name}"])
    assert checkout.terms == [
        ("Product", name),
        ("Term", "Renews every year until you cancel"),
        ("List price", list_price),
        ("Discount", "30%"),
        ("You pay", price),
    ]
    receipt = visitor.submit(checkout, CARD)
    assert receipt.heading == "Thank you for your order"
    order = Order.objects.get(account=account)
    shown = dict(receipt.terms)
    assert shown | {"Date": ""} == {
        "Order number": order.number,
        "Product": name,
        "Term": "Renews every year until you cancel",
        "List price": list_price,
        "Discount": "30%",
        "You paid": price,
        "Billed to": "Card ending 4242",
        "Date": "",
    }
    (mail,) = mails_to(account.email)
    assert mail.subject == f"Your order {order.number}"
    html = str(mail.alternatives[0][0])
    for part in (str(mail.body), re.sub(r"<[^>]+>", " ", html)):
        assert re.findall(r"\$[\d.]+", part) == [list_price, price]
        parts = set(re.split(r"\s{2,}|: |\n", part))
        assert {order.number, name, "Renews every year until you cancel", "30%"} <= parts

    orders = visitor.get(STORE + "/orders/")
    assert orders.heading == "Your orders"
    assert orders.cells == [order.number, name, price, shown["Date"]]


def test_every_page_on_the_way_has_one_heading_and_names_it_in_its_title(world: World) -> None:
    visitor, account, store = world.employee()
    pages = [
        store,
        world.checkout(visitor),
        visitor.submit(world.checkout(visitor), CARD),
        *(visitor.get(STORE + path) for path in ("/orders/", "/nothing/")),
        *(visitor.get(PROGRAM + path) for path in ("/", "/get-started/", "/check-your-inbox/", "/nothing/")),
        *(visitor.get(ACCOUNT + path) for path in ("/", "/create/", "/sign-out/", "/authorize/")),
    ]
    for page in pages:
        assert page.title == f"{page.heading} · Home Use Program"
        assert '<html lang="en" dir="ltr">' in page.response.text
        assert 'href="#content"' in page.response.text
    assert account.email in store.response.text


def test_the_store_names_the_organization(world: World) -> None:
    organization = world.organization(name="Fabrikam & Daughters <GmbH>")
    _visitor, _account, store = world.employee(organization)
    assert (
        "Offered to you through the benefit of Fabrikam &amp; Daughters &lt;GmbH&gt;" in store.response.text
    )


def test_the_store_offers_what_the_benefit_covers(world: World) -> None:
    visitor, _account, store = world.employee(world.organization(products=["personal"]))
    assert "Buy Microsoft 365 Personal" in store.links
    assert "Buy Microsoft 365 Family" not in store.links
    assert visitor.get(STORE + "/checkout/family/").heading == "Confirm your work address first"


def test_an_order_is_its_owners_only(world: World) -> None:
    visitor, account, _store = world.employee()
    receipt = visitor.submit(world.checkout(visitor), CARD)
    stranger, _account, _page = world.employee()
    refused = stranger.get(receipt.url)
    assert (refused.status, refused.heading) == (404, "There is no such page")
    unknown = stranger.get(STORE + "/orders/AAAA-BBBB-CCCC/")
    assert refused.response.content == unknown.response.content
    number = Order.objects.get(account=account).number
    assert number not in stranger.get(STORE + "/orders/").response.text


def test_a_checkout_is_its_owners_only(world: World) -> None:
    visitor, _account, _store = world.employee()
    checkout = world.checkout(visitor)
    stranger, account, _page = world.employee()
    assert stranger.get(checkout.url).status == 404
    own = world.checkout(stranger)
    own.forms[-1].action = checkout.url
    assert stranger.submit(own, CARD).status == 404
    assert not Order.objects.filter(account=account).exists()


@pytest.mark.parametrize("path", ["/", "/checkout/family/", "/checkout/personal/", "/orders/"])
def test_nobody_sees_a_price_without_signing_in(world: World, path: str) -> None:
    page = world.visitor().get(STORE + path)
    assert page.heading == "Sign in"
    assert "$" not in page.response.text


@pytest.mark.parametrize("path", ["/", "/checkout/family/", "/checkout/personal/"])
def test_nobody_sees_a_price_without_a_benefit(world: World, path: str) -> None:
    visitor, account = world.visitor(), world.account()
    page = world.sign_in(visitor, visitor.get(STORE + path), account)
    assert (page.status, page.heading) == (403, "Confirm your work address first")
    assert page.links["Get Started"] == PROGRAM + "/get-started/"
    assert "$" not in page.response.text
    assert visitor.get(STORE + "/orders/").heading == "Your orders"


def test_signing_in_leads_back_to_where_one_was_going(world: World) -> None:
    _visitor, account, _store = world.employee()
    again = world.visitor()
    page = world.sign_in(again, again.get(STORE + "/orders/"), account)
    assert page.url == STORE + "/orders/"


def test_addresses_of_the_contract() -> None:
    assert reverse("get-started", urlconf="portal.program.urls") == "/get-started/"
    assert reverse("signed-in", urlconf="portal.program.urls") == "/signed-in/"
    assert reverse("create", urlconf="portal.account.urls") == "/create/"
