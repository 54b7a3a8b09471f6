"""Domains that several organizations claim: one has it, and the others are out of reach."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.utils import timezone

from portal.organizations.models import Domain
from tests.portal.domain_pages import Admin, is_validated, new_name
from tests.portal.name_server import Zone
from tests.portal.world import World


def test_a_validated_domain_cannot_be_claimed_by_another(world: World) -> None:
    owner, other = world.organization(), Admin(world, world.organization())
    name = owner.validated_domains[0].name
    page = other.add(name.upper())
    assert "validated for another organization" in page.alert
    assert owner.name not in page.response.text, "whose it is, is nobody's business"
    assert not other.organization.domains.filter(name=name).exists()


def test_a_claim_is_worth_nothing_once_another_has_proven_the_domain(world: World, zone: Zone) -> None:
    first, second, name = Admin(world, world.organization()), Admin(world, world.organization()), new_name()
    ours, theirs = first.claim(name), second.claim(name)
    zone.texts[name] = [ours.record.encode(), theirs.record.encode()]
    first.verify(ours)
    assert "validated for another organization" in second.verify(theirs).alert
    assert (is_validated(ours), is_validated(theirs)) == (True, False)


def test_of_two_at_the_same_moment_the_quicker_one_has_it(world: World, zone: Zone) -> None:
    first, second, name = Admin(world, world.organization()), Admin(world, world.organization()), new_name()
    ours, theirs = first.claim(name), second.claim(name)
    zone.texts[name] = [ours.record.encode(), theirs.record.encode()]
    quicker = Domain.objects.filter(pk=ours.pk)
    zone.meanwhile = lambda: quicker.update(validated_at=timezone.now())
    assert "validated for another organization" in second.verify(theirs).alert
    assert (is_validated(ours), is_validated(theirs)) == (True, False)


def test_the_database_itself_holds_one_owner(world: World) -> None:
    name = world.organization().validated_domains[0].name
    with pytest.raises(IntegrityError):
        world.organization().domains.create(name=name, validated_at=timezone.now())


def test_a_domain_that_was_given_up_is_free_again(world: World, zone: Zone) -> None:
    first, second = Admin(world, world.organization()), Admin(world, world.organization())
    given_up = first.organization.domains.get()
    first.remove(given_up)
    domain = second.claim(given_up.name)
    zone.texts[domain.name] = [domain.record.encode()]
    second.verify(domain)
    assert is_validated(domain)


@pytest.mark.parametrize("what", ["verify", "remove"])
def test_the_domains_of_others_are_out_of_reach(world: World, zone: Zone, what: str) -> None:
    owner, other = world.organization(), Admin(world, world.organization())
    claim = owner.domains.create(name=new_name())
    zone.texts[claim.name] = [claim.record.encode()]
    for domain in owner.domains.all():
        assert other.post(domain, what).heading == "Domains"
        domain.refresh_from_db()
    assert not is_validated(claim)
    assert owner.domains.count() == 2


def test_a_claim_given_up_while_it_is_looked_up_stays_gone(world: World, zone: Zone) -> None:
    admin, name = Admin(world, world.organization()), new_name()
    domain = admin.claim(name)
    zone.texts[name] = [domain.record.encode()]
    claims = Domain.objects.filter(pk=domain.pk)
    zone.meanwhile = claims.delete
    assert admin.verify(domain).heading == "Domains"
    assert not claims.exists()
