"""Tenants that prove one domain at the same moment, at a running portal that asks a running name server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import urljoin

import httpx
import pytest

from tests.portal import live
from tests.portal.live import Portal, at_once
from tests.portal.name_server import NameServer, name_server
from tests.portal.visitor import Page, Visitor

PASSWORD = "correct horse battery"
NAME = "wanted.example"


@pytest.fixture(scope="module")
def server() -> Iterator[NameServer]:
    with name_server() as running:
        yield running


@pytest.fixture(scope="module")
def portal(server: NameServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    options = ("--dns", f"127.0.0.1:{server.port}", "--dns-timeout", "5")
    with live.portal(tmp_path_factory.mktemp("races"), *options) as running:
        yield running


def tenant(portal: Portal, control: httpx.Client, number: int) -> tuple[Visitor, Page, int]:
    """An administrator with a claim on the domain, on the page where it is to be verified."""
    given = {"name": f"Tenant {number}", "domains": [], "claimed_domains": [NAME], "segment": "education"}
    organization = control.post("/control/organizations", json=given).raise_for_status().json()
    email = f"admin@tenant-{number}.example"
    account = {"email": email, "password": PASSWORD, "display_name": "Admin", "kind": "work"}
    role = {"organization": organization["id"], "role": "administrator"}
    control.post("/control/accounts", json=account | role).raise_for_status()
    visitor = portal.visitor()
    url = f"{portal.origins['admin']}/{organization['key']}/settings/domains/"
    page = visitor.submit(visitor.get(url), {"email": email, "password": PASSWORD})
    return visitor, page, organization["id"]


def verify(visitor: Visitor, page: Page, answers: list[str]) -> None:
    (form,) = [form for form in page.forms if form.action.endswith("/verify/")]
    response = visitor.http.post(urljoin(page.url, form.action), data=form.fields, timeout=live.TIMEOUT)
    answers.append(response.text)


def test_one_of_many_tenants_gets_the_domain(portal: Portal, server: NameServer) -> None:
    with portal.control() as control:
        tenants = [tenant(portal, control, number) for number in range(5)]
        records = [value for _, page, _ in tenants for term, value in page.terms if term == "Value"]
        assert len(set(records)) == 5
        server.texts[NAME] = [[record.encode()] for record in records]
        answers: list[str] = []
        at_once(*(partial(verify, visitor, page, answers) for visitor, page, _ in tenants))
        owners = [
            pk
            for *_, pk in tenants
            if control.get(f"/control/organizations/{pk}").json()["domains"] == [NAME]
        ]
    assert len(owners) == 1
    assert len(re.findall("is a managed tenant now", "".join(answers))) == 1
    assert len(re.findall("is validated for another organization", "".join(answers))) == 4


def test_clicks_at_once_prove_a_domain_once(portal: Portal, server: NameServer) -> None:
    with portal.control() as control:
        given = {"name": "Twice", "domains": [], "claimed_domains": ["twice.example"], "segment": "education"}
        made = control.post("/control/organizations", json=given).raise_for_status().json()
        account = {"email": "twice@tenant.example", "password": PASSWORD, "display_name": "A", "kind": "work"}
        role = {"organization": made["id"], "role": "administrator"}
        control.post("/control/accounts", json=account | role).raise_for_status()
        visitor = portal.visitor()
        url = f"{portal.origins['admin']}/{made['key']}/settings/domains/"
        page = visitor.submit(visitor.get(url), {"email": account["email"], "password": PASSWORD})
        server.texts["twice.example"] = [[dict(page.terms)["Value"].encode()]]
        answers: list[str] = []
        at_once(*[partial(verify, visitor, page, answers)] * 4)
        assert control.get(f"/control/organizations/{made['id']}").json()["domains"] == ["twice.example"]
    assert all("<h1>Domains</h1>" in answer and "alert" not in answer for answer in answers)
