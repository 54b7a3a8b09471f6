"""The domains of an organization: who has claimed, proven and removed them, and whose they are."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.addresses import Addresses
from fixtures.administrator import Administrator, Site
from fixtures.dns import in_dns, lengthened
from fixtures.domain_keeper import ENTRIES, SPELLINGS, DomainKeeper, unusual_domain
from fixtures.employee import Employee
from fixtures.organizations import Organizations
from fixtures.people import Invention, Organization
from fixtures.unusual_addresses import DOMAIN_LENGTHS

Hire = Callable[..., Employee]
HireWith = Callable[[Organization, str], Employee]
Appoint = Callable[..., Administrator]
KeepDomains = Callable[[Administrator], DomainKeeper]

TENANT = "an organization (?P<licensing>with|without) Volume Licensing that has proven no domain"
SITE = "(?P<site>in the admin center|on Store for Business)"


@given(parsers.re(f"an administrator of {TENANT}"), target_fixture="administrator")
def of_unmanaged_tenant(organizations: Organizations, appoint: Appoint, licensing: str) -> Administrator:
    return appoint(organizations.customer(volume_licensing=licensing == "with", proven=False))


@given("an administrator who has claimed the company domain", target_fixture="keeper")
def has_claimed(organizations: Organizations, appoint: Appoint, keep_domains: KeepDomains) -> DomainKeeper:
    keeper = keep_domains(appoint(organizations.customer(volume_licensing=False, proven=False, claimed=True)))
    keeper.look_at_claim()
    return keeper


@given(parsers.re("an administrator who has claimed (?P<kind>a domain .+)"), target_fixture="keeper")
def has_claimed_unusual(
    organizations: Organizations, appoint: Appoint, keep_domains: KeepDomains, kind: str
) -> DomainKeeper:
    keeper = keep_domains(appoint(organizations.customer(volume_licensing=False, proven=False)))
    keeper.domain = unusual_domain(kind, keeper.domain)
    keeper.claim()
    return keeper


@given("an administrator who has proven the company domain", target_fixture="keeper")
def has_proven(organizations: Organizations, appoint: Appoint, keep_domains: KeepDomains) -> DomainKeeper:
    return keep_domains(appoint(organizations.customer(volume_licensing=False)))


@given("an employee of an organization that has proven no domain", target_fixture="employee")
def without_domain(organizations: Organizations, hire: Hire) -> Employee:
    return hire(organizations.customer(volume_licensing=False, proven=False))


@given(
    "an employee of an organization with a domain in another script, that it has not proven",
    target_fixture="employee",
)
def with_domain_in_another_script(
    organizations: Organizations, invention: Invention, hire_with: HireWith
) -> Employee:
    domain = f"bücher-{invention.organization().domain}"
    unmanaged = organizations.customer(volume_licensing=False, proven=False, domain=domain)
    return hire_with(unmanaged, "a domain in another script")


@given(
    parsers.parse("an employee whose address has {part}, of an organization that qualifies"),
    target_fixture="employee",
)
def with_unusual_address(
    organizations: Organizations, invention: Invention, hire_with: HireWith, part: str
) -> Employee:
    domain_length = DOMAIN_LENGTHS.get(part)
    if domain_length is None:
        return hire_with(organizations.qualifying(), part)
    domain = lengthened(invention.organization().domain, domain_length)
    return hire_with(organizations.customer(volume_licensing=False, domain=domain), part)


# claiming


@when(parsers.re(f"the administrator claims the company domain {SITE}"))
def claim_on_site(keeper: DomainKeeper, site: Site) -> None:
    keeper.claim(site=site)


@when("the administrator claims the domain")
def claim(keeper: DomainKeeper) -> None:
    keeper.claim()


@given("another organization's administrator has claimed the domain too")
def rival_has_claimed(rival: DomainKeeper) -> None:
    rival.claim()


@when("another organization's administrator tries to claim the domain")
def rival_tries_to_claim(rival: DomainKeeper) -> None:
    rival.try_to_claim(rival.domain)


@when(parsers.parse("the administrator tries to claim {entry}"))
def try_to_claim(keeper: DomainKeeper, entry: str) -> None:
    keeper.try_to_claim(ENTRIES[entry](keeper.domain))


@when("the administrator claims and proves the domain")
def prove(keeper: DomainKeeper) -> None:
    keeper.prove()


@when(parsers.parse("the administrator claims and proves the domain, written {spelling}"))
def prove_spelled(keeper: DomainKeeper, spelling: str) -> None:
    keeper.prove(spelled=SPELLINGS[spelling](keeper.domain))


@when("another organization's administrator claims and proves the domain")
def rival_proves(rival: DomainKeeper) -> None:
    rival.prove()


@given("the administrator has proven a second domain")
def prove_second(keeper: DomainKeeper) -> None:
    keeper.prove_second()


@given(
    parsers.re(
        "an organization that (?P<verdict>qualifies|does not qualify) has proven the domain of "
        "(?P<address>.+)"
    )
)
def look_alike_is_proven(
    organizations: Organizations, addresses: Addresses, employee: Employee, verdict: str, address: str
) -> None:
    domain = addresses.look_alike(address, employee.person.organization)
    if verdict == "qualifies":
        organizations.customer(volume_licensing=False, domain=domain)
    else:
        organizations.customer(volume_licensing=False, domain=domain, licenses={})


# removing


@given("the administrator has removed the domain")
@when("the administrator removes the domain")
def remove(keeper: DomainKeeper) -> None:
    keeper.remove()


@when("the administrator removes the second domain")
def remove_second(keeper: DomainKeeper) -> None:
    keeper.remove(keeper.other_domain)


@when(
    parsers.re(
        "another organization's administrator tries to remove the domain at "
        "(?P<address>the organization's address|the address of their own organization)"
    )
)
def rival_tries_to_remove(keeper: DomainKeeper, rival: DomainKeeper, address: str) -> None:
    rival.try_to_remove_of(keeper, at_own_address=address == "the address of their own organization")


@when("the administrator is about to remove the domain, and keeps it")
def keep(keeper: DomainKeeper) -> None:
    keeper.begin_to_remove()
    keeper.keep()


@then("the domain is validated")
def is_validated(keeper: DomainKeeper) -> None:
    expect(keeper.go_to_domains().validated(keeper.domain)).to_be_visible()


@then("the domain is validated for the other organization")
def is_rivals(rival: DomainKeeper) -> None:
    expect(rival.go_to_domains().validated(rival.domain)).to_be_visible()


@then("the domain is shown in both spellings")
def shown_in_both_forms(keeper: DomainKeeper) -> None:
    line = keeper.go_to_domains().validated(keeper.domain)
    expect(line).to_contain_text(f"{keeper.domain} (in DNS: {in_dns(keeper.domain)})")


@then("nothing is claimed")
def nothing_claimed(keeper: DomainKeeper) -> None:
    expect(keeper.go_to_domains().claims).to_have_count(0)


@then(parsers.parse("the employee still finds the order of {product}"))
def finds_order(employee: Employee, product: str) -> None:
    expect(employee.portal.orders.open().orders).to_have_count(1)
    expect(employee.portal.orders.orders).to_contain_text(product)
