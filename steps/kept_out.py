"""Those who are no administrators of the organization, and what they get to see of it."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import parsers, then, when

from fixtures.administrator import AccountHolder, Administrator, Answer, Site, pages_of
from fixtures.employee import Employee
from fixtures.organizations import Organizations
from fixtures.plain_browser import PlainBrowser
from pages.administration.sign_in import AdministratorsOnlyPage, WorkSignInPage
from pages.portal import Portal
from steps.administrators import SITE, Appoint

HoldAccount = Callable[..., AccountHolder]
_NOBODYS_KEY = "0123456789abcdef"


@when(parsers.re(f"an employee of the organization signs in {SITE}"), target_fixture="answers")
def employee_signs_in(administrator: Administrator, account_holder: HoldAccount, site: Site) -> list[Answer]:
    front = f"{pages_of(administrator.portal, site).origin}/"
    return account_holder(administrator.organization, "employee").try_all([front])


@when(
    parsers.re(f"an employee of the organization types each of the organization's addresses {SITE}"),
    target_fixture="answers",
)
def employee_types(administrator: Administrator, account_holder: HoldAccount, site: Site) -> list[Answer]:
    addresses = pages_of(administrator.portal, site).addresses_for(administrator.organization.key)
    return account_holder(administrator.organization, "employee").try_all(addresses)


@when(
    parsers.re(f"another organization's administrator types each of the organization's addresses {SITE}"),
    target_fixture="answers",
)
def other_types(administrator: Administrator, other: AccountHolder, site: Site) -> list[Answer]:
    return other.try_all(pages_of(administrator.portal, site).addresses_for(administrator.organization.key))


@when(
    "another organization's administrator types an address of the organization and one of nobody's",
    target_fixture="answers",
)
def other_types_nobodys(administrator: Administrator, other: AccountHolder) -> list[Answer]:
    benefit = administrator.portal.admin_center.benefit
    keys = (administrator.organization.key, _NOBODYS_KEY)
    return other.try_all([benefit.address_for(key) for key in keys])


@when("another organization's administrator looks everywhere on both sites", target_fixture="answers")
def other_looks_everywhere(other: AccountHolder) -> list[Answer]:
    return other.look_everywhere()


@when(parsers.re(f"a visitor types each of the organization's addresses {SITE}"), target_fixture="answers")
def visitor_types(
    administrator: Administrator, new_plain_browser: Callable[[], PlainBrowser], site: Site
) -> list[Answer]:
    browser = new_plain_browser()
    addresses = pages_of(administrator.portal, site).addresses_for(administrator.organization.key)
    return [Answer.to(browser, address) for address in addresses]


@when(
    "another organization's administrator tries to create the organization's directory account",
    target_fixture="intruder",
)
def other_creates_directory_account(
    administrator: Administrator,
    organizations: Organizations,
    appoint: Appoint,
    another_browser: Callable[[], Portal],
) -> Administrator:
    lacking = organizations.customer(volume_licensing=True, directory=False, proven=False)
    intruder = appoint(lacking, at=another_browser())
    intruder.look_for_benefit("on Store for Business")
    form = intruder.portal.store_for_business.directory_needed.arrived()
    form.create_directory_account_at(form.creation_address_for(administrator.organization.key))
    return intruder


@when(
    "an administrator of the employee's organization looks everywhere on both sites", target_fixture="answers"
)
def administrator_looks_everywhere(employee: Employee, account_holder: HoldAccount) -> list[Answer]:
    return account_holder(employee.person.organization, "administrator").look_everywhere()


@then("the employee is told that only administrators get in")
@then("each is refused, with the reason that only administrators get in")
def each_refused(answers: list[Answer]) -> None:
    for answer in answers:
        assert answer.status != 200, f"{answer.address} lets in who is no administrator of the organization"
        assert AdministratorsOnlyPage.title in answer.text, f"{answer.address} does not say who gets in"
        assert answer.status == 403, f"{answer.address} refuses with status {answer.status}"


@then("each asks for a work account first")
def each_asks_for_account(answers: list[Answer]) -> None:
    for answer in answers:
        assert WorkSignInPage.title in answer.text, f"{answer.address} asks a visitor for no account"


@then("nothing of the organization is given away")
@then("nothing of the organization is anywhere to be seen")
def nothing_given_away(administrator: Administrator, answers: list[Answer]) -> None:
    organization = administrator.organization
    for answer in answers:
        assert organization.name not in answer.text, f"{answer.address} names the organization"
        # An employee who is refused is told their own address, and that is on the domain.
        shown = re.search(rf"(?<!@){re.escape(organization.domain)}", answer.text)
        assert shown is None, f"{answer.address} shows the organization's domain"
        further = [link for link in answer.links if organization.key in link]
        assert not further, f"{answer.address} leads further in: {', '.join(further)}"


@then("the answers are the same, word for word")
def same_answers(answers: list[Answer]) -> None:
    first, second = (answer.said for answer in answers)
    assert first == second, "the answer tells an address of an organization from one of nobody's"


@then("that administrator is told that only administrators get in")
def intruder_refused(intruder: Administrator) -> None:
    expect(intruder.portal.admin_center.administrators_only.heading).to_be_visible()


@then("the organization still has no directory account")
def still_no_directory(administrator: Administrator) -> None:
    administrator.look_for_benefit("on Store for Business")
    expect(administrator.portal.store_for_business.directory_needed.heading).to_be_visible()


@then("neither the order nor the employee is anywhere to be seen")
def order_not_seen(employee: Employee, answers: list[Answer]) -> None:
    person, number = employee.person, employee.order_number
    private = {
        "order": number,
        "name": person.name,
        "account": person.personal_email,
        "work address": person.work_email,
    }
    for answer in answers:
        for what, text in private.items():
            assert text not in answer.text, f"{answer.address} shows an administrator the employee's {what}"


@then("the administrator is told that purchases are private")
def told_private(answers: list[Answer]) -> None:
    assert any("purchases are private" in answer.text for answer in answers), (
        "nothing says that purchases are private"
    )


@when("the administrator types the address of the employee's receipt")
def type_receipt_address(administrator: Administrator, employee: Employee) -> None:
    administrator.type_address(employee.portal.page.url)


@when("the administrator signs in there with the work account")
def sign_in_with_work_account(administrator: Administrator) -> None:
    person = administrator.person
    administrator.portal.sign_in.arrived().sign_in(person.work_email, person.password)


@then("the administrator is told that a work account opens nothing there")
def work_account_refused(administrator: Administrator) -> None:
    expect(administrator.portal.sign_in.complaint).to_contain_text("This is a work account")
