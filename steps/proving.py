"""Proving a domain by a record in its DNS: what is found there, and what the administrator is told."""

from __future__ import annotations

import re

from playwright.sync_api import expect
from pytest_bdd import given, parsers, then, when

from fixtures.dns import MARKUP, escaped, long_value
from fixtures.domain_keeper import DomainKeeper

REASONS = {
    "DNS knows no such domain": "DNS knows no domain",
    "the domain has no record": "has no TXT record",
    "the value is not there": "none with the value asked for",
    "the value is nearly right": "is nearly right",
    "the record is on another domain": "The record is on",
    "the DNS server failed": "failed to answer",
    "the answer did not come in time": "did not answer in time",
    "the domain is another organization's": "validated for another organization",
    "a domain alone is asked for": "Enter a domain in the form contoso.com",
    "a whole domain is asked for": "Enter the whole domain",
    "it belongs to a public mail service": "a public mail service",
    "the organization has the domain already": "has this domain already",
}
ADVICE = {
    "check the spelling": "See whether it is spelled as you registered it",
    "create the record": "Create the record below and verify again",
    "copy the value": "Copy the value below letter for letter",
    "create it on the domain itself": "itself, for which many DNS tools write @",
    "turn to whoever runs the server": "Ask whoever runs it to mend it",
    "try again later": "Verify again in a few minutes",
}
REASON = f"(?P<reason>{'|'.join(REASONS)})"


@when("the administrator creates the record that is asked for")
def create_record(keeper: DomainKeeper) -> None:
    keeper.create_record()


@given(parsers.parse("the record is in the domain's DNS, {where}"))
def record_is_there(keeper: DomainKeeper, where: str) -> None:
    keeper.dns.publish_as(where, keeper.domain, keeper.record)


@given("the records of both are in the domain's DNS")
def records_of_both(keeper: DomainKeeper, rival: DomainKeeper) -> None:
    keeper.dns.publish(keeper.domain, [keeper.record, rival.record])


@given(parsers.parse("there is {spoiled} in DNS"))
def record_is_not_there(keeper: DomainKeeper, spoiled: str) -> None:
    keeper.let_there_be(spoiled)


@when("the administrator verifies the domain")
@given("the administrator has tried to verify the domain without a record")
def verify(keeper: DomainKeeper) -> None:
    keeper.verify()


@when("the other organization's administrator verifies the domain")
def rival_verifies(rival: DomainKeeper) -> None:
    rival.verify()


@then("the administrator is told that the tenant is managed now")
def told_managed(keeper: DomainKeeper) -> None:
    expect(keeper.page.outcome).to_contain_text("is a managed tenant now, and you are its administrator")


@then(parsers.re(f"the administrator is told that {REASON}"))
def told_reason(keeper: DomainKeeper, reason: str) -> None:
    expect(keeper.page.outcome).to_contain_text(REASONS[reason])


@then(parsers.re(f"that administrator is told that {REASON}"))
def rival_told_reason(rival: DomainKeeper, reason: str) -> None:
    expect(rival.page.outcome).to_contain_text(REASONS[reason])


@then(parsers.parse("the administrator is advised to {advice}"))
def advised(keeper: DomainKeeper, advice: str) -> None:
    expect(keeper.page.outcome).to_contain_text(ADVICE[advice])


@then("what was found is shown to the last character")
def found_is_shown(keeper: DomainKeeper) -> None:
    expect(keeper.page.found).to_have_text([escaped(MARKUP)])


@then("5 of the 11 values are shown, and first the one that is most like the record")
def likeliest_are_shown(keeper: DomainKeeper) -> None:
    likeliest = re.compile(f"^{re.escape(keeper.record[:-32])}")
    expect(keeper.page.found).to_have_text([likeliest, *[re.compile(".")] * 4, "and 6 more"])


@then("the value is shown as a whole")
def shown_as_a_whole(keeper: DomainKeeper) -> None:
    expect(keeper.page.found).to_have_text([long_value(120)])


@then("the value is shown as far as its 120th character")
def shown_in_part(keeper: DomainKeeper) -> None:
    expect(keeper.page.found).to_have_text([f"{long_value(120)}…"])


@then("the tenant is still unmanaged")
def still_unmanaged(keeper: DomainKeeper) -> None:
    expect(keeper.look_at_benefit().proof_needed.heading).to_be_visible()


@then("the other organization's tenant is still unmanaged")
def rival_still_unmanaged(rival: DomainKeeper) -> None:
    still_unmanaged(rival)
