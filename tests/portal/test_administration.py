"""The sites of administrators: what they find there."""

from __future__ import annotations

import pytest

from portal.organizations import lookup
from portal.rules import addresses
from tests.portal.administrators import PAGES, customer, enter, worker
from tests.portal.world import ADMIN, BUSINESS, World

LICENSES = (
    "2,000 or more licenses of Microsoft 365 E3, of E5, or of both, as a commercial or government customer"
)


@pytest.mark.parametrize("volume_licensing", [True, False])
@pytest.mark.parametrize("site", [ADMIN, BUSINESS])
def test_each_door_knows_whose_it_is(world: World, site: str, *, volume_licensing: bool) -> None:
    organization = customer(world, volume_licensing=volume_licensing)
    right, wrong = (BUSINESS, ADMIN) if volume_licensing else (ADMIN, BUSINESS)
    path = list(PAGES[site])[3]
    visitor, page = enter(world, worker(world, organization), f"{site}/{organization.key}{path}")
    if site == wrong:
        (way,) = (link for text, link in page.links.items() if text.startswith("Go to"))
        assert page.heading.startswith("Your benefit is")
        page = visitor.get(way)
    assert page.heading == "Microsoft Home Use Program"
    assert page.url.startswith(right)


@pytest.mark.parametrize(
    ("traits", "criteria"),
    [
        ({"segment": "education"}, ["Being an education or non-profit customer"]),
        ({"segment": "commercial", "licenses": {"E3": 1_999}}, []),
        (
            {"segment": "commercial", "software_assurance": "active", "licenses": {"E5": 2_000}},
            [
                "Active Software Assurance for qualifying Office applications",
                LICENSES,
            ],
        ),
        (
            {"segment": "commercial", "subscription_from_software_assurance": True},
            ["Microsoft 365 or Microsoft 365 E3/E5 from Software Assurance"],
        ),
    ],
)
def test_the_benefit_says_by_what_the_organization_qualifies(
    world: World, traits: dict[str, object], criteria: list[str]
) -> None:
    organization = customer(world, ADMIN, **traits)
    url = f"{ADMIN}/{organization.key}/billing/products/benefits/hup/"
    _visitor, page = enter(world, worker(world, organization), url)
    terms = dict(page.terms)
    assert terms["Eligibility"] == ("Eligible" if criteria else "Not eligible")
    assert terms.get("Qualifies by", "") == " ".join(criteria)
    assert terms["Validated domains"] == organization.domains.get().name
    assert ("Products covered" in terms) == bool(criteria)


def test_subscriptions_count_what_the_organization_has(world: World) -> None:
    organization = customer(world, licenses={"E5": 1, "E3": 2_000}, devices={"E3": 4_100})
    url = f"{ADMIN}/{organization.key}/billing/products/"
    _visitor, page = enter(world, worker(world, organization), url)
    assert page.cells == ["2,000", "4,100", "10,000", "1", "0", "5"]


@pytest.mark.parametrize("site", [ADMIN, BUSINESS])
def test_without_a_directory_account_nothing_is_managed_until_there_is_one(world: World, site: str) -> None:
    organization = customer(world, site, directory=False)
    organization.domains.all().delete()
    hup, domains = list(PAGES[site])[3:]
    visitor, page = enter(world, worker(world, organization), f"{site}/{organization.key}{hup}")
    assert page.heading == "Your organization needs a directory account"
    assert visitor.get(f"{site}/{organization.key}{domains}").heading == page.heading
    assert visitor.get(f"{site}/{organization.key}/directory/").heading == page.heading, (
        "a link creates nothing"
    )
    created = visitor.submit(page)
    assert created.heading == "Prove your domain first"
    assert visitor.get(site + created.links["Go to Domains"]).heading == "Domains"


@pytest.mark.parametrize("path", ["/support/", "/support/vlsc/", "/support/administrators/"])
def test_support_is_open_to_everyone(world: World, path: str) -> None:
    assert world.visitor().get(BUSINESS + path).status == 200


def test_claims_make_nobody_eligible(world: World) -> None:
    organization = world.organization()
    address = addresses.parse(world.work_address(organization))
    assert lookup.eligible_employer(address) == organization
    organization.domains.update(validated_at=None)
    assert lookup.eligible_employer(address) is None
