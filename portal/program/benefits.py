"""The benefit: a work address bound to one personal account, for as long as the employer is eligible."""

import logging

from django.db import transaction
from django.utils import timezone

from portal.account.models import Account
from portal.organizations import lookup
from portal.program.models import Benefit, Confirmation
from portal.rules import addresses

_log = logging.getLogger(__name__)


class BelongsToAnotherAccountError(Exception):
    """The work address was confirmed by another account before."""


def bind(confirmation: Confirmation, account: Account) -> Benefit:
    """Give the benefit to the account that confirmed first; the same account may confirm again.

    Raises `BelongsToAnotherAccountError`.
    """
    with transaction.atomic():
        benefit = Benefit.objects.filter(address=confirmation.address).first()
        if benefit is None:
            benefit = Benefit(address=confirmation.address, account=account)
        elif benefit.account_id != account.pk:
            _log.info("benefit of %s refused to %s: it is another account's", confirmation.address, account)
            raise BelongsToAnotherAccountError
        benefit.organization = confirmation.organization
        benefit.market = confirmation.market
        benefit.confirmed_at = timezone.now()
        benefit.save()
    _log.info("benefit of %s bound to %s", confirmation.address, account)
    return benefit


def holds(benefit: Benefit) -> bool:
    """Whether the benefit's employer is eligible now, and the address is still on its domain."""
    return lookup.eligible_employer(addresses.parse(benefit.address)) == benefit.organization


def current(account: Account) -> Benefit | None:
    """The account's benefit: of several employers', the one confirmed last that still holds."""
    benefits = account.benefits.select_related("organization").order_by("-confirmed_at")
    return next((benefit for benefit in benefits if holds(benefit)), None)


def is_of_previous_program(account: Account) -> bool:
    """Whether the account's benefit is that of an organization of the previous program."""
    benefit = current(account)
    return benefit is not None and benefit.organization.previous_program
