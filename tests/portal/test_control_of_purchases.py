"""The control API: confirmations that grow older, and orders as they were placed."""

from __future__ import annotations

import httpx
import pytest

from tests.portal.world import CARD, World


def test_ageing_reaches_the_open_confirmations_of_one_address(world: World, control: httpx.Client) -> None:
    organization = world.organization()
    visitor, address, other = (
        world.visitor(),
        world.work_address(organization),
        world.work_address(organization),
    )
    for each in (address, address, other):
        world.request_link(visitor, each)

    def states(email: str) -> list[str]:
        answer = control.get("/control/confirmations", params={"email": email}).json()
        assert all(set(record) == {"state", "created_at"} for record in answer["confirmations"])
        return [record["state"] for record in answer["confirmations"]]

    def age(seconds: float) -> httpx.Response:
        return control.post("/control/confirmations/age", json={"email": address, "seconds": seconds})

    assert states(address.upper()) == ["void", "open"]
    assert age(86_340).json() == {"aged": 1}
    assert states(address) == ["void", "open"]
    assert visitor.get(world.link(address)).heading == "Confirm your eligibility"
    assert age(120).json() == {"aged": 1}
    assert states(address) == ["void", "expired"]
    refused = age(60)
    assert refused.status_code == 404
    assert refused.json()["error"].endswith("Ask for a link first.")
    assert states(other) == ["open"]
    assert visitor.submit(visitor.get(world.link(other))).heading == "Sign in"
    assert states(other) == ["used"]
    assert states("nobody@nowhere.example") == []


def test_ageing_reaches_what_asked_for_them(world: World, control: httpx.Client) -> None:
    organization = world.organization()
    visitor, address = world.visitor(), world.work_address(organization)

    def ask() -> str:
        return world.request_link(visitor, address).heading

    def age(seconds: int) -> None:
        body = {"email": address, "seconds": seconds}
        assert control.post("/control/confirmations/age", json=body).json() == {"aged": 1}

    assert [ask(), ask(), ask(), ask()] == [*["Check your inbox"] * 3, "Please wait a little"]
    age(540)
    assert ask() == "Please wait a little"
    age(60)
    assert ask() == "Check your inbox"


@pytest.mark.parametrize("seconds", [-1, "60", None, True, 1e12])
def test_ageing_goes_one_way(control: httpx.Client, seconds: object) -> None:
    refused = control.post(
        "/control/confirmations/age", json={"email": "anna@contoso.example", "seconds": seconds}
    )
    assert refused.status_code == 400
    assert "seconds" in refused.json()["error"]


def test_orders_are_told_as_they_were_placed(world: World, control: httpx.Client) -> None:
    organization = world.organization()
    visitor, account, _store = world.employee(organization)
    for product in ("family", "personal"):
        visitor.submit(world.checkout(visitor, product), CARD)
    answer = control.get("/control/orders", params={"account": account.email}).json()
    first, second = answer["orders"]
    benefit = account.benefits.get()
    assert first | {"number": "", "placed_at": ""} == {
        "number": "",
        "account": account.email,
        "work_email": benefit.address,
        "organization": organization.name,
        "market": "US",
        "lines": [
            {
                "product": "Microsoft 365 Family",
                "term": "yearly",
                "list_price": "99.99",
                "discount_percent": 30,
                "price": "69.99",
            }
        ],
        "total": "69.99",
        "currency": "USD",
        "placed_at": "",
    }
    assert second["total"] == "48.99"
    assert control.get("/control/orders", params={"account": "nobody@home.example"}).status_code == 404
    assert control.get("/control/orders").status_code == 400
