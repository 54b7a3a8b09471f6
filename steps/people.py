"""Who takes part: employees, their organizations, their accounts."""

from __future__ import annotations

from collections.abc import Callable

from pytest_bdd import given, parsers

from fixtures.accounts import Accounts
from fixtures.employee import Employee
from fixtures.organizations import Organizations

Hire = Callable[..., Employee]


@given("an employee of an organization that qualifies", target_fixture="employee")
@given("an employee of an organization that never was in the previous program", target_fixture="employee")
def qualifying(organizations: Organizations, hire: Hire) -> Employee:
    return hire(organizations.qualifying())


@given("an employee of an organization that does not qualify", target_fixture="employee")
def not_qualifying(organizations: Organizations, hire: Hire) -> Employee:
    return hire(organizations.not_qualifying())


@given(
    parsers.parse("an employee of an organization whose benefit covers {product} alone"),
    target_fixture="employee",
)
def with_benefit(organizations: Organizations, hire: Hire, product: str) -> Employee:
    return hire(organizations.qualifying(products=[product]))


@given(parsers.re(r"an employee of (?P<customer>an? \S+ customer with .+)"), target_fixture="employee")
def of_customer(organizations: Organizations, hire: Hire, customer: str) -> Employee:
    return hire(organizations.described(customer))


@given("an employee of an organization of the previous program", target_fixture="employee")
def of_previous_program(organizations: Organizations, hire: Hire) -> Employee:
    return hire(organizations.qualifying(previous_program=True))


@given(
    parsers.parse(
        "an employee of an organization with {licenses:n} licenses of {plan}, in use on {devices:n} devices"
    ),
    target_fixture="employee",
)
def with_licenses(
    organizations: Organizations, hire: Hire, licenses: int, plan: str, devices: int
) -> Employee:
    customer = organizations.customer(
        volume_licensing=False, licenses={plan: licenses}, devices={plan: devices}
    )
    return hire(customer)


@given("the employee has a personal account")
def has_account(accounts: Accounts, employee: Employee) -> None:
    accounts.open(employee.person)


@given("the employee has a personal account that was closed")
def has_closed_account(accounts: Accounts, employee: Employee) -> None:
    accounts.open(employee.person, active=False)
