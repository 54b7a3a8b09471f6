"""Installing: with the personal account that bought it, on the account's own devices, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.account.models import Account
from portal.organizations.models import Organization
from portal.store.models import Installation, Order
from tests.portal.visitor import Page, Visitor
from tests.portal.world import CARD, STORE, World

INSTALL = STORE + "/install/"
HERE = "It is installed on this device."


def bought(world: World, visitor: Visitor, product: str = "family") -> Order:
    receipt = visitor.submit(world.checkout(visitor, product), CARD)
    return Order.objects.get(number=dict(receipt.terms)["Order number"])


def on_another_device(world: World, account: Account) -> tuple[Visitor, Page]:
    visitor = world.visitor()
    return visitor, world.sign_in(visitor, visitor.get(INSTALL), account)


def installed_on(page: Page) -> str:
    return dict(page.terms)["Installed on"]


def test_the_receipt_and_the_navigation_lead_there(world: World) -> None:
    visitor, _account, store = world.employee()
    assert visitor.get(STORE + store.links["Install"]).heading == "Install Microsoft 365"
    receipt = visitor.submit(world.checkout(visitor), CARD)
    assert visitor.get(STORE + receipt.links["Install Microsoft 365"]).url == INSTALL


def test_each_device_counts_once(world: World) -> None:
    visitor, account, _store = world.employee()
    bought(world, visitor)
    before = visitor.get(INSTALL)
    assert installed_on(before) == "no device yet"
    assert HERE not in before.response.text
    for _ in range(2):
        page = visitor.submit(before)
        assert (page.url, installed_on(page)) == (INSTALL, "1 device")
        assert page.response.history[-1].status_code == 303
        assert HERE in page.response.text

    other, page = on_another_device(world, account)
    assert HERE not in page.response.text
    assert installed_on(other.submit(page)) == "2 devices"


def test_a_device_is_the_same_after_signing_out(world: World) -> None:
    visitor, account, _store = world.employee()
    bought(world, visitor)
    visitor.submit(visitor.get(INSTALL))
    assert visitor.submit(visitor.get(STORE + "/orders/")).heading == "You are signed out"
    page = world.sign_in(visitor, visitor.get(INSTALL), account)
    assert HERE in page.response.text


def test_a_forged_device_is_a_new_one(world: World) -> None:
    visitor, _account, _store = world.employee()
    order = bought(world, visitor)
    visitor.http.cookies.set("device", "x" * 5_000, domain="store.localhost")
    assert visitor.submit(visitor.get(INSTALL)).status == 200
    assert len(order.installations.get().device) == 43


def test_every_subscription_is_installed_by_itself(world: World) -> None:
    visitor, _account, _store = world.employee(world.organization(previous_program=True))
    first, second = bought(world, visitor), bought(world, visitor, "personal")
    once = bought(world, visitor, "visio")
    page = visitor.get(INSTALL)
    assert [value for term, value in page.terms if term == "Order number"] == [second.number, first.number]
    visitor.submit(page, {"order": second.number})
    visitor.submit(page, {"order": once.number})
    assert [order.installations.count() for order in (first, second, once)] == [0, 1, 0]


def test_nobody_installs_what_somebody_else_bought(world: World) -> None:
    visitor, _account, _store = world.employee()
    order = bought(world, visitor)
    stranger, _other, _page = world.employee()
    bought(world, stranger)
    own = stranger.get(INSTALL)
    assert order.number not in own.response.text
    assert stranger.submit(own, {"order": order.number}).status == 404
    assert stranger.submit(own, {"order": ""}).status == 404
    assert not order.installations.exists()


def test_who_has_signed_out_installs_nothing(world: World) -> None:
    visitor, _account, _store = world.employee()
    order = bought(world, visitor)
    page = visitor.get(INSTALL)
    visitor.submit(visitor.get(STORE + "/orders/"))
    assert visitor.submit(page).heading == "Sign in"
    assert not order.installations.exists()


def test_there_is_nothing_to_install_before_the_first_subscription(world: World) -> None:
    visitor, _account, _store = world.employee()
    page = visitor.get(INSTALL)
    assert "You have no subscription to install yet." in page.response.text
    assert page.links["See your discounts"] == "/"


def test_a_work_account_is_refused_and_told_why(world: World) -> None:
    account = world.account(kind="work")
    visitor, page = on_another_device(world, account)
    assert page.alert.startswith("This is a work account.")
    assert "activated with a personal account" in page.alert
    assert visitor.get(INSTALL).heading == "Sign in"


def leave(organization: Organization) -> None:
    organization.domains.all().delete()


def lose_benefit(organization: Organization) -> None:
    Organization.objects.filter(pk=organization.pk).update(segment="commercial")


@pytest.mark.parametrize("ending", [leave, lose_benefit])
def test_who_has_left_keeps_orders_and_installations(
    world: World, ending: Callable[[Organization], None]
) -> None:
    organization = world.organization()
    visitor, account, _store = world.employee(organization)
    order = bought(world, visitor)
    visitor.submit(visitor.get(INSTALL))
    ending(organization)
    assert visitor.get(STORE + "/").heading == "Confirm your work address first"
    assert order.number in visitor.get(STORE + "/orders/").cells
    assert installed_on(visitor.get(INSTALL)) == "1 device"
    other, page = on_another_device(world, account)
    assert installed_on(other.submit(page)) == "2 devices"


def test_one_account_installs_what_it_bought_through_several_employers(world: World) -> None:
    visitor, account, _store = world.employee()
    first = bought(world, visitor)
    world.confirm(visitor, world.work_address(world.organization()))
    second = bought(world, visitor)
    assert first.organization != second.organization
    page = visitor.get(INSTALL)
    assert [value for term, value in page.terms if term == "Order number"] == [second.number, first.number]
    leave(account.benefits.order_by("confirmed_at")[0].organization)
    assert visitor.get(STORE + "/").heading == "Your discounts"
    assert visitor.get(INSTALL).terms == page.terms


def test_the_organization_is_not_touched(world: World) -> None:
    organization = world.organization(licenses={"E3": 5}, devices={"E3": 25})
    before = Organization.objects.filter(pk=organization.pk).values().get()
    visitor, account, _store = world.employee(organization)
    bought(world, visitor)
    visitor.submit(visitor.get(INSTALL))
    other, page = on_another_device(world, account)
    other.submit(page)
    assert Installation.objects.filter(order__account=account).count() == 2
    assert Organization.objects.filter(pk=organization.pk).values().get() == before
