"""The catcher's other half: its mailbox, its answers to odd requests, and those who listen to its events."""

from __future__ import annotations

import asyncio
import json
import smtplib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harness.mail.catcher.chaos import Chaos, ChaosError
from harness.mail.catcher.envelope import receive
from harness.mail.catcher.hub import Hub
from harness.mail.catcher.mailbox import Mailbox
from harness.mail.catcher.query import QueryError, parse_query
from harness.mail.message import read_message

if TYPE_CHECKING:
    from tests.harness.mail.conftest import Catcher


@pytest.mark.parametrize("body", [None, b"", b"{", b"[]", b'{"IDs": []}', b'{"IDs": "all"}', b"[" * 100_000])
def test_a_request_to_delete_everything_is_refused(catcher: Catcher, body: bytes | None) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.sendmail("a@x.test", ["b@x.test"], b"x")
    answer = catcher.ask("/api/v1/messages", "DELETE", body)
    assert answer.status_code == 400
    assert "IDs" in answer.text
    assert len(catcher.mails()) == 1


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/view/none", 404, "404 page not found"),
        ("/nowhere", 404, "404 page not found"),
        ("/api/v1/search?query=is:read", 400, "Error: the embedded catcher does not know is: in a search"),
    ],
)
def test_answers_to_odd_requests(catcher: Catcher, path: str, status: int, text: str) -> None:
    answer = catcher.ask(path)
    assert (answer.status_code, answer.text) == (status, text)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "-1", "%FF", "\u0663"])
def test_any_number_may_be_asked_for(catcher: Catcher, number: str) -> None:
    for name in ("start", "limit"):
        assert catcher.ask(f"/api/v1/messages?{name}={number}").is_success
        assert catcher.ask(f"/api/v1/search?query=x&{name}={number}").is_success


def test_json_in_no_encoding_is_refused(catcher: Catcher) -> None:
    for path, method in (("/api/v1/chaos", "PUT"), ("/api/v1/messages", "DELETE")):
        for kind in ({"Content-Type": "application/json; charset=nope"}, {"Content-Encoding": "gzip"}):
            url = f"{catcher.url}{path}"
            answer = httpx.request(method, url, content=b"{}", headers=kind, trust_env=False)
            assert answer.status_code == 400


def test_a_mail_deleted_while_it_is_read_does_not_end_like_a_whole_one(catcher: Catcher) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: s\r\n\r\n" + b"x" * 8_000_000)
    (mail,) = catcher.mails()
    with httpx.stream("GET", f"{catcher.url}/api/v1/message/{mail.id}/raw", trust_env=False) as answer:
        pieces = answer.iter_raw(1000)
        next(pieces)
        assert catcher.ask("/api/v1/messages", "DELETE", f'{{"IDs": ["{mail.id}"]}}'.encode()).is_success
        with pytest.raises(httpx.TransportError):
            list(pieces)


@pytest.mark.parametrize("path", ["/", "/style.css", "/list.js", "/view/{id}"])
def test_the_pages_are_served(catcher: Catcher, path: str) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: seen\r\n\r\nx")
    answer = catcher.ask(path.format(id=catcher.mails()[0].id))
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "seen" in answer.text or "." in path


@pytest.mark.parametrize(
    "triggers",
    [
        {"Sender": {"ErrorCode": 200}},
        {"Recipient": {"Probability": 101}},
        {"Recipient": {"Probability": "x"}},
        {"Recipient": {"Probability": 50.0}},
        {"Sender": {"ErrorCode": 451.0, "Probability": 100}},
        {"Sender": {"ErrorCode": 451, "Probability": True}},
        {"Recipient": 7},
        [],
    ],
)
def test_chaos_that_makes_no_sense_changes_nothing(triggers: Any) -> None:  # noqa: ANN401 - it is JSON
    chaos = Chaos()
    chaos.set({"Sender": {"ErrorCode": 421, "Probability": 100}})
    with pytest.raises(ChaosError):
        chaos.set(triggers)
    assert chaos.refusal("Sender") == "421 Chaos: sender refused on demand"
    assert chaos.refusal("Recipient") is None


def test_the_mailbox_keeps_long_texts_and_bytes_out_of_memory() -> None:
    with Mailbox(lambda _kind, _data: None) as mailbox:
        for number in range(3):
            raw = b"Subject: %d\r\n\r\n" % number + b"long word%d " % number * 10_000
            mailbox.add(receive(raw, sender="a@x.test", recipients=["b@x.test"], peer="here"))
        (found,) = mailbox.newest_first(parse_query('"long word1 long"'))
        assert found["Subject"] == "1"
        stored = mailbox.raw(found["ID"])
        assert stored is not None
        assert read_message("1", stored).raw.count(b"long word1") == 10_000
        assert mailbox.size > 600_000
        mailbox.delete([summary["ID"] for summary in mailbox.newest_first()])
        assert (mailbox.size, len(mailbox), mailbox.deleted) == (0, 0, 3)


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_is_an_error(query: str) -> None:
    with pytest.raises(QueryError, match="no search query"):
        parse_query(query)


class Listener:
    """The server's end of an event socket whose client reads only when it is let."""

    def __init__(self) -> None:
        self.listens = asyncio.Event()
        self.reads = asyncio.Event()
        self.closed = asyncio.Event()
        self.got: list[str] = []

    def __aiter__(self) -> Listener:
        return self

    async def __anext__(self) -> None:
        self.listens.set()
        await self.closed.wait()
        raise StopAsyncIteration

    async def send_str(self, text: str) -> None:
        await self.reads.wait()
        self.got.append(json.loads(text)["Type"])

    async def close(self) -> None:
        self.closed.set()


def run_hub(use: Callable[[Hub, Listener], Awaitable[None]]) -> Listener:
    async def run() -> Listener:
        hub, listener = Hub(lambda: {"Total": 0}), Listener()
        served = asyncio.create_task(hub.serve(listener))  # type: ignore[arg-type]
        await listener.listens.wait()
        await use(hub, listener)
        await hub.close()
        await asyncio.wait_for(served, 5)
        return listener

    return asyncio.run(run())


def test_a_listener_far_behind_is_dropped() -> None:
    async def use(hub: Hub, listener: Listener) -> None:
        for _ in range(300):
            hub.broadcast("new", {})
        listener.reads.set()
        await asyncio.wait_for(listener.closed.wait(), 5)  # before the hub itself is closed

    assert len(run_hub(use).got) <= 1


def test_a_listener_behind_by_much_is_dropped() -> None:
    async def use(hub: Hub, listener: Listener) -> None:
        for _ in range(20):
            hub.broadcast("new", {"Subject": "x" * 1_000_000})
        listener.reads.set()
        await asyncio.wait_for(listener.closed.wait(), 5)

    assert len(run_hub(use).got) < 20


def test_a_listener_a_little_behind_gets_everything() -> None:
    async def use(hub: Hub, listener: Listener) -> None:
        for _ in range(200):
            hub.broadcast("new", {})
        listener.reads.set()
        next(iter(hub._queues.values())).put_nowait(None)  # closes it after all the others
        await asyncio.wait_for(listener.closed.wait(), 5)

    assert run_hub(use).got == ["stats", *["new"] * 200]
