"""Prices, links and cards: the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.rules import cards, links, pricing, products
from portal.rules.links import LinkState
from portal.rules.products import Term

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("product", "list_price", "price"),
    [(products.FAMILY, "99.99", "69.99"), (products.PERSONAL, "69.99", "48.99")],
)
def test_prices_at_a_discount(product: products.Product, list_price: str, price: str) -> None:
    assert pricing.quote(product) == pricing.Quote(Decimal(list_price), 30, Decimal(price), Term.YEARLY)


@pytest.mark.parametrize("product", products.OTHER_PRODUCTS, ids=lambda product: product.slug)
def test_prices_without_a_discount(product: products.Product) -> None:
    assert pricing.quote(product) == pricing.Quote(None, None, Decimal("14.99"), Term.ONE_TIME)


@pytest.mark.parametrize(
    ("list_price", "percent", "price"),
    [("0.05", 30, "0.04"), ("0.15", 30, "0.11"), ("0.01", 50, "0.01"), ("10.00", 0, "10.00")],
)
def test_half_a_cent_rounds_up(list_price: str, percent: int, price: str) -> None:
    assert pricing.discounted(Decimal(list_price), percent) == Decimal(price)


@pytest.mark.parametrize("amount", ["69.99", "1234.50"])
def test_money_has_two_decimals(amount: str) -> None:
    assert pricing.money(Decimal(amount)) == {"69.99": "$69.99", "1234.50": "$1,234.50"}[amount]


@pytest.mark.parametrize("shown", ["69.98", "", "1", "69.990", "-69.99", "abc"])
def test_another_price_is_not_the_quoted_one(shown: str) -> None:
    assert not pricing.is_quoted_price(shown, products.FAMILY)
    assert pricing.is_quoted_price("69.99", products.FAMILY)


@pytest.mark.parametrize(
    ("age", "expired"),
    [
        (timedelta(), False),
        (timedelta(hours=23, minutes=59), False),
        (timedelta(hours=23, minutes=59, seconds=59), False),
        (timedelta(hours=24), True),
        (timedelta(hours=24, minutes=1), True),
    ],
)
def test_a_link_lives_for_24_hours(age: timedelta, *, expired: bool) -> None:
    assert links.is_expired(NOW - age, NOW) is expired


@pytest.mark.parametrize(
    ("used", "voided", "old", "state"),
    [
        (False, False, False, LinkState.OPEN),
        (False, False, True, LinkState.EXPIRED),
        (False, True, False, LinkState.VOID),
        (False, True, True, LinkState.VOID),
        (True, False, True, LinkState.USED),
        (True, True, False, LinkState.USED),
    ],
)
def test_a_link_has_one_state(*, used: bool, voided: bool, old: bool, state: LinkState) -> None:
    created = NOW - timedelta(hours=25 if old else 1)
    found = links.state(
        created_at=created, used_at=NOW if used else None, voided_at=NOW if voided else None, now=NOW
    )
    assert found is state


def test_tokens_have_256_bits_and_are_kept_as_digests() -> None:
    tokens = {links.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)
    token = tokens.pop()
    assert token not in links.digest(token)
    assert links.digest(token) == links.digest(token) != links.digest(token + "A")


@pytest.mark.parametrize(
    ("minutes_ago", "seconds"),
    [
        ([], 0),
        ([1, 0], 0),
        ([2, 1, 0], 480),
        ([9, 8, 7], 60),
        ([10, 1, 0], 0),
        ([30, 20, 11, 10], 0),
        ([9, 3, 2, 1], 420),
    ],
)
def test_the_fourth_request_within_ten_minutes_waits(minutes_ago: list[int], seconds: int) -> None:
    earlier = [NOW - timedelta(minutes=minutes) for minutes in minutes_ago]
    assert links.seconds_to_wait(earlier, NOW) == seconds


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("4242 4242 4242 4242", True),
        ("4242-4242-4242-4242", True),
        ("4000000000000002", True),
        ("378282246310005", True),
        ("4242424242424241", False),
        ("400000000000002", False),
        ("0" * 12, False),
        ("0" * 20, False),
        ("4242\u06f44242\u06f44242\u06f44242", False),
        ("\u0664242424242424242", False),
        ("card", False),
    ],
)
def test_card_numbers(text: str, *, valid: bool) -> None:
    assert cards.is_card_number(cards.digits(text)) is valid


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("4242424242424242", cards.Outcome.ACCEPTED),
        ("4000000000000002", cards.Outcome.DECLINED),
        ("378282246310005", cards.Outcome.DECLINED),
    ],
)
def test_only_the_accepting_test_card_pays(number: str, outcome: cards.Outcome) -> None:
    assert cards.outcome(number) is outcome


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("09/29", (2029, 9)),
        ("9/29", (2029, 9)),
        ("12 / 2031", (2031, 12)),
        ("13/29", None),
        ("00/29", None),
        ("0929", None),
        ("09/1929", None),
        ("\u0660\u0669/29", None),
    ],
)
def test_expiry_dates(text: str, expiry: tuple[int, int] | None) -> None:
    assert cards.parse_expiry(text) == expiry


def test_a_card_is_good_to_the_end_of_its_month() -> None:
    assert not cards.is_past((2026, 6), date(2026, 6, 30))
    assert cards.is_past((2026, 5), date(2026, 6, 1))
    assert not cards.is_past((2027, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("text", "valid"), [("123", True), ("1234", True), ("12", False), ("12a", False)])
def test_security_codes(text: str, *, valid: bool) -> None:
    assert cards.is_security_code(text) is valid
