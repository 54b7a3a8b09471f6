"""Search, lists and deletion, as the client offers them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest

from harness.mail.mailpit_client import MailGoneError, MailpitClient, MailServerError
from harness.mail.server import MailServerAddress

if TYPE_CHECKING:
    from tests.contract.conftest import Sender


def subjects(client: MailpitClient, query: str) -> list[str]:
    """Subjects of what is found, the oldest first."""
    return [summary.subject for summary in reversed(client.search(query))]


@pytest.fixture
def word() -> str:
    """A word that stands in no other mail."""
    return f"w{secrets.token_hex(6)}"


def test_an_underscore_matches_anything(client: MailpitClient, send: Sender, word: str) -> None:
    """The trap for which addresses have to be compared after the search."""
    send.mail(f"a_{word}@contract.test", "underscore")
    send.mail(f"ax{word}@contract.test", "letter")
    assert subjects(client, f"to:a_{word}@contract.test") == ["underscore", "letter"]


def test_to_sees_the_header_and_addressed_the_envelope_as_well(
    client: MailpitClient, send: Sender, word: str
) -> None:
    raw = f"From: p@portal.test\r\nTo: seen@contract.test\r\nSubject: {word}\r\n\r\nx\r\n".encode()
    send.bytes(raw, f"hidden-{word}@contract.test")
    assert subjects(client, f"to:hidden-{word}@contract.test") == []
    assert subjects(client, f"addressed:hidden-{word}@contract.test") == [word]
    assert subjects(client, f"bcc:hidden-{word}@contract.test") == [word]


def test_capitals_make_no_difference(client: MailpitClient, send: Sender, word: str) -> None:
    send.mail(f"Some.Body-{word.upper()}@Contract.Test", "Capital Letters")
    assert subjects(client, f"addressed:some.body-{word}@contract.test") == ["Capital Letters"]
    assert subjects(client, f'to:{word} subject:"capital letters"') == ["Capital Letters"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("{word}", ["Order 1 shipped", "Order 2 paid"]),
        ("{word} subject:order", ["Order 1 shipped", "Order 2 paid"]),
        ('{word} subject:"order 2"', ["Order 2 paid"]),
        ("{word} -subject:paid", ["Order 1 shipped"]),
        ("{word} !shipped", ["Order 2 paid"]),
        ('{word} "by night train"', ["Order 1 shipped"]),
        ('{word} "by day train"', []),
        ("{word} -from:portal.test", []),
        ("to:first-{word}@", ["Order 1 shipped"]),
        ("message-id:{word}.2@portal.test", ["Order 2 paid"]),
    ],
)
def test_terms_combine(client: MailpitClient, send: Sender, word: str, query: str, found: list[str]) -> None:
    for number, (name, subject, text) in enumerate(
        [
            ("first", "Order 1 shipped", "It comes by night train."),
            ("second", "Order 2 paid", "Thank you, by and by."),
        ],
        start=1,
    ):
        to = f"{name}-{word}@contract.test"
        raw = (
            f"From: p@portal.test\r\nTo: {to}\r\nSubject: {subject}\r\n"
            f"Message-ID: <{word}.{number}@portal.test>\r\n\r\n{text}\r\n"
        )
        send.bytes(raw.encode(), to)
    assert subjects(client, query.format(word=word)) == found


def test_a_search_finds_more_than_a_page(client: MailpitClient, send: Sender, address: str) -> None:
    for number in range(205):
        send.bytes(f"To: {address}\r\nSubject: {number}\r\n\r\n\r\n".encode(), address)
    assert subjects(client, f"addressed:{address}") == [str(number) for number in range(205)]


def test_the_list_begins_with_the_newest(client: MailpitClient, send: Sender, address: str) -> None:
    for number in range(3):
        send.mail(address, f"number {number}")
    assert [summary.subject for summary in client.messages(limit=2)] == ["number 2", "number 1"]
    assert [summary.subject for summary in client.messages(start=2, limit=1)] == ["number 0"]


def test_only_the_named_mails_are_deleted(client: MailpitClient, send: Sender, address: str) -> None:
    for number in range(3):
        send.mail(address, f"number {number}")
    _, second, _ = client.search(f"addressed:{address}")
    client.delete([second.id])
    assert subjects(client, f"addressed:{address}") == ["number 0", "number 2"]
    with pytest.raises(MailGoneError, match=second.id):
        client.raw(second.id)


@pytest.mark.parametrize("ids", [[], [""], ["a", ""]])
def test_deleting_nothing_in_particular_is_refused_before_the_server_deletes_all(
    client: MailpitClient, send: Sender, address: str, ids: list[str]
) -> None:
    send.mail(address)
    with pytest.raises(ValueError, match="every mail"):
        client.delete(ids)
    assert subjects(client, f"addressed:{address}") == ["Hello"]


def test_an_empty_search_is_an_error(client: MailpitClient) -> None:
    with pytest.raises(MailServerError, match="no search query"):
        client.search(" ")


def test_the_servers_own_reading(client: MailpitClient, send: Sender, address: str) -> None:
    send.mail(address, "Read me", "text\n", "<p>html</p>")
    (summary,) = client.search(f"addressed:{address}")
    message = client.message(summary.id)
    assert (message["Subject"], message["To"][0]["Address"]) == ("Read me", address)
    assert "<p>html</p>" in message["HTML"]
    headers = client.headers(summary.id)
    assert headers["Subject"] == ["Read me"]
    assert headers["Return-Path"] == ["<portal@contract.test>"]


def test_info_counts(client: MailpitClient, send: Sender, address: str) -> None:
    before = client.info()
    send.mail(address)
    after = client.info()
    assert client.ready()
    assert (after.messages, after.accepted) == (before.messages + 1, before.accepted + 1)
    assert after.description.startswith(("Mailpit v", "embedded catcher"))


def test_nothing_is_found_for_a_stranger(client: MailpitClient, new_address: Callable[[str], str]) -> None:
    assert client.search(f"addressed:{new_address('stranger')}") == []


SUMMARY = {
    *("ID", "MessageID", "Read", "From", "To", "Cc", "Bcc", "ReplyTo", "Subject", "Created"),
    *("Username", "Tags", "Size", "Attachments", "Snippet"),
}
LIST = {"total", "unread", "count", "messages_count", "messages_unread", "start", "tags", "messages"}
MESSAGE = {
    *("ID", "MessageID", "From", "To", "Cc", "Bcc", "ReplyTo", "ReturnPath", "Subject", "ListUnsubscribe"),
    *("Date", "Tags", "Username", "Text", "HTML", "Size", "Inline", "Attachments"),
}


def test_answers_have_one_shape(
    client: MailpitClient, server: MailServerAddress, send: Sender, address: str
) -> None:
    send.mail(address, "Shape", "text\n", "<p>html</p>")
    (summary,) = client.search(f"addressed:{address}")
    with httpx.Client(base_url=server.url, trust_env=False) as http:
        listed = http.get("/api/v1/messages", params={"limit": 1}).json()
        found = http.get("/api/v1/search", params={"query": f"addressed:{address}"}).json()
        message = http.get(f"/api/v1/message/{summary.id}").json()
        info = http.get("/api/v1/info").json()
    for page in (listed, found):
        assert set(page) >= LIST
        (entry,) = page["messages"]
        assert set(entry) == SUMMARY
        assert entry["To"] == [{"Name": "", "Address": address}]
        assert (entry["Cc"], entry["Snippet"]) == (None, "html")
    assert (listed["messages"][0]["ReplyTo"], found["messages"][0]["ReplyTo"]) == ([], None)
    assert (found["count"], found["messages_count"], found["start"]) == (1, 1, 0)
    assert set(message) == MESSAGE
    assert (message["Cc"], message["ReplyTo"], message["Attachments"]) == ([], [], [])
    assert set(info) >= {"Version", "Messages", "Unread", "RuntimeStats"}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/message/nobody", 404),
        ("GET", "/api/v1/message/nobody/raw", 404),
        ("GET", "/api/v1/message/nobody/headers", 404),
        ("GET", "/api/v1/search", 400),
        ("DELETE", "/api/v1/search", 400),
        ("PUT", "/api/v1/chaos", 400),
        ("GET", "/api/v1/chaos", 200),
        ("GET", "/livez", 200),
        ("GET", "/readyz", 200),
    ],
)
def test_status_of_answers(server: MailServerAddress, method: str, path: str, status: int) -> None:
    assert httpx.request(method, f"{server.url}{path}", trust_env=False).status_code == status


def test_a_search_can_be_deleted(
    client: MailpitClient, server: MailServerAddress, send: Sender, address: str, word: str
) -> None:
    send.mail(address, f"doomed {word}")
    send.mail(address, "kept")
    query = {"query": f"subject:{word}"}
    assert httpx.delete(f"{server.url}/api/v1/search", params=query, trust_env=False).text == "ok"
    assert subjects(client, f"addressed:{address}") == ["kept"]
