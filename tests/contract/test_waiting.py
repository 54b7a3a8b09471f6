"""Waiting for mail: by event, by exact address, and with an explanation when it does not come."""

from __future__ import annotations

import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.sync.client import connect as connect_socket

from harness.mail.events import MailEvents
from harness.mail.inbox import Inbox, MailNotFoundError, Mark
from harness.mail.mailpit_client import MailpitClient, MessageSummary
from harness.mail.server import MailServerAddress

if TYPE_CHECKING:
    from tests.contract.conftest import Relay, Sender


@contextmanager
def soon(action: Callable[[], None]) -> Iterator[None]:
    """Do something in another thread, shortly after the body has begun to wait."""
    timer = threading.Timer(0.1, action)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def test_a_mail_that_has_come_already_is_found_at_once(inbox: Inbox, send: Sender, address: str) -> None:
    send.mail(address)
    assert inbox.wait_for(address, timeout=0).subject == "Hello"


def test_a_mail_that_comes_during_the_wait_ends_it(client: MailpitClient, send: Sender, address: str) -> None:
    with MailEvents(client) as events:
        assert events.connected.wait(5)
        inbox = Inbox(client, events, backstop=60)  # so that only the event can wake it
        with soon(lambda: send.mail(address)):
            assert inbox.wait_for(address, timeout=10).subject == "Hello"


def test_without_events_the_backstop_finds_it(client: MailpitClient, send: Sender, address: str) -> None:
    events = MailEvents(client)
    events.close()
    with soon(lambda: send.mail(address)):
        assert Inbox(client, events, backstop=0.05).wait_for(address).subject == "Hello"


def test_neighbours_mail_is_not_mistaken(inbox: Inbox, send: Sender) -> None:
    tail = f"{secrets.token_hex(6)}@contract.test"
    for near in (f"axb-{tail}", f"xa_b-{tail}", f"a_b-{tail}.evil.test", f"a_b-{tail}x"):
        send.mail(near, "for a neighbour")
    send.mail(f"A_B-{tail}", "for me")
    assert inbox.wait_for(f"a_b-{tail}").subject == "for me"
    assert [mail.subject for mail in inbox.messages(f"a_b-{tail}")] == ["for me"]


def test_a_mail_from_the_address_is_not_to_it(inbox: Inbox, send: Sender, address: str) -> None:
    send.bytes(f"From: {address}\r\nTo: x@contract.test\r\n\r\nx\r\n".encode(), "x@contract.test")
    assert inbox.first_within(address, 0) is None


def test_the_oldest_mail_that_fits_is_returned(inbox: Inbox, send: Sender, address: str) -> None:
    for subject in ("Welcome", "Your order 1", "Your order 2"):
        send.mail(address, subject)
    first = inbox.wait_for(address)
    assert first.subject == "Welcome"
    assert inbox.wait_for(address, after=first).subject == "Your order 1"
    assert inbox.wait_for(address, count=3).subject == "Your order 2"
    assert inbox.wait_for(address, subject="Your order 2").subject == "Your order 2"
    assert inbox.wait_for(address, subject=re.compile(r"^Your order \d$")).subject == "Your order 1"
    assert inbox.first_within(address, 0, subject="Your order") is None


def test_after_a_deleted_mail_all_the_others_are_later(
    inbox: Inbox, client: MailpitClient, send: Sender, address: str
) -> None:
    send.mail(address, "deleted")
    gone = inbox.wait_for(address)
    client.delete([gone.id])
    send.mail(address, "kept")
    assert inbox.wait_for(address, after=gone).subject == "kept"


def test_a_time_out_names_what_did_come(inbox: Inbox, send: Sender, address: str) -> None:
    send.mail(address, "Something else")
    with pytest.raises(MailNotFoundError) as failed:
        inbox.wait_for(address, subject="Expected", timeout=0.05)
    message = str(failed.value)
    assert message.startswith(f"no mail to {address} with subject 'Expected' within 0.05 s;")
    assert "to that address came 'Something else'" in message


