"""After the purchase: which devices it is installed on, and with which account."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.accounts import Accounts
from fixtures.employee import Employee
from pages.portal import Portal

AnotherBrowser = Callable[[], Portal]


@given("the employee has a work account, too")
def has_work_account(accounts: Accounts, employee: Employee) -> None:
    accounts.open_at_work(employee.person)


@when(parsers.parse("the employee installs {product} on a new device with the personal account"))
def install(employee: Employee, another_browser: AnotherBrowser, product: str) -> None:
    employee.at(another_browser()).install_on_new_device(product)


@when(parsers.parse("the employee installs {product} on two devices"))
def install_on_two(employee: Employee, another_browser: AnotherBrowser, product: str) -> None:
    employee.install(product)
    employee.at(another_browser()).install_on_new_device(product)


@when(
    "the employee tries to install the subscription on a new device with the work account",
    target_fixture="new_device",
)
def try_work_account(employee: Employee, another_browser: AnotherBrowser) -> Employee:
    new_device = employee.at(another_browser())
    new_device.try_to_install_with_work_account()
    return new_device


@then("the employee is told to activate with the personal account")
def told_to_use_personal_account(new_device: Employee) -> None:
    complaint = new_device.portal.sign_in.complaint
    expect(complaint).to_contain_text("This is a work account.")
    expect(complaint).to_contain_text("activated with a personal account")


@then(parsers.parse("{product} is installed on {devices}"))
def installed_on(employee: Employee, product: str, devices: str) -> None:
    employee.portal.install.open()
    expect(employee.portal.install.subscription(product).devices).to_have_text(devices)
