"""What browsers are told to do with a page, and not to do."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import given, then, when

from fixtures.browser_orders import BrowserOrders, smuggle_in
from fixtures.employee import Employee
from fixtures.every_page.guide import Guide
from fixtures.foreign_site import ORIGIN, ForeignSite
from fixtures.overheard import Overheard
from pages.portal import Origins, Portal


@then("the browser is to run nothing in it that is not the portal's")
def runs_nothing_else(guide: Guide, origins: Origins) -> None:
    may_run = BrowserOrders(guide.last_answer, origins).what_may_run
    assert not may_run, "the browser is let run what may be somebody else's:\n" + "\n".join(may_run)


@then("the browser is to show it within no foreign page")
def not_framed(guide: Guide, origins: Origins) -> None:
    framed = BrowserOrders(guide.last_answer, origins).may_be_framed
    assert not framed, "any site may show it as a part of its own"


@then("the browser is to keep no copy of it")
def not_kept(guide: Guide, origins: Origins) -> None:
    kept = BrowserOrders(guide.last_answer, origins).may_be_kept
    assert not kept, "the next person at the browser can see it"


@when("someone manages to write a script and foreign pictures into the page")
def smuggle(portal: Portal, foreign_site: ForeignSite) -> None:
    del foreign_site
    smuggle_in(portal.page, ORIGIN)


@then("none of it runs")
def none_runs(employee: Employee) -> None:
    expect(employee.portal.page).to_have_title(f"{employee.portal.checkout.title} · Home Use Program")


@then("no script gets to read the employee's session")
def session_unreadable(employee: Employee) -> None:
    readable = employee.portal.page.evaluate("document.cookie")
    assert not readable, "a script can read what the browser keeps of the session"


@when("the employee comes upon the store within a foreign page")
def stray_to_frame(foreign_site: ForeignSite, portal: Portal) -> None:
    foreign_site.frame(portal.discounts.address)


@then("nothing of the portal is to be seen there")
def nothing_framed(foreign_site: ForeignSite) -> None:
    expect(foreign_site.framed_headings).to_have_count(0)


@given("someone overhears what the employee's browser says to the sites")
def overhear(overheard: Overheard) -> None:
    assert overheard.requests == []


@then("the link's secret is told to nobody but where it leads")
def secret_kept(overheard: Overheard, employee: Employee) -> None:
    told = overheard.mentions_of(employee.link)
    assert not told, "the secret of the link went along with:\n" + "\n".join(told)


@when("the employee signs out")
def sign_out(employee: Employee) -> None:
    employee.sign_out()
    employee.portal.signed_out.arrived()


@when("the employee signs out of the account, and not of the store")
def sign_out_of_account(employee: Employee) -> None:
    employee.portal.account.open()
    sign_out(employee)
