"""Claiming a domain, proving it by a record in its DNS, and giving it up."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal import dns
from portal.organizations.models import Domain, Organization
from portal.rules import domains

# Of the organization's other domains, so many are looked at for a record that was put on the wrong one.
_OTHERS_LOOKED_AT = 5

_log = logging.getLogger(__name__)


class Taken(StrEnum):
    """Who has the domain already."""

    YOURS = "yours"
    ANOTHERS = "anothers"


class TakenError(Exception):
    """The domain cannot be claimed or validated once more; ``by`` says whose it is."""

    def __init__(self, by: Taken) -> None:
        super().__init__(by.value)
        self.by = by


class Reason(StrEnum):
    """Why a domain is not proven."""

    NO_SUCH_NAME = dns.Failure.NO_SUCH_NAME.value
    NO_RECORD = dns.Failure.NO_RECORD.value
    SERVER_FAILURE = dns.Failure.SERVER_FAILURE.value
    TOO_LATE = dns.Failure.TOO_LATE.value
    OTHER_VALUE = "other-value"
    NEARLY = "nearly"
    ELSEWHERE = "elsewhere"


@dataclass
class NotProvenError(Exception):
    """The record was not found where it has to be: the reason, what was found, and where it is instead."""

    reason: Reason
    found: Sequence[bytes] = ()
    place: str = ""


def claim(organization: Organization, name: str) -> Domain:
    """A new claim, with a record of its own. Raises `TakenError`."""
    try:
        with transaction.atomic():
            if organization.domains.filter(name=name).exists():
                raise TakenError(Taken.YOURS)
            if _is_anothers(organization, name):
                raise TakenError(Taken.ANOTHERS)
            domain = organization.domains.create(name=name)
    except IntegrityError as error:  # twice at once
        raise TakenError(Taken.YOURS) from error
    _log.info("%s claims %s", organization, name)
    return domain


def verify(domain: Domain) -> None:
    """Look the record up and validate the domain; one that is validated stays so.

    Raises `TakenError`, `NotProvenError`, and `Domain.DoesNotExist` for a claim that was given up meanwhile.
    """
    if domain.validated_at is not None:
        return
    if _is_anothers(domain.organization, domain.name):
        raise TakenError(Taken.ANOTHERS)
    _look_up(domain)  # outside any transaction: DNS takes its time, and others have to write meanwhile
    try:
        with transaction.atomic():
            current = Domain.objects.get(pk=domain.pk)
            current.validated_at = current.validated_at or timezone.now()
            current.save(update_fields=["validated_at"])
    except IntegrityError as error:  # somebody else was quicker
        raise TakenError(Taken.ANOTHERS) from error
    domain.validated_at = current.validated_at
    _log.info("%s has proven %s", domain.organization, domain)


def remove(domain: Domain) -> None:
    """Give a domain up, claimed or validated. What its employees bought stays theirs."""
    _log.info("%s gives up %s", domain.organization, domain)
    domain.delete()


def _is_anothers(organization: Organization, name: str) -> bool:
    validated = Domain.objects.filter(name=name, validated_at__isnull=False)
    return validated.exclude(organization=organization).exists()


def _look_up(domain: Domain) -> None:
    look_ups = dns.LookUps()
    try:
        found = look_ups.texts(domain.name)
    except dns.LookUpError as error:
        found, reason = [], Reason(error.failure.value)
    else:
        if domains.is_proof(found, domain.record):
            return
        is_nearly = domains.is_nearly_proof(found, domain.record)
        reason = Reason.NEARLY if is_nearly else Reason.OTHER_VALUE
    if reason in {Reason.NO_SUCH_NAME, Reason.NO_RECORD, Reason.OTHER_VALUE}:
        place = _place_of(domain, look_ups)
        if place is not None:
            raise NotProvenError(Reason.ELSEWHERE, found, place)
    raise NotProvenError(reason, found)


def _place_of(domain: Domain, look_ups: dns.LookUps) -> str | None:
    """The likely wrong place at which the record is, if it is at one of them."""
    others = domain.organization.domains.exclude(pk=domain.pk).order_by("-pk")
    own = others.values_list("name", flat=True)[:_OTHERS_LOOKED_AT]
    for place in domains.mistaken_places(domain.name, own):
        try:
            if domains.is_proof(look_ups.texts(place), domain.record):
                return place
        except dns.LookUpError:
            continue
    return None
