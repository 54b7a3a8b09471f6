"""Whose a benefit is, and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.organizations.models import Domain, Organization
from portal.program.models import Benefit
from portal.store.models import Order
from tests.portal.world import CARD, PROGRAM, STORE, World

CONFIRM_FIRST = "Confirm your work address first"
ANOTHER_ACCOUNT = "This benefit belongs to another account"


def test_a_second_account_does_not_get_the_benefit_of_a_new_link(world: World) -> None:
    address = world.work_address(world.organization())
    owner, first = world.visitor(), world.account()
    world.sign_in(owner, world.confirm(owner, address), first)

    thief, second = world.visitor(), world.account()
    page = world.sign_in(thief, world.confirm(thief, address.upper()), second)
    assert (page.status, page.heading) == (403, ANOTHER_ACCOUNT)
    assert thief.get(STORE + "/").heading == CONFIRM_FIRST
    assert thief.get(STORE + "/checkout/family/").heading == CONFIRM_FIRST
    assert owner.get(STORE + "/").heading == "Your discounts"
    assert Benefit.objects.get(address=address).account == first


def test_the_same_account_may_confirm_again(world: World) -> None:
    address = world.work_address(world.organization())
    account = world.account()
    for _ in range(3):
        visitor = world.visitor()
        page = world.sign_in(visitor, world.confirm(visitor, address), account)
        assert page.heading == "Your discounts"


def test_who_is_signed_in_already_only_confirms(world: World) -> None:
    visitor, account, _store = world.employee()
    other_employer = world.organization()
    page = world.confirm(visitor, world.work_address(other_employer))
    assert page.heading == "Your discounts"
    assert other_employer.name in page.response.text
    assert account.benefits.count() == 2


@pytest.mark.parametrize("site", [PROGRAM, STORE])
def test_a_second_person_in_the_same_browser_gets_nothing(world: World, site: str) -> None:
    visitor, _account, _store = world.employee()
    home = visitor.get(site + "/")
    assert visitor.submit(home).heading == "You are signed out"
    page = world.sign_in(visitor, visitor.get(STORE + "/"), world.account())
    assert (page.status, page.heading) == (403, CONFIRM_FIRST)
    assert visitor.get(STORE + "/checkout/family/").heading == CONFIRM_FIRST
    assert visitor.get(PROGRAM + "/signed-in/").heading == CONFIRM_FIRST


def test_confirming_for_one_and_leaving_does_not_serve_the_next(world: World) -> None:
    visitor, address = world.visitor(), world.work_address(world.organization())
    world.confirm(visitor, address)
    visitor.submit(visitor.get(f"{PROGRAM}/sign-out/"))
    page = world.sign_in(visitor, visitor.get(STORE + "/"), world.account())
    assert page.heading == CONFIRM_FIRST


def leave(organization: Organization) -> None:
    organization.segment = "commercial"
    organization.save()


def lose_domain(organization: Organization) -> None:
    organization.domains.all().delete()


def hand_domain_over(organization: Organization) -> None:
    other = Organization.objects.create(name="Other", segment="education")
    Domain.objects.filter(organization=organization).update(organization=other)


@pytest.mark.parametrize("ending", [leave, lose_domain, hand_domain_over])
def test_the_benefit_ends_with_the_organizations_part(
    world: World, ending: Callable[[Organization], None]
) -> None:
    organization = world.organization()
    visitor, account, _store = world.employee(organization)
    checkout = world.checkout(visitor)
    ending(organization)
    for page in (
        visitor.get(STORE + "/"),
        visitor.get(STORE + "/checkout/family/"),
        visitor.get(checkout.url),
        visitor.submit(checkout, CARD),
    ):
        assert (page.status, page.heading) == (403, CONFIRM_FIRST)
        assert "$" not in page.response.text
    assert not Order.objects.filter(account=account).exists()


def test_the_benefit_is_back_when_the_organization_is(world: World) -> None:
    organization = world.organization()
    visitor, _account, _store = world.employee(organization)
    leave(organization)
    assert visitor.get(STORE + "/").heading == CONFIRM_FIRST
    organization.licenses = {"E3": 2_000}
    organization.save()
    assert visitor.get(STORE + "/").heading == "Your discounts"


def test_orders_outlive_the_benefit(world: World) -> None:
    organization = world.organization()
    visitor, _account, _store = world.employee(organization)
    receipt = visitor.submit(world.checkout(visitor), CARD)
    leave(organization)
    assert visitor.get(receipt.url).heading == "Thank you for your order"
