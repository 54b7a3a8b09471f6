"""The other Office products: for employees of organizations of the previous program, and for nobody else."""

from __future__ import annotations

import html
import re

import pytest

from portal.organizations.models import Organization
from portal.store.models import Checkout, Order
from tests.portal.world import CARD, STORE, World, mails_to

OTHER_PRODUCTS = "Other Office products"
PATH = "/other-products/"
WHOM_TO_ASK = "Contact your employer's Home Use Program administrator"


@pytest.mark.parametrize(
    ("slug", "name"), [("visio", "Visio Professional 2019"), ("project", "Project Professional 2019")]
)
def test_they_are_bought_once_and_no_list_price_is_claimed(world: World, slug: str, name: str) -> None:
    visitor, account, store = world.employee(world.organization(previous_program=True))
    page = visitor.get(STORE + store.links[OTHER_PRODUCTS])
    assert page.heading == OTHER_PRODUCTS
    assert page.terms == [("Term", "One-time purchase"), ("You pay", "$14.99 once")] * 2
    checkout = visitor.get(STORE + page.links[f"Buy {name}"])
    assert checkout.terms == [("Product", name), ("Term", "One-time purchase"), ("You pay", "$14.99")]
    receipt = visitor.submit(checkout, CARD)
    order = Order.objects.get(account=account, product=slug)
    assert receipt.terms == [
        ("Order number", order.number),
        ("Product", name),
        ("Term", "One-time purchase"),
        ("You paid", "$14.99"),
        ("Billed to", "Card ending 4242"),
        ("Date", dict(receipt.terms)["Date"]),
    ]
    (mail,) = mails_to(account.email)
    for part in (str(mail.body), re.sub(r"<[^>]+>", " ", str(mail.alternatives[0][0]))):
        assert re.findall(r"\$[\d.]+", part) == ["$14.99"]
        assert "One-time purchase" in part
        assert "Discount" not in part
        assert "None" not in part
    assert visitor.get(STORE + "/orders/").cells[:3] == [order.number, name, "$14.99"]


def test_they_are_not_among_the_discounts(world: World) -> None:
    _visitor, _account, store = world.employee(world.organization(previous_program=True))
    assert "Visio" not in store.response.text
    assert "Project" not in store.response.text


def test_a_visitor_is_led_through_the_steps_first(world: World) -> None:
    visitor, account = world.visitor(), world.account()
    page = visitor.get(STORE + PATH)
    assert page.heading == "Sign in"
    page = world.sign_in(visitor, page, account)
    assert (page.status, page.heading) == (403, "Confirm your work address first")
    assert OTHER_PRODUCTS not in page.links
    organization = world.organization(previous_program=True)
    store = world.confirm(visitor, world.work_address(organization))
    assert visitor.get(STORE + store.links[OTHER_PRODUCTS]).status == 200


@pytest.mark.parametrize("path", [PATH, "/checkout/visio/", "/checkout/project/"])
def test_employees_of_other_organizations_are_not_told_of_them(world: World, path: str) -> None:
    visitor, account, store = world.employee()
    assert OTHER_PRODUCTS not in store.links
    refused, nothing = visitor.get(STORE + path), visitor.get(STORE + "/nothing/")
    assert refused.status == 404
    assert refused.response.content == nothing.response.content
    assert not Checkout.objects.filter(account=account).exists()


def test_a_checkout_is_closed_once_the_organization_is_no_longer_of_the_program(world: World) -> None:
    organization = world.organization(previous_program=True)
    visitor, account, _store = world.employee(organization)
    checkout = world.checkout(visitor, "visio")
    Organization.objects.filter(pk=organization.pk).update(previous_program=False)
    assert visitor.get(checkout.url).status == 404
    assert visitor.submit(checkout, CARD).status == 404
    assert not account.orders.exists()


def test_of_two_employers_the_one_confirmed_last_counts(world: World) -> None:
    visitor, _account, store = world.employee(world.organization(previous_program=True))
    assert OTHER_PRODUCTS in store.links
    store = world.confirm(visitor, world.work_address(world.organization()))
    assert OTHER_PRODUCTS not in store.links
    assert visitor.get(STORE + PATH).status == 404


def test_a_changed_price_leads_back_to_them(world: World) -> None:
    visitor, account, _store = world.employee(world.organization(previous_program=True))
    refused = visitor.submit(world.checkout(visitor, "project"), CARD | {"price": "1.49"})
    assert (refused.status, refused.heading) == (409, "The price has changed")
    assert refused.links["See the price now"] == PATH
    assert not account.orders.exists()


def test_every_page_with_or_without_discounts_names_whom_to_ask(world: World) -> None:
    visitor, _account, store = world.employee(world.organization(previous_program=True))
    stranger, account = world.visitor(), world.account()
    confirm_first = world.sign_in(stranger, stranger.get(STORE + "/"), account)
    for page in (store, visitor.get(STORE + PATH), confirm_first):
        assert WHOM_TO_ASK in html.unescape(page.response.text)