def test_a_time_out_without_any_mail_says_whether_the_server_works(
    inbox: Inbox, send: Sender, address: str, new_address: Callable[[str], str]
) -> None:
    with soon(lambda: send.mail(new_address("stranger"))), pytest.raises(MailNotFoundError) as failed:
        inbox.wait_for(address, timeout=1)
    message = str(failed.value)
    assert f"no mail to {address} within 1 s; nothing ever came to that address." in message
    assert re.search(r"Meanwhile \d+ mails? came to the .* at http://127", message)


def test_the_mail_that_must_not_come_is_returned_when_it_comes(
    inbox: Inbox, send: Sender, address: str
) -> None:
    assert inbox.first_within(address, 0) is None
    with soon(lambda: send.mail(address, "unwanted")):
        unwanted = inbox.first_within(address, 10)
    assert unwanted is not None
    assert unwanted.subject == "unwanted"


@pytest.mark.parametrize("secret", ["-minus{}", "_under{}", "two words {}", "to:field{}", "a-b_c~{}"])
@pytest.mark.parametrize("place", ["text", "html", "subject", "link"])
def test_all_mails_with_a_text_are_found_to_whomever(
    inbox: Inbox, send: Sender, new_address: Callable[[str], str], secret: str, place: str
) -> None:
    """Also where it stands in the text alone, which Mailpit does not index if there is HTML."""
    text = secret.format(secrets.token_hex(8))
    mark = inbox.mark()
    first, second, third = (new_address(name) for name in ("one", "two", "three"))
    parts = {
        "text": ("Hello", text, "<p>Nothing</p>"),
        "html": ("Hello", "Nothing", f"<p>{text}</p>"),
        "subject": (text, "Nothing", "<p>Nothing</p>"),
        "link": ("Hello", "Nothing", f'<p><a href="https://portal.test/?a=1&amp;t={text}">x</a></p>'),
    }[place]
    send.mail(first, *parts)
    send.mail(second, "Hello", "Nothing of the sort")
    send.mail(third, *parts)
    found = inbox.containing(text, since=mark)
    assert [mail.to for mail in found] == [(first,), (third,)]


def test_a_mark_leaves_out_nothing_of_its_own_instant(inbox: Inbox, send: Sender, address: str) -> None:
    secret = secrets.token_hex(8)
    send.mail(address, "Hello", secret, "<p>Nothing</p>")
    mail = inbox.wait_for(address)
    assert [found.id for found in inbox.containing(secret, since=Mark(mail.arrived))] == [mail.id]


def test_the_event_comes_when_the_mail_can_be_read(
    client: MailpitClient, server: MailServerAddress, send: Sender, address: str
) -> None:
    with connect_socket(f"{server.url.replace('http', 'ws')}/api/events") as socket:
        assert json.loads(socket.recv(5))["Type"] == "stats"
        send.mail(address, "Announced")
        while (event := json.loads(socket.recv(5)))["Type"] != "new":
            pass
        summary = MessageSummary.from_json(event["Data"])
        assert (summary.subject, summary.to) == ("Announced", (address,))
        assert client.raw(summary.id)
        client.delete([summary.id])
        while (event := json.loads(socket.recv(5)))["Type"] != "delete":
            pass
        assert event["Data"]["ID"] == summary.id


def test_events_carry_on_after_the_connection_was_cut(relay: Relay, send: Sender, address: str) -> None:
    with MailpitClient(relay.url) as client, MailEvents(client) as events:
        assert events.connected.wait(5)
        relay.cut()
        with events.watch() as news:
            while not events.interruptions:
                assert news.wait(5)
        assert events.connected.wait(5)
        inbox = Inbox(client, events, backstop=60)
        with soon(lambda: send.mail(address)):
            assert inbox.wait_for(address, timeout=10).subject == "Hello"


@pytest.mark.parametrize(("local", "seconds"), [(True, None), (False, 20.0)])
def test_only_a_server_elsewhere_is_asked_whether_it_is_there_still(
    client: MailpitClient, monkeypatch: pytest.MonkeyPatch, *, local: bool, seconds: float | None
) -> None:
    asked_every: list[float | None] = []
    start = ClientConnection.start_keepalive

    def note(connection: ClientConnection) -> None:
        asked_every.append(connection.ping_interval)
        start(connection)

    monkeypatch.setattr(ClientConnection, "start_keepalive", note)
    monkeypatch.setattr(client, "local", local)
    with MailEvents(client) as events:
        assert events.connected.wait(5)
    assert asked_every == [seconds]
