"""The control API."""

from __future__ import annotations

import itertools
import json

import httpx
import pytest

from portal import __version__
from portal.account.models import Account
from portal.organizations.models import Organization
from tests.portal.world import PASSWORD, PORT, STORE, World

BASE = f"http://127.0.0.1:{PORT}"
_numbers = itertools.count(1)


def organization(**traits: object) -> dict[str, object]:
    number = next(_numbers)
    return {"name": f"Controlled {number}", "domains": [f"controlled-{number}.example"]} | traits


def account(**traits: object) -> dict[str, object]:
    return {
        "email": f"controlled.{next(_numbers)}@home.example",
        "password": PASSWORD,
        "display_name": "Anna",
    } | traits


def test_info(control: httpx.Client) -> None:
    answer = control.get("/control/info").json()
    assert answer["version"] == __version__
    assert answer["origins"] == {
        "program": "http://hup.localhost:8000",
        "account": "http://account.localhost:8000",
        "store": "http://store.localhost:8000",
        "admin": "http://admin.localhost:8000",
        "business": "http://business.localhost:8000",
        "control": "http://127.0.0.1:8000",
    }
    assert answer["products"][0] == {
        "slug": "family",
        "name": "Microsoft 365 Family",
        "term": "yearly",
        "list_price": "99.99",
        "discount_percent": 30,
        "price": "69.99",
        "currency": "USD",
    }
    assert answer["products"][2] == {
        "slug": "visio",
        "name": "Visio Professional 2019",
        "term": "one-time",
        "list_price": None,
        "discount_percent": None,
        "price": "14.99",
        "currency": "USD",
    }


def test_an_organization_has_modest_defaults(control: httpx.Client) -> None:
    given = organization()
    made = control.post("/control/organizations", json=given)
    assert made.status_code == 201
    assert made.json() == given | {
        "id": made.json()["id"],
        "key": made.json()["key"],
        "claimed_domains": [],
        "segment": "commercial",
        "licenses": {},
        "software_assurance": "none",
        "subscription_from_software_assurance": False,
        "previous_program": False,
        "products": ["family", "personal"],
        "volume_licensing": False,
        "directory": True,
        "devices": {},
        "eligible": False,
    }
    assert control.get(f"/control/organizations/{made.json()['id']}").json() == made.json()


@pytest.mark.parametrize(
    ("traits", "eligible"),
    [
        ({"licenses": {"E3": 2_000}}, True),
        ({"licenses": {"E3": 1_999, "Business Premium": 5_000}}, False),
        ({"segment": "nonprofit"}, True),
        ({"software_assurance": "active"}, True),
        ({"software_assurance": "lapsed"}, False),
        ({"subscription_from_software_assurance": True}, True),
    ],
)
def test_an_organization_says_whether_it_is_eligible(
    control: httpx.Client, traits: dict[str, object], *, eligible: bool
) -> None:
    assert control.post("/control/organizations", json=organization(**traits)).json()["eligible"] is eligible


def test_domains_are_kept_in_normal_form(control: httpx.Client) -> None:
    names = ["Bücher.Example.", "bücher.example", "Plain-Books.example"]
    made = control.post("/control/organizations", json=organization(domains=names)).json()
    assert made["domains"] == ["xn--bcher-kva.example", "plain-books.example"]


def test_a_taken_domain_makes_nothing(control: httpx.Client) -> None:
    given = organization()
    control.post("/control/organizations", json=given)
    count = Organization.objects.count()
    domains = given["domains"]
    assert isinstance(domains, list)
    again = organization(domains=[f"free-{next(_numbers)}.example", domains[0].upper()])
    refused = control.post("/control/organizations", json=again)
    assert refused.status_code == 409
    assert refused.json()["error"] == (
        f'The domain "{domains[0]}" belongs to an organization already. Use another one.'
    )
    assert Organization.objects.count() == count


BAD_ORGANIZATIONS: list[dict[str, object]] = [
    {"name": ""},
    {"name": " "},
    {"name": 7},
    {"name": "two\nlines"},
    {"name": "x" * 201},
    {"domains": None},
    {"domains": "contoso.example"},
    {"claimed_domains": "contoso.example"},
    {"claimed_domains": ["contoso"]},
    {"volume_licensing": "yes"},
    {"directory": 1},
    {"devices": {"E3": -1}},
    {"domains": [7]},
    {"domains": ["contoso"]},
    {"domains": ["gmail.com"]},
    {"domains": ["anna@contoso.example"]},
    {"segment": "school"},
    {"segment": ["commercial"]},
    {"licenses": {"E3": -1}},
    {"licenses": {"E3": "2000"}},
    {"licenses": {"E3": 2000.5}},
    {"licenses": {"E3": True}},
    {"licenses": {"E3": 10**12}},
    {"licenses": {"": 1}},
    {"licenses": [2000]},
    {"software_assurance": "yes"},
    {"subscription_from_software_assurance": "true"},
    {"previous_program": 1},
    {"products": ["visio"]},
    {"products": ["family", "family"]},
    {"products": [["family"]]},
    {"products": "family"},
    {"seats": 2000},
]


@pytest.mark.parametrize("traits", BAD_ORGANIZATIONS, ids=json.dumps)
def test_a_bad_organization_is_refused_with_what_to_do(
    control: httpx.Client, traits: dict[str, object]
) -> None:
    count = Organization.objects.count()
    refused = control.post("/control/organizations", json=organization(**traits))
    assert refused.status_code == 400, refused.text
    (error,) = refused.json().values()
    (field,) = traits
    assert any(word in error for word in ("Set", "Write", "Use", "Leave out"))
    assert field in error or "domains" in field
    assert Organization.objects.count() == count


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b'"text"', b"7"])
@pytest.mark.parametrize(
    "path", ["/control/organizations", "/control/accounts", "/control/confirmations/age"]
)
def test_a_body_that_is_no_object_is_refused(control: httpx.Client, path: str, body: bytes) -> None:
    refused = control.post(path, content=body)
    assert refused.status_code == 400
    assert refused.json() == {"error": "Send a JSON object as the body."}


def test_an_unknown_organization_is_not_found(control: httpx.Client) -> None:
    refused = control.get("/control/organizations/999999")
    assert refused.status_code == 404
    assert "Use the id" in refused.json()["error"]


def test_an_account_can_sign_in(world: World, control: httpx.Client) -> None:
    given = account()
    made = control.post("/control/accounts", json=given)
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "email": given["email"],
        "display_name": "Anna",
        "kind": "personal",
        "active": True,
        "organization": None,
        "role": "",
    }
    visitor = world.visitor()
    signed_in = world.sign_in(
        visitor, visitor.get(STORE + "/orders/"), Account.objects.get(email=given["email"])
    )
    assert signed_in.heading == "Your orders"


def test_an_existing_account_is_left_alone(control: httpx.Client) -> None:
    given = account()
    control.post("/control/accounts", json=given)
    again = control.post("/control/accounts", json=given | {"email": str(given["email"]).upper()})
    assert again.status_code == 409
    assert "Use another address." in again.json()["error"]


@pytest.mark.parametrize(
    "traits",
    [
        {"email": "anna"},
        {"email": None},
        {"password": "short"},
        {"password": None},
        {"display_name": ""},
        {"kind": "school"},
        {"active": "no"},
        {"role": "admin"},
    ],
    ids=json.dumps,
)
def test_a_bad_account_is_refused(control: httpx.Client, traits: dict[str, object]) -> None:
    refused = control.post("/control/accounts", json=account(**traits))
    assert refused.status_code == 400, refused.text
    (field,) = traits
    assert field in refused.json()["error"]
