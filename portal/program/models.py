"""Confirmation links, how often they were asked for, and the benefits they led to."""

from datetime import datetime

from django.db import models

from portal.account.models import Account
from portal.organizations.models import Organization
from portal.rules import links, markets


class LinkRequest(models.Model):
    """Somebody asked for a link, customer or not: what the limit counts. ``address`` is an address key."""

    address = models.CharField(max_length=254, db_index=True)
    requested_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address


class Confirmation(models.Model):
    """A link that was mailed to an employee. Only the token's digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    address = models.CharField(max_length=254, db_index=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    market = models.CharField(max_length=2, default=markets.DEFAULT)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"confirmation of {self.address}"

    def state(self, now: datetime) -> links.LinkState:
        """What has become of the link."""
        return links.state(
            created_at=self.created_at, used_at=self.used_at, voided_at=self.voided_at, now=now
        )


class Benefit(models.Model):
    """A confirmed work address and the one personal account it belongs to for good."""

    address = models.CharField(max_length=254, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="benefits")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    market = models.CharField(max_length=2, default=markets.DEFAULT)
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"benefit of {self.address}"
