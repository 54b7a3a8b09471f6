"""The log: what a line holds, and what it never does."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest

from portal import log
from tests.portal.world import CARD, PASSWORD, PROGRAM, World


def line(message: str, *arguments: object, **extra: object) -> dict[str, object]:
    record = logging.LogRecord("portal", logging.INFO, "", 0, message, arguments, None)
    record.__dict__.update(extra)
    parsed = json.loads(log.JsonFormatter().format(record))
    assert isinstance(parsed, dict)
    return parsed


# The same in every worker, since the names of tests are made of it.
TOKEN = "Zb3kq0_Rr-Tt5uVw8XyA2cE4gH6jK9mN1pQsUdWfLoI"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"GET /confirm/{TOKEN}/", "GET /confirm/[token]/"),
        (f"/confirm/{TOKEN[:12]}", "/confirm/[token]"),
        (f"token {TOKEN}", "token [token]"),
        ("card 4242 4242 4242 4242 declined", "card [card] declined"),
        ("card 4000000000000002", "card [card]"),
        ("/signed-in/?code=abc&state=def", "/signed-in/?code=[masked]&state=[masked]"),
        ("password=hunter2", "password=[masked]"),
        ("Cookie: session=abc; csrf=def", "Cookie: session=[masked] csrf=[masked]"),
        ("order 7F3K-29QX-84MD at 12:30", "order 7F3K-29QX-84MD at 12:30"),
        (
            "/checkout/29c20781-93b6-4e48-a66e-c27722bbd318/",
            "/checkout/29c20781-93b6-4e48-a66e-c27722bbd318/",
        ),
    ],
)
def test_secrets_are_masked(text: str, masked: str) -> None:
    assert line("%s", text)["message"] == masked


def test_a_line_says_when_and_for_which_request() -> None:
    token = log.request_id.set("a-1")
    try:
        found = line("hello %s", "world", method="GET", status=200)
    finally:
        log.request_id.reset(token)
    assert found.pop("time")
    assert found == {
        "level": "INFO",
        "request_id": "a-1",
        "method": "GET",
        "status": 200,
        "message": "hello world",
    }
    assert datetime.fromisoformat(str(line("x")["time"])).tzinfo is not None


def test_a_traceback_is_one_field_without_secrets() -> None:
    error = RuntimeError(f"bad {TOKEN}")
    record = logging.LogRecord("portal", logging.ERROR, "", 0, "failed", (), (type(error), error, None))
    text = log.JsonFormatter().format(record)
    assert "\n" not in text
    assert TOKEN not in text
    assert "RuntimeError: bad [token]" in json.loads(text)["traceback"]


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> Iterator[io.StringIO]:
    """What the portal logs during the test."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log.JsonFormatter())
    logger = logging.getLogger("portal")
    logger.addHandler(handler)
    with caplog.at_level(logging.INFO, logger="portal"):
        yield stream
    logger.removeHandler(handler)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(text) for text in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("given", "kept"), [("scenario-1.2_A", True), ("x" * 128, True), ("x" * 129, False), ("a b", False)]
)
def test_a_request_keeps_the_id_it_came_with(
    world: World, written: io.StringIO, given: str, *, kept: bool
) -> None:
    page = world.visitor().get(f"{PROGRAM}/", X_Request_ID=given)
    (found,) = lines(written)
    assert page.response.headers["X-Request-ID"] == found["request_id"]
    assert (found["request_id"] == given) is kept
    assert found["request_id"]
    assert found["host"] == "hup.localhost"
    assert (found["method"], found["path"], found["status"]) == ("GET", "/", 200)
    assert isinstance(found["ms"], float)


def test_a_whole_purchase_logs_no_secret(world: World, written: io.StringIO) -> None:
    visitor, account = world.visitor(), world.account()
    address = world.work_address(world.organization())
    world.request_link(visitor, address)
    link = world.link(address)
    sign_in = visitor.submit(visitor.get(link))
    world.sign_in(visitor, sign_in, account)
    visitor.submit(world.checkout(visitor), CARD)
    text = written.getvalue()
    secrets = [link.rstrip("/").rpartition("/")[2], PASSWORD, "42424242", "4242 4242"]
    secrets += [cookie.value or "" for cookie in visitor.http.cookies.jar]
    assert len(secrets) >= 8
    for secret in secrets:
        assert secret not in text
    events = [str(entry["message"]) for entry in lines(written)]
    assert f"mail sent to {address}: You're eligible for the Microsoft Home Use Program" in events
    assert f"{address} confirmed" in events
    assert f"benefit of {address} bound to {account}" in events
    assert f"order {account.orders.get().number} placed by {account}" in events
    assert "POST /confirm/[token]/ 302" in events


def test_events_carry_the_id_of_their_request(world: World, written: io.StringIO) -> None:
    visitor = world.visitor()
    visitor.http.headers["X-Request-ID"] = "scenario-7"
    world.request_link(visitor, world.work_address(world.organization()))
    assert {entry["request_id"] for entry in lines(written)} == {"scenario-7"}
    visitor.get(f"{PROGRAM}/confirm/guess/")
    assert any(entry["message"] == "confirmation refused: unknown" for entry in lines(written))
