"""The page that tells whether an organization would qualify."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.portal.visitor import Page
from tests.portal.world import PROGRAM, World

QUALIFIES = "Your organization qualifies"
DOES_NOT = "Your organization does not qualify"


def ask(world: World, **entered: str) -> Page:
    query = urlencode({"segment": "commercial"} | entered)
    return world.visitor().get(f"{PROGRAM}/qualify/?{query}")


def test_explains_the_criteria_before_anything_is_entered(world: World) -> None:
    page = world.visitor().get(f"{PROGRAM}/qualify/")
    assert page.heading == "Does your organization qualify?"
    assert "2,000 or more licenses of Microsoft 365 E3, of E5, or of both together" in page.response.text
    assert QUALIFIES not in page.response.text
    assert DOES_NOT not in page.response.text


@pytest.mark.parametrize(
    ("entered", "verdict", "reason"),
    [
        ({}, DOES_NOT, "licenses together: 0. It takes 2,000 or more"),
        ({"e3": "1999"}, DOES_NOT, "licenses together: 1,999. It takes 2,000 or more"),
        ({"e3": "2000"}, QUALIFIES, "licenses together: 2,000."),
        ({"e3": "1,200", "e5": "800"}, QUALIFIES, "licenses together: 2,000."),
        ({"e3": "2.000"}, QUALIFIES, "licenses together: 2,000."),
        ({"e3": "2\u066c000"}, QUALIFIES, "licenses together: 2,000."),
        ({"e3": "2\u2019000"}, QUALIFIES, "licenses together: 2,000."),
        ({"e5": " 2 000 "}, QUALIFIES, "licenses together: 2,000."),
        ({"e5": "100000000"}, QUALIFIES, "licenses together: 100,000,000."),
        ({"e3": "1999", "other": "5000"}, DOES_NOT, "Licenses of other plans do not count."),
        ({"assurance": "active"}, QUALIFIES, "It has active Software Assurance"),
        ({"assurance": "lapsed"}, DOES_NOT, "Software Assurance that has lapsed does not count."),
        ({"assurance": "lapsed", "e3": "2000"}, QUALIFIES, "licenses together: 2,000."),
        ({"from_assurance": "on"}, QUALIFIES, "It has Microsoft 365 from Software Assurance"),
        ({"segment": "government", "e3": "2000"}, QUALIFIES, "licenses together: 2,000."),
        ({"segment": "government", "e5": "1999"}, DOES_NOT, "licenses together: 1,999."),
        ({"segment": "education"}, QUALIFIES, "education or non-profit customer"),
        ({"segment": "nonprofit", "other": "1"}, QUALIFIES, "education or non-profit customer"),
    ],
)
def test_answers_with_the_reason(world: World, entered: dict[str, str], verdict: str, reason: str) -> None:
    text = " ".join(ask(world, **entered).response.text.split())
    assert verdict in text
    assert reason in text
    assert ({QUALIFIES, DOES_NOT} - {verdict}).pop() not in text


@pytest.mark.parametrize(
    ("count", "complaint"),
    [
        ("-1", "A number of licenses cannot be negative. Enter 0 if there are none."),
        ("\u22125", "A number of licenses cannot be negative. Enter 0 if there are none."),
        ("many", "Enter a whole number of licenses in digits, such as 2000."),
        ("2000.5", "Enter a whole number of licenses in digits, such as 2000."),
        ("1e9", "Enter a whole number of licenses in digits, such as 2000."),
        ("2_000", "Enter a whole number of licenses in digits, such as 2000."),
        ("20,00", "Enter a whole number of licenses in digits, such as 2000."),
        ("100000001", "No organization has that many. Enter at most 100,000,000."),
        ("9" * 5000, "No organization has that many. Enter at most 100,000,000."),
    ],
)
@pytest.mark.parametrize("field", ["e3", "e5", "other"])
def test_says_what_to_do_about_a_bad_count(world: World, field: str, count: str, complaint: str) -> None:
    page = ask(world, **{field: count})
    assert (page.status, page.alert) == (200, complaint)
    assert QUALIFIES not in page.response.text
    assert DOES_NOT not in page.response.text


@pytest.mark.parametrize(
    ("entered", "complaint"),
    [
        ({"segment": ""}, "Choose the kind of customer that your organization is."),
        ({"segment": "military"}, "Choose the kind of customer from the list."),
        ({"assurance": "perhaps"}, "Choose the state of Software Assurance from the list."),
    ],
)
def test_says_what_to_do_about_a_bad_choice(world: World, entered: dict[str, str], complaint: str) -> None:
    assert ask(world, **entered).alert == complaint


def test_knows_no_customer(world: World) -> None:
    organization = world.organization(segment="commercial", licenses={"E3": 2000})
    page = ask(world, name=organization.name, domain=organization.domains.get().name)
    assert DOES_NOT in page.response.text
    assert organization.name not in page.response.text
