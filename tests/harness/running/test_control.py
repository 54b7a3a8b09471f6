"""The control API's client: what it sends, what it makes of answers, how it fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from harness.control import ControlClient, ControlError
from harness.targets import NOT_STARTED

SECRET = "of-the-test"
Answer = Callable[[httpx.Request], httpx.Response]


def client(answer: Answer | dict[str, Any], status: int = 200) -> ControlClient:
    """Return a client of a portal that always gives the same answer, or what `answer` makes of a request."""
    handler = answer if callable(answer) else lambda _request: httpx.Response(status, json=answer)
    return ControlClient("http://127.0.0.1:1", SECRET, transport=httpx.MockTransport(handler))


def recorder(answer: dict[str, Any]) -> tuple[list[httpx.Request], ControlClient]:
    requests: list[httpx.Request] = []

    def record(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=answer)

    return requests, client(record)


ORGANIZATION = {"id": 4, "name": "Contoso", "domains": ["contoso.example"], "eligible": True, "more": "news"}
ORDER = {
    "number": "HUP-1",
    "account": "sam@home.example",
    "work_email": "sam@contoso.example",
    "organization": "Contoso",
    "lines": [{"product": "family", "list_price": "99.99", "discount_percent": 30, "price": "69.99"}],
    "total": "69.99",
    "currency": "USD",
    "placed_at": "2026-01-01T12:00:00+00:00",
}


def test_organization_is_asked_for_in_full() -> None:
    requests, control = recorder(ORGANIZATION)

    with control:
        made = control.create_organization("Contoso", ["contoso.example"], licenses={"E3": 2000})

    assert made.eligible
    assert made.domains == ("contoso.example",)
    (request,) = requests
    assert (request.method, request.url.path) == ("POST", "/control/organizations")
    assert request.headers["Authorization"] == f"Bearer {SECRET}"
    assert json.loads(request.content) == {
        "name": "Contoso",
        "domains": ["contoso.example"],
        "segment": "commercial",
        "licenses": {"E3": 2000},
        "software_assurance": "none",
        "subscription_from_software_assurance": False,
        "previous_program": False,
        "claimed_domains": [],
        "volume_licensing": False,
        "directory": True,
        "devices": {},
    }


def test_products_are_sent_only_where_said() -> None:
    requests, control = recorder(ORGANIZATION)

    with control:
        control.create_organization("Contoso", ["contoso.example"], products=["personal"])

    assert json.loads(requests[0].content)["products"] == ["personal"]


def test_account_has_a_display_name() -> None:
    requests, control = recorder({"email": "sam@home.example", "kind": "personal", "active": True})

    with control:
        control.create_account("sam@home.example", "secret")

    assert json.loads(requests[0].content) == {
        "email": "sam@home.example",
        "password": "secret",
        "display_name": "sam",
        "kind": "personal",
        "active": True,
    }


def test_orders_are_exact_amounts() -> None:
    requests, control = recorder({"orders": [ORDER]})

    with control:
        (order,) = control.orders("sam+tag@home.example")

    assert order.total == Decimal("69.99")
    assert order.lines[0].price == Decimal("69.99")
    assert order.placed_at.tzinfo is not None
    assert requests[0].url.params["account"] == "sam+tag@home.example"


def test_confirmations_and_their_age() -> None:
    with client({"confirmations": [{"state": "void", "created_at": "2026-01-01T12:00:00Z"}]}) as control:
        assert [item.state for item in control.confirmations("sam@contoso.example")] == ["void"]
    with client({"aged": 2}) as control:
        assert control.age_confirmations("sam@contoso.example", 60) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 409, 500])
def test_refusal_names_request_status_and_reason(status: int) -> None:
    with (
        client({"error": "Use another domain."}, status) as control,
        pytest.raises(
            ControlError, match=rf"POST /control/organizations: status {status}: .*another domain"
        ) as e,
    ):
        control.create_organization("Contoso", ["contoso.example"])

    assert e.value.status == status
    assert "Use another domain." in e.value.body


def test_silence_is_an_error_without_status() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("connection refused", request=request)

    with client(refuse) as control, pytest.raises(ControlError, match="no answer: ConnectError") as caught:
        control.info()

    assert caught.value.status is None


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"origins": 1}', b""])
def test_answer_that_is_not_what_was_agreed(body: bytes) -> None:
    with (
        client(lambda _request: httpx.Response(200, content=body)) as control,
        pytest.raises(ControlError, match="GET /control/info"),
    ):
        control.info()


def test_long_answers_are_cut() -> None:
    with client({"error": "x" * 10_000}, 500) as control, pytest.raises(ControlError) as caught:
        control.info()

    assert len(str(caught.value)) < 1_000


def test_target_without_control_has_no_client() -> None:
    with pytest.raises(ValueError, match="has no control API"):
        ControlClient.for_target(NOT_STARTED)
