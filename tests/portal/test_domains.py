"""Claiming domains and proving them, page by page."""

from __future__ import annotations

import pytest

from portal.dns import Failure
from portal.organizations.models import Organization
from tests.portal.domain_pages import Admin, is_validated, new_name
from tests.portal.name_server import Zone
from tests.portal.world import ADMIN, BUSINESS, World


@pytest.mark.parametrize("site", [ADMIN, BUSINESS])
def test_a_domain_is_claimed_proven_and_makes_the_tenant_managed(
    world: World, zone: Zone, unmanaged: Organization, site: str
) -> None:
    unmanaged.volume_licensing = site == BUSINESS
    unmanaged.save()
    admin, name = Admin(world, unmanaged, site), new_name()
    assert "unmanaged tenant" in admin.page().response.text
    domain = admin.claim(name)
    assert {("Type", "TXT"), ("Name", name), ("Value", domain.record)} <= set(admin.page().terms)
    assert not unmanaged.validated_domains
    zone.texts[name] = [b"v=spf1 -all", domain.record.encode()]
    page = admin.verify(domain)
    assert "is a managed tenant now, and you are its administrator" in page.response.text
    assert page.url == admin.url
    assert unmanaged.is_managed
    assert "managed tenant now" not in admin.page().response.text, "the news are told once"


def test_domains_are_seen_to_at_the_right_door_and_in_the_admin_center_by_all(world: World) -> None:
    licensed, other = world.organization(volume_licensing=True), world.organization()
    assert Admin(world, licensed, ADMIN).page().heading == "Domains"
    assert Admin(world, licensed, BUSINESS).page().heading == "Domains"
    assert Admin(world, other, ADMIN).page().heading == "Domains"
    misled = Admin(world, other, BUSINESS)
    domain = other.domains.get()
    removal = misled.visitor.get(f"{misled.url}{domain.pk}/remove/")
    assert misled.page().heading == removal.heading == "Your benefit is in the admin center"


def test_the_second_domain_does_not_make_it_managed_again(world: World, zone: Zone) -> None:
    admin, name = Admin(world, world.organization()), new_name()
    domain = admin.claim(name)
    zone.texts[name] = [domain.record.encode()]
    text = admin.verify(domain).response.text
    assert "is validated: employees with an address on it are eligible" in text
    assert "managed tenant" not in text


@pytest.mark.parametrize(
    ("failure", "told"),
    [
        (Failure.NO_SUCH_NAME, "DNS knows no domain {name}."),
        (Failure.NO_RECORD, "{name} has no TXT record."),
        (Failure.SERVER_FAILURE, "The DNS server of {name} failed to answer"),
        (Failure.TOO_LATE, "The DNS server of {name} did not answer in time"),
    ],
)
def test_every_failure_is_told_with_what_to_do(
    world: World, zone: Zone, unmanaged: Organization, failure: Failure, told: str
) -> None:
    admin, name = Admin(world, unmanaged), new_name()
    domain = admin.claim(name)
    zone.failures[name] = failure
    alert = admin.verify(domain).alert
    assert alert.startswith(told.format(name=name))
    assert "erify again" in alert or "See whether it is spelled" in alert
    assert not is_validated(domain)
    assert not unmanaged.is_managed


def test_a_wrong_value_is_shown_escaped(world: World, zone: Zone, unmanaged: Organization) -> None:
    admin, name = Admin(world, unmanaged), new_name()
    domain = admin.claim(name)
    zone.texts[name] = [
        b"<script>alert(1)</script>",
        b"hup-verification=\xff",
        *[b"x%d" % n for n in range(5)],
    ]
    page = admin.verify(domain)
    assert "none with the value asked for" in page.alert
    assert r"Found: hup-verification=\255<script>alert(1)</script>x0x1x2and 2 more" in page.alert
    assert "<script>" not in page.response.text
    assert not is_validated(domain)


def test_a_record_that_is_nearly_right_is_none(world: World, zone: Zone, unmanaged: Organization) -> None:
    admin, name = Admin(world, unmanaged), new_name()
    domain = admin.claim(name)
    zone.texts[name] = [f'"{domain.record}"'.encode()]
    assert "nearly right: it differs in quotation marks" in admin.verify(domain).alert
    assert not is_validated(domain)


@pytest.mark.parametrize("place", ["www.{name}", "example", "{name}.{name}", "other"])
def test_a_record_on_another_domain_is_found_and_does_not_count(
    world: World, zone: Zone, unmanaged: Organization, place: str
) -> None:
    parent = new_name()
    admin, name = Admin(world, unmanaged), f"it.{parent}"
    other, domain = admin.claim(new_name()), admin.claim(name)
    found_at = {"example": parent, "other": other.name}.get(place, place.format(name=name))
    zone.texts[found_at] = [domain.record.encode()]
    assert f"The record is on {found_at}, not on {name}." in admin.verify(domain).alert
    assert not is_validated(domain)
    assert not is_validated(other)


def test_the_record_of_another_claim_proves_nothing(world: World, zone: Zone) -> None:
    first, second, name = Admin(world, world.organization()), Admin(world, world.organization()), new_name()
    ours, theirs = first.claim(name), second.claim(name)
    assert ours.record != theirs.record
    zone.texts[name] = [ours.record.encode()]
    assert "none with the value asked for" in second.verify(theirs).alert
    assert not is_validated(theirs)


def test_a_claim_made_anew_has_another_record(world: World, zone: Zone) -> None:
    admin, name = Admin(world, world.organization()), new_name()
    first = admin.claim(name)
    admin.remove(first)
    second = admin.claim(name)
    assert first.record != second.record
    zone.texts[name] = [first.record.encode()]
    admin.verify(second)
    assert not is_validated(second), "the proof of an earlier claim"


def test_verifying_twice_is_verifying_once(world: World, zone: Zone) -> None:
    admin, name = Admin(world, world.organization()), new_name()
    domain = admin.claim(name)
    zone.texts[name] = [domain.record.encode()]
    admin.verify(domain)
    zone.texts.clear()
    assert "is validated" in admin.verify(domain).response.text
    assert is_validated(domain)
