"""By which a scenario says what names answer: who may, and what is refused."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import httpx
import pytest

from harness.dns.client import DnsRecords, DnsServerError
from harness.dns.service import serving
from harness.ports import listen, listen_for_dns, port_of

SECRET = "of these tests"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    (udp, tcp), http = listen_for_dns(), listen()
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def run() -> None:
        stop = asyncio.Event()
        async with serving(udp, tcp, http, secret=SECRET):
            started.set_result((asyncio.get_running_loop(), stop))
            await stop.wait()

    address = f"http://127.0.0.1:{port_of(http)}"
    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    loop, stop = started.result(10)
    yield address
    loop.call_soon_threadsafe(stop.set)
    thread.join()


@pytest.fixture
def records(url: str) -> Iterator[DnsRecords]:
    with DnsRecords(url, SECRET) as records:
        yield records


@pytest.fixture
def http(url: str) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {SECRET}"}
    with httpx.Client(base_url=url, headers=headers, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {SECRET}", f"Bearer {SECRET}x"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_it_is_closed_to_whoever_has_no_secret(url: str, method: str, given: str) -> None:
    answer = httpx.request(
        method, f"{url}/names/a.example", headers={"Authorization": given}, content=b"{}", trust_env=False
    )
    assert answer.status_code == 401
    assert "Authorization: Bearer" in answer.text


def test_the_client_says_that_the_secret_is_wrong(url: str) -> None:
    with DnsRecords(url, "wrong") as records, pytest.raises(DnsServerError, match="status 401"):
        records.check()


def test_the_client_says_that_nobody_answers() -> None:
    with listen() as closed:
        port = port_of(closed)
    with (
        DnsRecords(f"http://127.0.0.1:{port}", SECRET) as records,
        pytest.raises(DnsServerError, match="no answer: ConnectError"),
    ):
        records.set_txt("a.example", "x")


def test_what_was_set_can_be_read(records: DnsRecords, http: httpx.Client) -> None:
    assert http.get("/names/read.example").status_code == 404
    records.set_txt("READ.example.", "a", ("b", "c"), delay_ms=5, truncated=True)
    expected = {"kind": "records", "txt": ["a", ["b", "c"]], "delay_ms": 5, "truncated": True}
    assert http.get("/names/read.example").json() == expected
    records.clear("read.example")
    assert http.get("/names/read.example").status_code == 404


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({}, 'give "txt" a record'),
        ({"kind": "no-data", "txt": ["x"]}, 'leave out "txt"'),
        ({"kind": "nothing"}, "kind: "),
        ({"txt": [["x" * 256]]}, "at most 255 octets"),
        ({"txt": [[]]}, "at least one string"),
        ({"txt": ["x" * 70_000]}, "fit into no answer"),
        ({"txt": ["x" * 40_000] * 2}, "fit into no answer"),
        ({"txt": [{"base64": "not base64!"}]}, "base64"),
        ({"txt": ["x"], "delay_ms": -1}, "delay_ms"),
        ({"txt": ["x"], "delay": 1}, "delay: "),
    ],
)
def test_what_dns_cannot_answer_is_refused(
    http: httpx.Client, answer: dict[str, object], complaint: str
) -> None:
    response = http.put("/names/a.example", json=answer)
    assert response.status_code == 400
    assert complaint in response.text
    assert http.get("/names/a.example").status_code == 404


@pytest.mark.parametrize("name", ["a..example", f"{'x' * 64}.example", "x." * 130 + "example", "ü" * 64])
def test_what_is_no_name_is_refused(records: DnsRecords, name: str) -> None:
    with pytest.raises(DnsServerError, match="is no domain name"):
        records.set_txt(name, "x")


def test_the_client_refuses_an_impossible_record_by_itself(records: DnsRecords) -> None:
    with pytest.raises(DnsServerError, match="at least one string"):
        records.set_txt("a.example", ())
