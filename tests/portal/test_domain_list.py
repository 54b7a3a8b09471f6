"""Putting domains on the list, and taking them off."""

from __future__ import annotations

import pytest

from portal.organizations import proof
from tests.portal.domain_pages import Admin, is_validated, new_name
from tests.portal.name_server import Zone
from tests.portal.visitor import Page
from tests.portal.world import STORE, World, mails_to

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
    admin, name = Admin(world, world.organization()), new_name()
    page = admin.add(f"BÜCHER-{name}")
    domain = admin.organization.domains.get(name__startswith="xn--")
    assert f"bücher-{name} <small>(in DNS: {domain.name})</small>" in page.response.text
    assert ("Name", domain.name) in page.terms, "what DNS tools take"
    zone.texts[domain.name] = [domain.record.encode()]
    assert f"bücher-{name} is validated" in admin.verify(domain).response.text
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
