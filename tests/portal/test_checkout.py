"""Paying: what buys nothing, and what buys nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portal import mail
from portal.rules import pricing, products
from portal.store import mails, orders
from portal.store.models import Checkout, Order
from tests.portal.world import CARD, STORE, World, mails_to

DECLINED = "Your card was declined. You have not been charged."


@pytest.mark.parametrize("number", ["4000 0000 0000 0002", "378282246310005"])
def test_a_declined_card_buys_nothing(world: World, number: str) -> None:
    visitor, account, _store = world.employee()
    page = visitor.submit(world.checkout(visitor), CARD | {"number": number})
    assert (page.heading, page.alert) == ("Checkout", DECLINED)
    assert number not in page.response.text
    assert page.response.history[-1].status_code == 303
    assert not account.orders.exists()
    assert not mails_to(account.email)
    assert "declined" not in visitor.get(page.url).response.text
    assert visitor.submit(page, CARD).heading == "Thank you for your order"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("number", "", "Enter the number on the front of your card."),
        ("number", "4242 4242 4242 4241", "Check the card number: a digit is missing or wrong."),
        ("number", "x" * 41, "Ensure this value has at most 40 characters (it has 41)."),
        ("expiry", "", "Enter the expiry date of your card."),
        ("expiry", "2031-01", "Enter the expiry date as month and year, such as 09/29."),
        ("expiry", "01/20", "This card has expired. Use another card."),
        ("security_code", "", "Enter the security code of your card."),
        ("security_code", "12", "Enter the 3 or 4 digits of the security code."),
    ],
)
def test_a_malformed_card_is_said_by_its_field(world: World, field: str, value: str, message: str) -> None:
    visitor, account, _store = world.employee()
    page = visitor.submit(world.checkout(visitor), CARD | {field: value})
    assert (page.heading, page.alert) == ("Checkout", message)
    assert f'<a href="#id_{field}">' in page.response.text
    assert f'id="id_{field}_error"' in page.response.text
    assert 'value="123"' not in page.response.text
    assert not account.orders.exists()


@pytest.mark.parametrize("price", ["0.01", "69.98", "-69.99", "", "free", "69.990"])
def test_a_changed_price_buys_nothing(world: World, price: str) -> None:
    visitor, account, _store = world.employee()
    page = visitor.submit(world.checkout(visitor), CARD | {"price": price})
    assert (page.status, page.heading) == (409, "The price has changed")
    assert not account.orders.exists()
    assert not mails_to(account.email)


def test_a_price_that_changed_meanwhile_is_shown_before_it_is_paid(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, account, _store = world.employee()
    page = world.checkout(visitor)
    monkeypatch.setattr(pricing, "DISCOUNT_PERCENT", 20)
    assert visitor.submit(page, CARD).heading == "The price has changed"
    assert not account.orders.exists()
    assert dict(world.checkout(visitor).terms)["You pay"] == "$79.99"


def test_a_checkout_is_paid_once(world: World) -> None:
    visitor, account, _store = world.employee()
    page = world.checkout(visitor)
    receipt = visitor.submit(page, CARD)
    for again in (
        visitor.submit(page, CARD),
        visitor.submit(page, CARD | {"number": "4000000000000002"}),
        visitor.submit(page, CARD | {"price": "1.00"}),
        visitor.get(page.url),
        visitor.get(receipt.url),
    ):
        assert again.url == receipt.url
    assert receipt.response.history[-1].status_code == 303
    assert account.orders.count() == 1
    assert len(mails_to(account.email)) == 1


def test_the_database_itself_rules_out_a_second_order(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, account, _store = world.employee()
    page = world.checkout(visitor)
    receipt = visitor.submit(page, CARD)
    monkeypatch.setattr(orders, "of_checkout", lambda _checkout: None)
    assert visitor.submit(page, CARD).url == receipt.url
    assert account.orders.count() == 1
    assert len(mails_to(account.email)) == 1


def test_two_checkouts_are_two_orders(world: World) -> None:
    visitor, account, _store = world.employee()
    numbers = {visitor.submit(world.checkout(visitor), CARD).url for _ in range(2)}
    assert len(numbers) == 2
    assert account.orders.count() == 2


def test_there_is_no_order_without_its_receipt(
    world: World, broken_mail_server: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, account, _store = world.employee()
    page = world.checkout(visitor)
    broken_mail_server()
    failed = visitor.submit(page, CARD)
    assert (failed.status, failed.heading) == (503, "We could not send the email")
    assert failed.links["Try again"] == page.url.removeprefix(STORE)
    assert not account.orders.exists()
    monkeypatch.undo()
    assert visitor.submit(visitor.get(page.url), CARD).heading == "Thank you for your order"
    assert len(mails_to(account.email)) == 1


def test_a_second_click_waits_to_see_whether_the_first_one_bought(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, account, _store = world.employee()
    world.checkout(visitor)
    record = Checkout.objects.get(account=account)
    benefit = account.benefits.get()
    sending, fail = threading.Event(), threading.Event()
    outcomes: list[str] = []

    def send(_order: Order) -> None:
        if not sending.is_set():
            sending.set()
            assert fail.wait(10)
            raise mail.MailNotSentError

    def click() -> None:
        try:
            outcomes.append(orders.place(record, products.FAMILY, benefit, "US", "4242").number)
        except mail.MailNotSentError:
            outcomes.append("not sent")
        finally:
            connection.close()

    monkeypatch.setattr(mails, "send_receipt", send)
    first, second = threading.Thread(target=click), threading.Thread(target=click)
    first.start()
    assert sending.wait(10)
    second.start()
    second.join(0.2)
    assert second.is_alive()
    fail.set()
    first.join(10)
    second.join(10)
    assert outcomes == ["not sent", account.orders.get().number]


def test_only_the_end_of_a_card_is_kept(world: World) -> None:
    visitor, account, _store = world.employee()
    visitor.submit(world.checkout(visitor), CARD)
    order = Order.objects.filter(account=account).values().get()
    assert order["card_ending"] == "4242"
    assert "42424242" not in str(order)


@pytest.mark.parametrize("path", ["/checkout/visio/", "/checkout/Family/", "/checkout/../orders/x/"])
def test_there_is_no_checkout_of_what_is_not_sold(world: World, path: str) -> None:
    visitor, account, _store = world.employee()
    assert visitor.get(STORE + path).status == 404
    assert not Checkout.objects.filter(account=account).exists()


def test_looking_at_the_head_of_a_checkout_makes_none(world: World) -> None:
    visitor, account, _store = world.employee()
    assert visitor.http.head(f"{STORE}/checkout/family/").status_code == 405
    assert not Checkout.objects.filter(account=account).exists()
