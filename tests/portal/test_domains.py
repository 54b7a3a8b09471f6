"""Claiming domains, proving them and giving them up, page by page."""

from __future__ import annotations

import itertools

import pytest
from django.db import IntegrityError
from django.utils import timezone

from portal.dns import Failure
from portal.organizations import proof
from portal.organizations.models import Domain, Organization
from tests.portal.name_server import Zone
from tests.portal.visitor import Page, Visitor
from tests.portal.world import ADMIN, BUSINESS, PASSWORD, STORE, World, mails_to

_numbers = itertools.count(1)
PATHS = {ADMIN: "/settings/domains/", BUSINESS: "/benefits/manage/hup/domains/"}


class Admin:
    """An administrator at the domain pages of an organization."""

    def __init__(self, world: World, organization: Organization, site: str = ADMIN) -> None:
        account = world.account(
            email=f"keeper.{next(_numbers)}@work.example",
            kind="work",
            organization=organization,
            role="administrator",
        )
        self.organization = organization
        self.url = f"{site}/{organization.key}{PATHS[site]}"
        self.visitor: Visitor = world.visitor()
        self.visitor.submit(self.visitor.get(self.url), {"email": account.email, "password": PASSWORD})

    def page(self) -> Page:
        return self.visitor.get(self.url)

    def add(self, name: str) -> Page:
        return self.visitor.submit(self.page(), {"name": name})

    def claim(self, name: str) -> Domain:
        assert "is on the list" in self.add(name).response.text
        return self.organization.domains.get(name=name)

    def verify(self, domain: Domain) -> Page:
        return self.post(domain, "verify")

    def remove(self, domain: Domain) -> Page:
        return self.visitor.submit(self.visitor.get(f"{self.url}{domain.pk}/remove/"))

    def post(self, domain: Domain, what: str) -> Page:
        token = self.page().forms[-1].fields["csrfmiddlewaretoken"]
        form = {"csrfmiddlewaretoken": token}
        return Page(self.visitor.http.post(f"{self.url}{domain.pk}/{what}/", data=form))


def new_name() -> str:
    return f"domain-{next(_numbers)}.example"


def is_validated(domain: Domain) -> bool:
    domain.refresh_from_db()
    return domain.validated_at is not None


@pytest.fixture
def unmanaged(world: World) -> Organization:
    organization = world.organization()
    organization.domains.all().delete()
    return organization


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


# another tenant


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


# adding


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("", "Enter a domain, such as contoso.com."),
        ("https://contoso.com/", "Enter a domain in the form contoso.com"),
        ("x" * 400, "Enter a domain in the form contoso.com"),
        ("contoso", "Enter the whole domain"),
        ("GMAIL.com", "public mail service"),
    ],
)
def test_what_is_no_domain_to_claim_is_told_why(world: World, typed: str, complaint: str) -> None:
    admin = Admin(world, world.organization())
    assert complaint in admin.add(typed).alert
    assert admin.organization.domains.count() == 1


@pytest.mark.parametrize("spelling", [str.upper, lambda name: f" {name}. "])
def test_a_domain_is_claimed_once(world: World, spelling: object) -> None:
    assert callable(spelling)
    admin = Admin(world, world.organization())
    own = admin.organization.domains.get().name
    assert "has this domain already" in admin.add(spelling(own)).alert
    claimed = admin.claim(new_name())
    assert "has this domain already" in admin.add(spelling(claimed.name)).alert
    with pytest.raises(proof.TakenError):
        proof.claim(admin.organization, claimed.name)


def test_another_script_is_shown_in_both_forms(world: World, zone: Zone) -> None:
    admin, number = Admin(world, world.organization()), next(_numbers)
    page = admin.add(f"BÜCHER-{number}.example")
    domain = admin.organization.domains.get(name__startswith="xn--")
    assert f"bücher-{number}.example <small>(in DNS: {domain.name})</small>" in page.response.text
    assert ("Name", domain.name) in page.terms, "what DNS tools take"
    zone.texts[domain.name] = [domain.record.encode()]
    assert f"bücher-{number}.example is validated" in admin.verify(domain).response.text
    assert zone.asked == [domain.name]


# removing


def test_removing_is_asked_about_first(world: World) -> None:
    admin = Admin(world, world.organization())
    domain = admin.organization.domains.get()
    page = admin.visitor.get(f"{admin.url}{domain.pk}/remove/")
    assert page.heading == "Remove a domain"
    assert "your last validated domain" in page.response.text
    assert admin.organization.domains.count() == 1
    assert "Nobody is eligible through it any more" in admin.visitor.submit(page).response.text
    assert not admin.organization.is_managed
    assert admin.visitor.submit(page).heading == "Domains", "and once more changes nothing"


def test_removing_a_domain_ends_what_comes_of_it_but_not_what_was_bought(world: World) -> None:
    organization = world.organization()
    admin = Admin(world, organization)
    buyer, account, _page = world.employee(organization)
    world.checkout(buyer)
    late, address = world.visitor(), world.work_address(organization)
    world.request_link(late, address)
    admin.remove(organization.domains.get())
    assert buyer.get(f"{STORE}/").heading == "Confirm your work address first"
    assert buyer.get(f"{STORE}/orders/").heading == "Your orders"
    assert late.get(world.link(address)).status == 200
    refused = late.submit(late.get(world.link(address)))
    assert refused.status == 403
    assert account.benefits.exists(), "should the domain come back"
    again = f"new.{address}"
    world.request_link(late, again)
    assert "not eligible" in mails_to(again)[-1].subject


def test_without_a_directory_there_is_nothing_to_prove(world: World, zone: Zone) -> None:
    organization = world.organization(directory=False)
    admin = Admin(world, organization)
    claim = organization.domains.create(name=new_name())
    zone.texts[claim.name] = [claim.record.encode()]
    token = admin.visitor.http.cookies.get("csrf", domain="admin.localhost")
    assert token
    for what in ("verify", "remove"):
        form = {"csrfmiddlewaretoken": token}
        page = Page(admin.visitor.http.post(f"{admin.url}{claim.pk}/{what}/", data=form))
        assert page.heading == "Your organization needs a directory account"
    assert not is_validated(claim)


def test_typing_the_address_of_verify_leads_to_the_list(world: World, zone: Zone) -> None:
    admin = Admin(world, world.organization())
    domain = admin.claim(new_name())
    zone.texts[domain.name] = [domain.record.encode()]
    assert admin.visitor.get(f"{admin.url}{domain.pk}/verify/").url == admin.url
    assert not is_validated(domain)
