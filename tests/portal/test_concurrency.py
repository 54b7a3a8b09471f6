"""Many at once against one running portal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from urllib.parse import urljoin

import httpx
import pytest

from tests.portal import live
from tests.portal.live import Portal, at_once
from tests.portal.visitor import Page, Visitor

CARD = {"number": "4242424242424242", "expiry": "12/99", "security_code": "123"}
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with live.portal(tmp_path_factory.mktemp("live")) as running:
        yield running


@pytest.fixture
def control(portal: Portal) -> Iterator[httpx.Client]:
    with portal.control() as client:
        yield client


def make_organization(control: httpx.Client, domain: str) -> None:
    given = {"name": "Contoso", "domains": [domain], "segment": "education"}
    assert control.post("/control/organizations", json=given).status_code == 201


def make_account(control: httpx.Client, email: str) -> None:
    given = {"email": email, "password": PASSWORD, "display_name": "Anna"}
    assert control.post("/control/accounts", json=given).status_code == 201


def buy_up_to_checkout(portal: Portal, control: httpx.Client, name: str) -> tuple[Visitor, Page]:
    make_account(control, f"{name}@home.example")
    visitor, address = portal.visitor(), f"{name}@{name}.example"
    portal.request_link(visitor, address)
    sign_in = visitor.submit(visitor.get(portal.mails.link(address)))
    store = visitor.submit(sign_in, {"email": f"{name}@home.example", "password": PASSWORD})
    assert store.heading == "Your discounts"
    return visitor, visitor.get(portal.origins["store"] + "/checkout/family/")


def post(visitor: Visitor, page: Page, fields: dict[str, str], answers: list[httpx.Response]) -> None:
    """Send a page's form on a connection of its own, as a second click would."""
    form = page.forms[-1]
    cookies = "; ".join(
        f"{cookie.name}={cookie.value}"
        for cookie in visitor.http.cookies.jar
        if cookie.domain == httpx.URL(page.url).host
    )
    with httpx.Client(transport=live.Loopback(), timeout=live.TIMEOUT) as client:
        answers.append(
            client.post(
                urljoin(page.url, form.action), data=form.fields | fields, headers={"Cookie": cookies}
            )
        )


def test_clicks_at_once_are_one_order_and_one_receipt(portal: Portal, control: httpx.Client) -> None:
    make_organization(control, "twice.example")
    visitor, page = buy_up_to_checkout(portal, control, "twice")
    answers: list[httpx.Response] = []
    at_once(*[partial(post, visitor, page, CARD, answers)] * 6)
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    orders = control.get("/control/orders", params={"account": "twice@home.example"}).json()["orders"]
    assert len(orders) == 1
    assert [mail["Subject"] for mail in portal.mails.to("twice@home.example")] == [
        f"Your order {orders[0]['number']}"
    ]


def test_of_clicks_at_once_on_one_link_one_wins(portal: Portal, control: httpx.Client) -> None:
    make_organization(control, "link.example")
    address = "anna@link.example"
    portal.request_link(portal.visitor(), address)
    link = portal.mails.link(address)
    answers: list[httpx.Response] = []
    people = [portal.visitor() for _ in range(6)]
    pages = [person.get(link) for person in people]
    at_once(*(partial(post, person, page, {}, answers) for person, page in zip(people, pages, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [302, 410, 410, 410, 410, 410]
    states = control.get("/control/confirmations", params={"email": address}).json()["confirmations"]
    assert [record["state"] for record in states] == ["used"]


def test_of_two_accounts_at_once_one_gets_the_benefit(portal: Portal, control: httpx.Client) -> None:
    make_organization(control, "race.example")
    address = "anna@race.example"
    pages: list[tuple[Visitor, Page]] = []
    for name in ("race-a", "race-b"):
        make_account(control, f"{name}@home.example")
        visitor = portal.visitor()
        portal.request_link(visitor, address)
        pages.append((visitor, visitor.submit(visitor.get(portal.mails.link(address)))))
    reached: list[str] = []

    def sign_in(visitor: Visitor, page: Page, email: str) -> None:
        reached.append(visitor.submit(page, {"email": email, "password": PASSWORD}).heading)

    at_once(
        *(
            partial(sign_in, visitor, page, f"{name}@home.example")
            for (visitor, page), name in zip(pages, ("race-a", "race-b"), strict=True)
        )
    )
    assert sorted(reached) == ["This benefit belongs to another account", "Your discounts"]


def test_organizations_made_at_once_are_all_made(portal: Portal) -> None:
    def make(number: int) -> None:
        with portal.control() as client:
            make_organization(client, f"many-{number}.example")

    at_once(*(partial(make, number) for number in range(20)))


def test_one_domain_wanted_at_once_goes_to_one(portal: Portal) -> None:
    statuses: list[int] = []

    def make() -> None:
        with portal.control() as client:
            given = {"name": "Contoso", "domains": ["wanted.example"]}
            statuses.append(client.post("/control/organizations", json=given).status_code)

    at_once(*[make] * 8)
    assert sorted(statuses) == [201] + [409] * 7


def test_requests_at_once_are_counted_one_by_one(portal: Portal, control: httpx.Client) -> None:
    make_organization(control, "often.example")
    people = [portal.visitor() for _ in range(6)]
    pages = [person.get(portal.origins["program"] + "/get-started/") for person in people]
    answers: list[httpx.Response] = []
    fields = {"email": "anna@often.example"}
    at_once(
        *(partial(post, person, page, fields, answers) for person, page in zip(people, pages, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [302] * 3 + [429] * 3
    assert len(portal.mails.to("anna@often.example")) == 3
    states = control.get("/control/confirmations", params={"email": fields["email"]}).json()["confirmations"]
    assert sorted(record["state"] for record in states) == ["open", "void", "void"]


def test_browsers_and_callers_at_once_lose_no_request(portal: Portal) -> None:
    def shop(name: str) -> None:
        with portal.control() as client:
            make_organization(client, f"{name}.example")
            visitor, page = buy_up_to_checkout(portal, client, name)
            assert visitor.submit(page, CARD).heading == "Thank you for your order"

    def call(number: int) -> None:
        with portal.control() as client:
            for index in range(10):
                make_account(client, f"caller-{number}-{index}@home.example")
                assert client.get("/control/info").status_code == 200

    at_once(
        *(partial(shop, f"shopper-{number}") for number in range(4)),
        *(partial(call, number) for number in range(4)),
    )
    lines = [json.loads(line) for line in portal.log.read_text().splitlines()]
    assert not [line for line in lines if line["level"] in {"WARNING", "ERROR"} and "status" not in line]
    assert not [line for line in lines if line.get("status", 0) >= 500]
    for line in lines:
        assert line["request_id"]
