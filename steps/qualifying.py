"""Finding out whether an organization qualifies, before anybody signs up."""

from __future__ import annotations

from playwright.sync_api import expect
from pytest_bdd import parsers, then, when

from fixtures.holdings import Holdings
from pages.portal import Portal


@when("a visitor looks at the criteria for organizations")
def look_at_criteria(portal: Portal) -> None:
    portal.products.open().header.go_to(portal.qualify.title)
    portal.qualify.arrived()


@when(parsers.parse("the visitor asks about {customer}"))
def ask(portal: Portal, customer: str) -> None:
    portal.qualify.ask(Holdings.described(customer).entries)


@then(parsers.parse('the visitor is told that it {verdict}: "{reason}"'))
def told_verdict(portal: Portal, verdict: str, reason: str) -> None:
    expect(portal.qualify.verdict.get_by_role("heading")).to_have_text(f"Your organization {verdict}")
    expect(portal.qualify.verdict).to_contain_text(reason)
