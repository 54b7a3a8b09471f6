"""Placing orders: a checkout becomes one order with one receipt, however often its form is sent."""

import logging
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal import locks, mail
from portal.program.models import Benefit
from portal.rules import pricing
from portal.rules.products import Product
from portal.store import mails
from portal.store.models import Checkout, Order

_log = logging.getLogger(__name__)

# Without letters and digits that are taken for one another when read aloud or copied by hand.
_NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_NUMBER_GROUPS = 3
_NUMBER_GROUP_LENGTH = 4

_checkouts = locks.KeyedLock()


def new_number() -> str:
    """An order number that tells nothing and cannot be guessed: 60 random bits."""
    groups = (
        "".join(secrets.choice(_NUMBER_ALPHABET) for _ in range(_NUMBER_GROUP_LENGTH))
        for _ in range(_NUMBER_GROUPS)
    )
    return "-".join(groups)


def of_checkout(checkout: Checkout) -> Order | None:
    """The order that the checkout has become."""
    return Order.objects.filter(checkout=checkout).first()


def place(checkout: Checkout, product: Product, benefit: Benefit, market: str, card_ending: str) -> Order:
    """Place the order and mail its receipt, or return the order that was placed before.

    Raises `portal.mail.MailNotSentError`, after which there is no order.
    """
    # The lock makes a second click wait for the first one's receipt; the constraint in the database is what
    # rules out a second order.
    with _checkouts.hold(checkout.pk):
        placed = of_checkout(checkout)
        if placed is not None:
            return placed
        try:
            order = _create(checkout, product, benefit, market, card_ending)
        except IntegrityError:
            return Order.objects.get(checkout=checkout)
        try:
            mails.send_receipt(order)
        except mail.MailNotSentError:
            order.delete()
            raise
    _log.info("order %s placed by %s", order.number, order.account)
    return order


def _create(checkout: Checkout, product: Product, benefit: Benefit, market: str, card_ending: str) -> Order:
    quote = pricing.quote(product, market)
    with transaction.atomic():
        return Order.objects.create(
            number=new_number(),
            checkout=checkout,
            account=checkout.account,
            work_address=benefit.address,
            organization=benefit.organization.name,
            market=market,
            product=product.slug,
            product_name=product.name,
            term=quote.term,
            list_price=quote.list_price,
            discount_percent=quote.discount_percent,
            price=quote.price,
            card_ending=card_ending,
            placed_at=timezone.now(),
        )
