"""Who can use a page, and where."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from fixtures.accessibility import barriers, differing_words, overflows
from fixtures.every_page.guide import Guide


@when(parsers.parse("someone comes to {place}"))
def come_to(guide: Guide, place: str) -> None:
    guide.lead_to(place)


@then("nobody is shut out of it, on a phone or at a desk, in light or in dark")
def nobody_shut_out(guide: Guide) -> None:
    found = barriers(guide.portal.page)
    assert not found, f"people with a disability are shut out by {len(found)} flaws:\n" + "\n".join(found)


@then("it fits the width of a phone")
def fits_phone(guide: Guide) -> None:
    found = overflows(guide.portal.page)
    assert not found, "the page does not fit a phone:\n" + "\n".join(found)


@then("it says on a phone what it says at a desk")
def says_the_same(guide: Guide) -> None:
    found = differing_words(guide.portal.page)
    assert not found, "the page says something else on a phone:\n" + "\n".join(found)
