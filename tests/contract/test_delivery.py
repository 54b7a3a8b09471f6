"""What goes in by SMTP comes out as it was, to whom it was sent, in the order in which it came."""

from __future__ import annotations

import secrets
import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from harness.mail.inbox import Inbox
from harness.mail.mailpit_client import ChaosTrigger, MailpitClient

if TYPE_CHECKING:
    from tests.contract.conftest import Sender

BODIES = {
    "eight bits": "grüße\r\n".encode() + b"\xff\xfe latin \xe9\r\n",
    "lines of 4,500 bytes": b"x" * 4500 + b"\r\n" + b"y" * 4500 + b"\r\n",
    "dots": b".\r\n..\r\n.hidden\r\n...three\r\nin. the. middle.\r\n.\r\n",
    "ends without a blank line": b"the end\r\n",
    "blank lines": b"\r\n\r\n\r\n",
    "looks like a header": b"Received: no\r\nBcc: nobody@contract.test\r\n\r\nyes\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_mail_comes_back_byte_for_byte(inbox: Inbox, send: Sender, address: str, body: bytes) -> None:
    raw = (
        b"From: p@portal.test\r\nTo: " + address.encode() + b"\r\n"
        b"Message-ID: <1@portal.test>\r\nSubject: a\r\n folded one\r\n\r\n" + body
    )
    send.bytes(raw, address)
    assert inbox.wait_for(address).raw == raw


def test_a_mail_that_brings_trace_headers_of_its_own_keeps_them(
    inbox: Inbox, send: Sender, address: str
) -> None:
    raw = (
        b"Received: from app by relay; Mon, 20 Jul 2026 10:00:00 +0000\r\n"
        b"Message-ID: <2@portal.test>\r\nFrom: p@portal.test\r\nTo: " + address.encode() + b"\r\n\r\nx\r\n"
    )
    send.bytes(raw, address)
    assert inbox.wait_for(address).raw == raw


def test_what_the_server_adds_is_not_taken_for_the_senders(inbox: Inbox, send: Sender, address: str) -> None:
    send.bytes(b"From: p@portal.test\r\nSubject: bare\r\n\r\nx\r\n", address, sender="bounce@portal.test")
    mail = inbox.wait_for(address)
    assert mail.raw == b"From: p@portal.test\r\nSubject: bare\r\n\r\nx\r\n"
    assert mail.message_id is None
    assert mail.date is None
    assert mail.to == ()
    assert mail.envelope_sender == "bounce@portal.test"


def test_recipients_of_the_envelope_alone_are_known(
    inbox: Inbox, send: Sender, new_address: Callable[[str], str]
) -> None:
    shown, copied, hidden, other = (new_address(name) for name in ("to", "cc", "hidden", "other"))
    raw = f"From: p@portal.test\r\nTo: {shown}\r\nCc: {copied}\r\nSubject: s\r\n\r\nx\r\n".encode()
    send.bytes(raw, shown, copied, hidden, other)
    for recipient in (shown, copied, hidden, other):
        mail = inbox.wait_for(recipient)
        assert mail.recipients == {shown, copied, hidden, other}
    assert (mail.to, mail.cc) == ((shown,), (copied,))


def test_a_mail_in_html_alone_has_no_text(inbox: Inbox, send: Sender, address: str) -> None:
    raw = (
        f"From: p@portal.test\r\nTo: {address}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<p>Hello</p>\r\n"
    )
    send.bytes(raw.encode(), address)
    mail = inbox.wait_for(address)
    assert (mail.text, mail.html) == (None, "<p>Hello</p>\n")


def test_two_mails_with_one_message_id_are_both_kept(inbox: Inbox, send: Sender, address: str) -> None:
    for word in ("first", "second"):
        send.bytes(f"To: {address}\r\nMessage-ID: <same@portal.test>\r\n\r\n{word}\r\n".encode(), address)
    inbox.wait_for(address, count=2)
    assert [mail.text for mail in inbox.messages(address)] == ["first\n", "second\n"]


def test_mails_are_listed_in_order_of_arrival(inbox: Inbox, send: Sender, address: str) -> None:
    subjects = [f"number {number}" for number in range(40)]
    for subject in subjects:
        send.mail(address, subject)
    inbox.wait_for(address, count=40)
    assert [mail.subject for mail in inbox.messages(address)] == subjects


def test_text_in_any_script_arrives(inbox: Inbox, send: Sender, address: str) -> None:
    subject, text = "Prüfung 確認 🎉 تأكيد", "Grüße, 確認リンク, تأكيد 🎉\n"
    send.mail(address, subject, text, f"<p>{text}</p>")
    mail = inbox.wait_for(address, subject=subject)
    assert (mail.subject, mail.text, mail.html) == (subject, text, f"<p>{text}</p>\n")
    assert (mail.sender_name, mail.sender_address) == ("Account No Reply", "no-reply@portal.test")


def test_an_address_in_another_script_gets_its_mail(inbox: Inbox, send: Sender) -> None:
    address = f"jörg-{secrets.token_hex(6)}@müller.test"
    raw = f"From: p@portal.test\r\nTo: Jörg <{address}>\r\nSubject: Grüße\r\n\r\nx\r\n".encode()
    send.smtp.sendmail("p@portal.test", [address], raw, mail_options=["SMTPUTF8", "BODY=8BITMIME"])
    mail = inbox.wait_for(address)
    assert mail.recipients == {address}
    assert mail.subject == "Grüße"


def test_an_address_of_rare_characters_gets_its_mail(inbox: Inbox, send: Sender) -> None:
    address = f"o'brien&sons+{secrets.token_hex(6)}=all@contract.test"
    send.bytes(f"From: p@portal.test\r\nTo: {address}\r\nSubject: s\r\n\r\nx\r\n".encode(), address)
    assert inbox.wait_for(address).to == (address,)


def test_a_mail_of_five_megabytes_arrives_whole(inbox: Inbox, send: Sender, address: str) -> None:
    body = b"0123456789abcdef" * 4 + b"\r\n"
    raw = b"To: " + address.encode() + b"\r\nMessage-ID: <5@portal.test>\r\n\r\n" + body * 76_000
    assert len(raw) > 5_000_000
    send.bytes(raw, address)
    assert inbox.wait_for(address).raw == raw


def test_a_mail_beyond_fifty_megabytes_is_refused(send: Sender) -> None:
    send.smtp.ehlo()
    assert send.smtp.mail("p@portal.test", [f"SIZE={51 * 1024 * 1024}"])[0] == 552


def test_no_mail_of_a_burst_is_lost(
    inbox: Inbox, connect: Callable[[], Sender], new_address: Callable[[str], str]
) -> None:
    """200 mails from 20 connections at once: each is there, and once."""
    recipients = [new_address("burst") for _ in range(200)]
    senders = [connect() for _ in range(20)]

    def send_share(number: int) -> None:
        for recipient in recipients[number::20]:
            senders[number].mail(recipient, f"for {recipient}")

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(send_share, range(20)))
    for recipient in recipients:
        assert [mail.subject for mail in inbox.messages(recipient)] == [f"for {recipient}"]


def test_a_portal_may_log_in_as_anybody(inbox: Inbox, send: Sender, address: str) -> None:
    send.smtp.login("portal", "a password")
    send.mail(address)
    assert inbox.wait_for(address).subject == "Hello"


def test_chaos_refuses_until_it_is_reset(
    client: MailpitClient, inbox: Inbox, send: Sender, address: str
) -> None:
    client.set_chaos(recipient=ChaosTrigger(451))
    try:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send.mail(address)
        assert refused.value.recipients[address][0] == 451
    finally:
        client.reset_chaos()
    send.mail(address)
    assert len(inbox.messages(address)) == 1
