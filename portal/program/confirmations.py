"""Sending confirmation links and using them up."""

import logging

from django.db import transaction
from django.utils import timezone

from portal import mail
from portal.organizations import lookup
from portal.organizations.models import Organization
from portal.program import mails
from portal.program.models import Confirmation, LinkRequest
from portal.rules import addresses, links

_log = logging.getLogger(__name__)


class AskedTooOftenError(Exception):
    """One more link may be asked for in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class LinkRefusedError(Exception):
    """The link does not confirm anything (any more); ``state`` is None for one that never existed."""

    def __init__(self, state: links.LinkState | None) -> None:
        super().__init__(state.value if state else "unknown")
        self.state = state


class NoLongerEligibleError(Exception):
    """The organization stopped being eligible after the link was sent."""


def request_link(address: addresses.Address, market: str) -> None:
    """Mail a link to an employee of an eligible organization, and a refusal to everybody else.

    The benefit is going to be for the market from which it was asked for.

    Raises `AskedTooOftenError`, and `portal.mail.MailNotSentError` after which nothing has changed.
    """
    request = _register(address)
    organization = lookup.eligible_employer(address)
    if organization is None:
        try:
            mails.send_not_eligible(address)
        except mail.MailNotSentError:
            request.delete()
            raise
        return
    token = links.new_token()
    confirmation = _create(address, organization, market, token)
    try:
        mails.send_eligible(address, organization, token)
    except mail.MailNotSentError:
        confirmation.delete()
        request.delete()
        raise
    # Only now: had the mail not left, the earlier link would still be the person's only one.
    void_earlier(confirmation)


def _register(address: addresses.Address) -> LinkRequest:
    now = timezone.now()
    with transaction.atomic():
        requests = LinkRequest.objects.filter(address=address.key).order_by("-requested_at")
        earlier = requests.values_list("requested_at", flat=True)[: links.REQUESTS_ALLOWED]
        seconds = links.seconds_to_wait(list(earlier), now)
        if seconds:
            _log.info("no link for %s: asked too often", address)
            raise AskedTooOftenError(seconds)
        return LinkRequest.objects.create(address=address.key, requested_at=now)


def _create(address: addresses.Address, organization: Organization, market: str, token: str) -> Confirmation:
    return Confirmation.objects.create(
        digest=links.digest(token),
        address=address.key,
        organization=organization,
        market=market,
        created_at=timezone.now(),
    )


def void_earlier(confirmation: Confirmation) -> None:
    """A new link replaces the ones sent before it."""
    Confirmation.objects.filter(
        address=confirmation.address, pk__lt=confirmation.pk, used_at=None, voided_at=None
    ).update(voided_at=timezone.now())


def find(token: str) -> Confirmation:
    """The open confirmation behind a token; changes nothing. Raises `LinkRefusedError`."""
    confirmation = (
        Confirmation.objects.select_related("organization").filter(digest=links.digest(token)).first()
    )
    if confirmation is None:
        raise LinkRefusedError(None)
    state = confirmation.state(timezone.now())
    if state is not links.LinkState.OPEN:
        raise LinkRefusedError(state)
    return confirmation


def use(token: str) -> Confirmation:
    """Use a link up: of any number of people at once, one gets it.

    Raises `LinkRefusedError`, and `NoLongerEligibleError` where the link stays open.
    """
    with transaction.atomic():
        confirmation = find(token)
        employer = lookup.eligible_employer(addresses.parse(confirmation.address))
        if employer != confirmation.organization:
            raise NoLongerEligibleError
        confirmation.used_at = timezone.now()
        confirmation.save(update_fields=["used_at"])
    _log.info("%s confirmed", confirmation.address)
    return confirmation
