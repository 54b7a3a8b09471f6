"""Support for administrators: which one is whose, and the way to it."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import parsers, then, when

from fixtures.administrator import Administrator
from fixtures.organizations import Organizations
from pages.portal import Portal


@when("the administrator forgets the password at Store for Business")
def forget_password(administrator: Administrator) -> None:
    administrator.forget_password("on Store for Business")


@when("the administrator is refused at another organization's benefit on Store for Business")
def refused(administrator: Administrator, organizations: Organizations) -> None:
    other = organizations.customer(volume_licensing=True)
    administrator.go_to(administrator.portal.store_for_business.benefit.address_for(other.key))
    administrator.portal.admin_center.administrators_only.arrived()


@when("the administrator looks for help there")
def look_for_help(portal: Portal) -> None:
    portal.admin_center.sign_in.go_to_licensing_center_support()


@when("a visitor looks for support on Store for Business")
def visitor_looks_for_support(portal: Portal) -> None:
    portal.store_for_business.support.open()


@when(parsers.parse("the administrator misses something among {place}"))
def miss_something(administrator: Administrator, place: str) -> None:
    site = administrator.portal.store_for_business
    where = {
        "the benefits": site.benefits,
        "the benefits to manage": site.manage,
        "the benefit's details": site.benefit,
    }[place]
    administrator.go_to(where.address_for(administrator.organization.key))
    where.arrived().go_to_administrator_support()


@then("the administrator finds Volume Licensing Service Center support")
def finds_licensing_center_support(portal: Portal) -> None:
    expect(portal.store_for_business.licensing_center_support.heading).to_be_visible()


@then("it is for those who cannot migrate from the Volume Licensing Service Center or cannot get in")
def for_those_outside(portal: Portal) -> None:
    main = portal.store_for_business.licensing_center_support.main
    expect(main).to_contain_text("cannot migrate from the Volume Licensing Service Center")
    expect(main).to_contain_text("cannot get into Store for Business")


@then("the administrator finds Store for Business administrator support")
def finds_administrator_support(portal: Portal) -> None:
    expect(portal.store_for_business.administrator_support.heading).to_be_visible()


@then("it is for those who are in and cannot see the benefit")
def for_those_inside(portal: Portal) -> None:
    main = portal.store_for_business.administrator_support.main
    expect(main).to_contain_text("in Store for Business and cannot see their benefit")


@then(parsers.re("the visitor is led from there to (?P<support>.+ support)"))
def visitor_led_to(portal: Portal, support: str) -> None:
    portal.store_for_business.support.open().go_to(support)
    expect(portal.heading).to_have_text(support)
