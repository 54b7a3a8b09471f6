"""Checkouts, orders, and the devices on which they are in use."""

import uuid
from typing import ClassVar

from django.db import models

from portal.account.models import Account
from portal.rules import pricing
from portal.rules.products import Term


class Checkout(models.Model):
    """One intent to buy one product: it can become one order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    product = models.CharField(max_length=50)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"checkout {self.id}"


class Order(models.Model):
    """What was bought, at the price of that moment. Of the card only the last digits are kept."""

    number = models.CharField(max_length=20, unique=True)
    checkout = models.OneToOneField(Checkout, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="orders")
    work_address = models.CharField(max_length=254)
    organization = models.CharField(max_length=200)
    market = models.CharField(max_length=2)
    product = models.CharField(max_length=50)
    product_name = models.CharField(max_length=100)
    term = models.CharField(max_length=20)
    list_price = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    discount_percent = models.PositiveSmallIntegerField(null=True)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    currency = models.CharField(max_length=3, default=pricing.CURRENCY)
    card_ending = models.CharField(max_length=4)
    placed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number

    @property
    def is_subscription(self) -> bool:
        """Whether it is installed from the store, with the account that bought it."""
        return self.term != Term.ONE_TIME


class Installation(models.Model):
    """A device on which a subscription is installed. ``device`` is what the store knows the device by."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="installations")
    device = models.CharField(max_length=43)
    installed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "device"], name="once_on_each_device"),
        ]

    def __str__(self) -> str:
        return f"{self.order} on {self.device}"
