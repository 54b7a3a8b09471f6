"""The catcher from within: what it refuses, and what must not get lost on the way."""

from __future__ import annotations

import asyncio
import json
import os
import smtplib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest

from harness.mail.catcher import smtp as smtp_module
from harness.mail.catcher.chaos import Chaos, ChaosError
from harness.mail.catcher.envelope import receive
from harness.mail.catcher.hub import Hub
from harness.mail.catcher.mailbox import Mailbox
from harness.mail.catcher.query import QueryError, parse_query
from harness.mail.catcher.service import listen, serving
from harness.mail.message import read_message

Result = TypeVar("Result")


def with_catcher(use: Callable[[tuple[str, int], str], Result]) -> Result:
    """Run a catcher in this process and a blocking client in a thread; return what that returns."""

    async def run() -> Result:
        smtp, http = listen("127.0.0.1", 0), listen("127.0.0.1", 0)
        url = "http://{}:{}".format(*http.getsockname())
        address = smtp.getsockname()
        async with serving(smtp, http):
            return await asyncio.to_thread(use, address, url)

    return asyncio.run(run())


def get(url: str, method: str = "GET", content: bytes | None = None) -> httpx.Response:
    return httpx.request(method, url, content=content, trust_env=False)


def raw_of_newest(url: str) -> bytes:
    newest = get(f"{url}/api/v1/messages?limit=1").json()["messages"][0]["ID"]
    return read_message(newest, get(f"{url}/api/v1/message/{newest}/raw").content).raw


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: s\r\n\r\n" + b"x" * 300_000 + b"\r\n",
        b"Subject: s\r\n\r\n" + b".\r\n" * 100_000,
        b"Subject: s\r\n\r\n" + (b"y" * 65_533 + b"\r\n.\r\n") * 3,
        b"Subject: s\r\n\r\na bare\n.\nand a bare\r.\rend\r\n",
        b".Subject: s\r\n\r\nx\r\n",
        b"",
    ],
    ids=["one long line", "dots", "dots at the edge", "no smuggling", "dot first", "empty"],
)
def test_any_data_comes_back(raw: bytes) -> None:
    def use(address: tuple[str, int], url: str) -> bytes:
        with smtplib.SMTP(*address) as smtp:
            smtp.ehlo()
            smtp.mail("a@x.test")
            smtp.rcpt("b@x.test")
            smtp.docmd("DATA")
            # As RFC 5321 has it; smtplib would also put dots behind line feeds that end no line.
            smtp.send((b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n")
            assert smtp.getreply()[0] == 250
            assert smtp.noop()[0] == 250  # nothing of the mail was taken for a command
        assert get(f"{url}/api/v1/info").json()["Messages"] == 1
        return raw_of_newest(url)

    assert with_catcher(use) == raw


def test_a_mail_that_turns_out_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp_module, "MAX_SIZE", 100_000)

    def use(address: tuple[str, int], url: str) -> tuple[int, int]:
        with smtplib.SMTP(*address) as smtp:
            smtp.helo()  # no SIZE that would tell beforehand
            with pytest.raises(smtplib.SMTPDataError) as refused:
                smtp.sendmail("a@x.test", ["b@x.test"], b"x" * 200_000)
            smtp.sendmail("a@x.test", ["b@x.test"], b"x" * 50_000)
        stats = get(f"{url}/api/v1/info").json()["RuntimeStats"]
        assert (stats["SMTPAccepted"], stats["SMTPRejected"]) == (1, 1)
        return refused.value.smtp_code, len(raw_of_newest(url))

    assert with_catcher(use) == (552, 50_002)


def test_a_full_disk_is_a_temporary_refusal_and_nothing_half(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    def use(address: tuple[str, int], url: str) -> int:
        with smtplib.SMTP(*address) as smtp:
            monkeypatch.setattr(os, "pwrite", full)
            with pytest.raises(smtplib.SMTPDataError) as refused:
                smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: lost\r\n\r\n")
            monkeypatch.undo()
            assert get(f"{url}/api/v1/messages").json()["messages"] == []
            smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: kept\r\n\r\n")
        assert raw_of_newest(url) == b"Subject: kept\r\n\r\n"
        return refused.value.smtp_code

    assert with_catcher(use) == 452


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("MAIL FROM:<a@x.test> SIZE=99999999", 552),
        ("MAIL FROM:<a\x07@x.test>", 553),
        ("RCPT TO:<a@x.test>", 503),
        ("DATA", 503),
        ("NONSENSE", 500),
        ("MAIL FROM:<" + "a" * 5000 + "@x.test>", 500),
    ],
)
def test_bad_commands_are_refused(command: str, code: int) -> None:
    def use(address: tuple[str, int], _url: str) -> int:
        with smtplib.SMTP(*address) as smtp:
            smtp.ehlo()
            return smtp.docmd(command)[0]

    assert with_catcher(use) == code


