"""Administrators: who they are, their way to the benefit, and what they find there."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.administrator import Administrator, Site, pages_of
from fixtures.employee import Employee
from fixtures.holdings import SEGMENTS
from fixtures.organizations import Organizations
from pages.portal import Portal

Appoint = Callable[..., Administrator]

CUSTOMER = r"(?P<customer>an organization|an? \S+ customer) (?P<licensing>with|without) Volume Licensing"
SITE = "(?P<site>in the admin center|on Store for Business)"


def _number(text: str) -> int:
    return int(text.replace(",", ""))


@given(parsers.re(f"an administrator of {CUSTOMER}"), target_fixture="administrator")
def of_customer(
    organizations: Organizations, appoint: Appoint, customer: str, licensing: str
) -> Administrator:
    segment = SEGMENTS[customer.split()[1]] if customer.endswith(" customer") else "commercial"
    return appoint(organizations.customer(volume_licensing=licensing == "with", segment=segment))


@given("an administrator of an organization without a directory account", target_fixture="administrator")
def without_directory(organizations: Organizations, appoint: Appoint) -> Administrator:
    return appoint(organizations.customer(volume_licensing=True, directory=False, proven=False))


@given(
    parsers.parse(
        "an administrator of an organization with {licenses} licenses of {plan}, in use on {devices} devices"
    ),
    target_fixture="administrator",
)
def with_licenses(
    organizations: Organizations, appoint: Appoint, licenses: str, plan: str, devices: str
) -> Administrator:
    customer = organizations.customer(
        volume_licensing=False, licenses={plan: _number(licenses)}, devices={plan: _number(devices)}
    )
    return appoint(customer)


@given("the employee's organization has an administrator", target_fixture="administrator")
def of_employer(employee: Employee, appoint: Appoint, another_browser: Callable[[], Portal]) -> Administrator:
    return appoint(employee.person.organization, at=another_browser())


@when("the administrator follows Benefits > Manage > Microsoft Home Use Program on Store for Business")
def follow_business(administrator: Administrator) -> None:
    administrator.look_for_benefit("on Store for Business")


@when(
    "the administrator follows Billing > Your products, the Benefits tab and the HUP tab in the admin center"
)
def follow_admin_center(administrator: Administrator) -> None:
    administrator.look_for_benefit("in the admin center")


@when(parsers.re(f"the administrator looks for the benefit {SITE}"))
def look_for_benefit(administrator: Administrator, site: Site) -> None:
    administrator.look_for_benefit(site)


@when(parsers.re(f"the administrator types the address of the benefit {SITE} and signs in"))
def type_benefit_address(administrator: Administrator, site: Site) -> None:
    benefit = pages_of(administrator.portal, site).benefit
    administrator.go_to(benefit.address_for(administrator.organization.key))


@when(parsers.re(f"the administrator types the address of the domains {SITE} and signs in"))
def type_domains_address(administrator: Administrator, site: Site) -> None:
    domains = pages_of(administrator.portal, site).domains
    administrator.go_to(domains.address_for(administrator.organization.key))


@when("the administrator creates the directory account")
def create_directory_account(administrator: Administrator) -> None:
    administrator.portal.store_for_business.directory_needed.arrived().create_directory_account()


@when("the administrator looks at the organization's subscriptions")
def look_at_subscriptions(administrator: Administrator) -> None:
    administrator.look_at_subscriptions()


@then(parsers.re(f"the administrator manages the organization's benefit {SITE}"))
def manages_benefit(administrator: Administrator, site: Site) -> None:
    benefit = pages_of(administrator.portal, site).benefit.arrived()
    expect(administrator.portal.page).to_have_url(benefit.address_for(administrator.organization.key))
    expect(benefit.eligibility).to_have_text("Eligible")
    expect(benefit.domains).to_have_text(administrator.organization.domain)


@then(parsers.parse("the benefit is said to cover {one} and {other}"))
def covers(administrator: Administrator, one: str, other: str) -> None:
    expect(administrator.benefit.products).to_contain_text(one)
    expect(administrator.benefit.products).to_contain_text(other)


@then(parsers.parse("the organization is said to qualify by {criterion}"))
def qualifies_by(administrator: Administrator, criterion: str) -> None:
    expect(administrator.benefit.criteria).to_contain_text(criterion)


@then("its licensing records are said to be connected through the directory account")
def records_connected(administrator: Administrator) -> None:
    expect(administrator.benefit.licensing_records).to_contain_text("Azure Active Directory account")


@then("the way to material that promotes the program is shown")
def promotion_material(administrator: Administrator) -> None:
    expect(administrator.benefit.promotion_material).to_be_visible()


@then(parsers.re(f"the administrator is told that the benefit is {SITE}"))
def told_right_door(administrator: Administrator, site: Site) -> None:
    expect(administrator.wrong_door(site).heading).to_be_visible()


@then(parsers.re(f"the way that is shown leads to the benefit {SITE}"))
def shown_to_right_door(administrator: Administrator, site: Site) -> None:
    administrator.wrong_door(site).go_there()
    manages_benefit(administrator, site)


@then("the administrator is told that a directory account is needed")
def told_directory_needed(administrator: Administrator) -> None:
    expect(administrator.portal.store_for_business.directory_needed.heading).to_be_visible()


@then("the reasons are the licensing records and the email domains of the employees")
def told_why(administrator: Administrator) -> None:
    main = administrator.portal.store_for_business.directory_needed.main
    expect(main).to_contain_text("connects your licensing records")
    expect(main).to_contain_text("validates the email domains of your employees")


@then("the benefit cannot be managed")
def cannot_manage(administrator: Administrator) -> None:
    expect(administrator.benefit.eligibility).to_have_count(0)


@then("the administrator is told to prove the domain first")
def told_to_prove(administrator: Administrator) -> None:
    expect(administrator.portal.store_for_business.proof_needed.heading).to_be_visible()


@then("the way that is shown leads to the domains")
def leads_to_domains(administrator: Administrator) -> None:
    administrator.portal.store_for_business.proof_needed.go_to_domains()
    expect(administrator.portal.store_for_business.domains.heading).to_be_visible()


@then(
    parsers.parse(
        "the subscription of {plan} has {licenses} licenses, {devices} devices in use "
        "and a limit of {limit} devices"
    )
)
def subscription_is(administrator: Administrator, plan: str, licenses: str, devices: str, limit: str) -> None:
    cells = administrator.portal.admin_center.subscriptions.subscription(plan)
    expect(cells).to_have_text([licenses, devices, limit])
