"""What people try who mean the portal or its visitors no good."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.addresses import Addresses
from fixtures.administrator import Administrator
from fixtures.control_door import ControlDoor
from fixtures.employee import Employee
from fixtures.foreign_site import ForeignSite
from fixtures.forger import Forger
from fixtures.intruder import Intruder
from fixtures.mailbox import Mailbox
from fixtures.organizations import Organizations
from fixtures.springboard import Springboard
from fixtures.tried_addresses import Trial, TriedAddresses, is_telling
from pages.portal import Portal

# the control API


@when(parsers.parse("someone tries to arrange accounts and organizations with {credentials}"))
def knock(control_door: ControlDoor, credentials: str) -> None:
    control_door.knock_with(credentials)


@then("every attempt is refused")
def all_refused(control_door: ControlDoor) -> None:
    opened = control_door.opened
    assert not opened, "the control API is open to somebody who lacks its secret:\n" + "\n".join(opened)


@then("no account has been made")
def no_account(control_door: ControlDoor) -> None:
    assert not control_door.account_was_made, "the account was made all the same"


# foreign sites


@given("a foreign site that wants the portal's visitors", target_fixture="foreign_site")
def wanting_visitors(springboard: Springboard) -> ForeignSite:
    return springboard.site


@when(parsers.parse("someone is to be sent there by {door}"))
def try_springboard(springboard: Springboard, door: str) -> None:
    springboard.try_out(door)


@then("the portal leads nobody away")
def led_nobody_away(springboard: Springboard) -> None:
    assert not springboard.left_for, "the portal sends people to:\n" + "\n".join(springboard.left_for)


@then("the foreign site has never been asked for anything")
def never_asked(foreign_site: ForeignSite) -> None:
    asked = foreign_site.asked_for
    assert not asked, "the browser went to the foreign site for:\n" + "\n".join(asked)


@when(parsers.parse("the employee strays to a foreign site that {deed}"))
def stray(forger: Forger, deed: str) -> None:
    forger.do(deed)


@when("the administrator strays to a foreign site that removes the company domain")
def administrator_strays(forged_removal: Callable[[], None]) -> None:
    forged_removal()


@when("the employee follows a foreign site's link for signing out")
def led_to_sign_out(foreign_site: ForeignSite, portal: Portal) -> None:
    foreign_site.lead_to(portal.leave_account.address)


@when("the administrator follows a foreign site's link for creating a directory account")
def led_to_creation(foreign_site: ForeignSite, administrator: Administrator) -> None:
    administrator.look_for_benefit("on Store for Business")
    form = administrator.portal.store_for_business.directory_needed.arrived()
    foreign_site.lead_to(form.creation_address_for(administrator.organization.key))


@then("what the foreign site sent is refused")
def forged_refused(portal: Portal) -> None:
    expect(portal.out_of_date.heading).to_be_visible()


@then("nothing reaches the employee's work inbox")
def nothing_in_inbox(mailbox: Mailbox, employee: Employee) -> None:
    sent = [mail.subject for mail in mailbox.settled(employee.person.work_email)]
    assert sent == [], "mail was sent that the employee has not asked for"


@then("the employee is still signed in")
def still_signed_in(employee: Employee) -> None:
    employee.look_into_store()
    expect(employee.portal.discounts.heading).to_be_visible()


@then("nobody is signed in in the employee's browser")
def nobody_signed_in(employee: Employee) -> None:
    employee.look_into_store()
    expect(employee.portal.sign_in.heading).to_be_visible()


# sessions


@given("someone has planted a session of their own in the employee's browser")
def plant_session(intruder: Intruder) -> None:
    intruder.plant_session()


@given("someone has copied the employee's session")
def copy_session(intruder: Intruder) -> None:
    intruder.copy_session()


@given("someone overhears how the employee comes back from the sign-in")
def overhear(intruder: Intruder) -> None:
    intruder.overhear()


@then("that session opens nothing to whoever has it")
def session_worthless(employee: Employee, intruder: Intruder) -> None:
    asked = employee.portal.sign_in.title
    shown = intruder.tries_to_get_in()
    assert set(shown.values()) == {asked}, f"somebody else is let in with the employee's session: {shown}"


@then("following the same way lets nobody else in")
def way_back_worthless(intruder: Intruder) -> None:
    headings = set(intruder.follow_ways_back())
    refusals = {intruder.portal.sign_in_failed.title, intruder.portal.no_benefit.title}
    assert headings <= refusals, f"somebody else who came that way was shown: {headings}"


@given("the administrator is signed in on Store for Business")
def signed_in_on_business(administrator: Administrator) -> None:
    administrator.enter("on Store for Business")
    administrator.portal.store_for_business.home.arrived()


@when("the administrator signs out in the admin center")
def sign_out_in_admin_center(administrator: Administrator) -> None:
    home = administrator.portal.admin_center.home.open_for(administrator.organization.key)
    home.header.sign_out()
    administrator.portal.signed_out.arrived()


@then("the administrator is asked to sign in on Store for Business")
def asked_on_business(administrator: Administrator) -> None:
    business = administrator.portal.store_for_business
    administrator.type_address(business.home.address_for(administrator.organization.key))
    expect(administrator.portal.admin_center.sign_in.heading).to_be_visible()


# trying addresses out


@when(
    "someone tries to sign in with the administrator's work account, and with one that is nobody's",
    target_fixture="trials",
)
def try_work_accounts(tried_addresses: TriedAddresses, administrator: Administrator) -> list[Trial]:
    sign_in = administrator.portal.admin_center.sign_in
    return tried_addresses.try_to_sign_in(sign_in.address, administrator.person.work_email)


@when(
    parsers.parse("someone tries out {address}, and the employee's as often"),
    target_fixture="trials",
)
def try_addresses(
    tried_addresses: TriedAddresses,
    addresses: Addresses,
    organizations: Organizations,
    employee: Employee,
    address: str,
) -> list[Trial]:
    if address == "an address of a customer that does not qualify":
        tried = addresses.described("an address at the organization's domain", organizations.not_qualifying())
    else:
        tried = addresses.described(address, employee.person.organization)
    return tried_addresses.try_out(employee.person.work_email, tried)


@then("both are answered alike, to the letter and to the last attempt")
def answered_alike(trials: list[Trial]) -> None:
    customers, other = trials
    assert other.answers == customers.answers, f"the answers tell {other.address} from a customer's"


@then("neither is answered faster")
def none_faster(trials: list[Trial]) -> None:
    taken = " or ".join(f"{trial.fastest:.3f} s" for trial in trials)
    assert not is_telling(trials), f"the time it takes tells them apart: {taken}"