def test_more_than_a_hundred_recipients_are_refused_one_by_one() -> None:
    def use(address: tuple[str, int], url: str) -> None:
        with smtplib.SMTP(*address) as smtp:
            refused = smtp.sendmail("a@x.test", [f"r{number}@x.test" for number in range(101)], b"x")
        assert {address: code for address, (code, _) in refused.items()} == {"r100@x.test": 452}
        summary = get(f"{url}/api/v1/messages").json()["messages"][0]
        assert len(summary["Bcc"]) == 100

    with_catcher(use)


def test_a_bounce_has_an_empty_sender() -> None:
    def use(address: tuple[str, int], url: str) -> str | None:
        with smtplib.SMTP(*address) as smtp:
            smtp.sendmail("<>", ["b@x.test"], b"x")
        newest = get(f"{url}/api/v1/messages").json()["messages"][0]["ID"]
        return read_message(newest, get(f"{url}/api/v1/message/{newest}/raw").content).envelope_sender

    assert with_catcher(use) == ""


@pytest.mark.parametrize("body", [None, b"", b"{", b"[]", b'{"IDs": []}', b'{"IDs": "all"}'])
def test_a_request_to_delete_everything_is_refused(body: bytes | None) -> None:
    def use(address: tuple[str, int], url: str) -> None:
        with smtplib.SMTP(*address) as smtp:
            smtp.sendmail("a@x.test", ["b@x.test"], b"x")
        answer = get(f"{url}/api/v1/messages", method="DELETE", content=body)
        assert answer.status_code == 400
        assert "IDs" in answer.text
        assert get(f"{url}/api/v1/info").json()["Messages"] == 1

    with_catcher(use)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/api/v1/message/none", 404, "404 page not found"),
        ("/api/v1/message/none/raw", 404, "404 page not found"),
        ("/view/none", 404, "404 page not found"),
        ("/nowhere", 404, "404 page not found"),
        ("/api/v1/search", 400, "Error: no search query"),
        ("/api/v1/search?query=is:read", 400, "Error: the embedded catcher does not know is: in a search"),
        ("/livez", 200, "ok"),
    ],
)
def test_answers_to_odd_requests(path: str, status: int, text: str) -> None:
    def use(_address: tuple[str, int], url: str) -> tuple[int, str]:
        answer = get(f"{url}{path}")
        return answer.status_code, answer.text

    assert with_catcher(use) == (status, text)


@pytest.mark.parametrize(
    "triggers",
    [
        {"Sender": {"ErrorCode": 200}},
        {"Recipient": {"Probability": 101}},
        {"Recipient": {"Probability": "x"}},
    ],
)
def test_chaos_that_makes_no_sense_changes_nothing(triggers: dict[str, Any]) -> None:
    chaos = Chaos()
    chaos.set({"Sender": {"ErrorCode": 421, "Probability": 100}})
    with pytest.raises(ChaosError):
        chaos.set(triggers)
    assert chaos.refusal("Sender") == "421 Chaos: sender refused on demand"
    assert chaos.refusal("Recipient") is None


def test_logging_in_can_be_refused() -> None:
    def use(address: tuple[str, int], url: str) -> int:
        get(f"{url}/api/v1/chaos", method="PUT", content=b'{"Authentication": {"Probability": 100}}')
        with smtplib.SMTP(*address) as smtp, pytest.raises(smtplib.SMTPAuthenticationError) as refused:
            smtp.login("portal", "password")
        return refused.value.smtp_code

    assert with_catcher(use) == 535


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
        self.reads = asyncio.Event()
        self.closed = asyncio.Event()
        self.got: list[str] = []

    def __aiter__(self) -> Listener:
        return self

    async def __anext__(self) -> None:
        await self.closed.wait()
        raise StopAsyncIteration

    async def send_str(self, text: str) -> None:
        await self.reads.wait()
        self.got.append(json.loads(text)["Type"])

    async def close(self) -> None:
        self.closed.set()


def run_hub(use: Callable[[Hub, Listener, asyncio.Task[None]], Awaitable[None]]) -> Listener:
    async def run() -> Listener:
        hub, listener = Hub(lambda: {"Total": 0}), Listener()
        serving_it = asyncio.create_task(hub.serve(listener))  # type: ignore[arg-type]
        while not hub._queues:
            await asyncio.wait({asyncio.create_task(asyncio.Event().wait())}, timeout=0)
        await use(hub, listener, serving_it)
        await hub.close()
        await serving_it
        return listener

    return asyncio.run(run())


def test_a_listener_far_behind_is_dropped() -> None:
    async def use(hub: Hub, listener: Listener, serving_it: asyncio.Task[None]) -> None:
        for _ in range(300):
            hub.broadcast("new", {})
        assert not hub._queues
        listener.reads.set()
        await asyncio.wait_for(serving_it, 5)

    assert len(run_hub(use).got) <= 1


def test_a_listener_a_little_behind_gets_everything() -> None:
    async def use(hub: Hub, listener: Listener, _serving_it: asyncio.Task[None]) -> None:
        for _ in range(200):
            hub.broadcast("new", {})
        listener.reads.set()
        queue = next(iter(hub._queues.values()))
        queue.put_nowait(None)  # closes after all the others
        await asyncio.wait_for(listener.closed.wait(), 5)

    assert run_hub(use).got == ["stats", *["new"] * 200]
