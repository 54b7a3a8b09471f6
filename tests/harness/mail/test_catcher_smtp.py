"""The catcher's SMTP side: what it refuses, and what must not get lost on the way."""

from __future__ import annotations

import os
import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import pytest

from harness.mail.catcher import smtp as smtp_module

if TYPE_CHECKING:
    from tests.harness.mail.conftest import Catcher


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: s\r\n\r\n" + b"x" * 300_000 + b"\r\n",
        b"Subject: s\r\n\r\n" + b".\r\n" * 100_000,
        b"Subject: s\r\n\r\n" + (b"y" * 65_533 + b"\r\n.\r\n") * 3,
        b"Subject: s\r\n\r\na bare\n.\nand a bare\r.\rend\r\n",
        b".Subject: s\r\n\r\nx\r\n",
        b" Subject: s\r\n\tx\r\n\r\ny\r\n",
        b"",
    ],
    ids=["one long line", "dots", "dots at the edge", "no smuggling", "dot first", "blank first", "empty"],
)
def test_any_data_comes_back(catcher: Catcher, raw: bytes) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.ehlo()
        smtp.mail("a@x.test")
        smtp.rcpt("b@x.test")
        smtp.docmd("DATA")
        # As RFC 5321 has it; smtplib would also put dots behind line feeds that end no line.
        smtp.send((b"\r\n" + raw).replace(b"\r\n.", b"\r\n..")[2:] + b".\r\n")
        assert smtp.getreply()[0] == 250
        assert smtp.noop()[0] == 250  # nothing of the mail was taken for a command
    assert [mail.raw for mail in catcher.mails()] == [raw]


def test_commands_sent_right_behind_the_data_are_answered(catcher: Catcher) -> None:
    with socket.create_connection(catcher.smtp) as client, client.makefile("rb") as answers:
        client.sendall(
            b"EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n"
            b"Subject: one\r\n\r\nx\r\n.\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n"
            b"Subject: two\r\n\r\n.\r\nQUIT\r\n"
        )
        codes = [line[:3] for line in answers if line[3:4] == b" "]
    assert codes == [b"220", b"250", b"250", b"250", b"354", b"250", b"250", b"250", b"354", b"250", b"221"]
    assert [mail.subject for mail in catcher.mails()] == ["two", "one"]


def test_a_mail_cut_off_is_no_mail(catcher: Catcher) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.ehlo()
        smtp.mail("a@x.test")
        smtp.rcpt("b@x.test")
        smtp.docmd("DATA")
        smtp.send(b"Subject: half\r\n\r\nhal")
        smtp.close()
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: whole\r\n\r\n")
    assert [mail.subject for mail in catcher.mails()] == ["whole"]


def test_a_mail_that_turns_out_too_large_is_refused(
    catcher: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp_module, "MAX_SIZE", 100_000)
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.helo()  # no SIZE that would tell beforehand
        with pytest.raises(smtplib.SMTPDataError) as refused:
            smtp.sendmail("a@x.test", ["b@x.test"], b"x" * 200_000)
        assert refused.value.smtp_code == 552
        smtp.sendmail("a@x.test", ["b@x.test"], b"x" * 50_000)
    assert [len(mail.raw) for mail in catcher.mails()] == [50_002]
    assert catcher.stats()["SMTPRejected"] == 1


def test_a_full_disk_is_a_temporary_refusal_and_nothing_half(
    catcher: Catcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with smtplib.SMTP(*catcher.smtp) as smtp:
        monkeypatch.setattr(os, "pwrite", full)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: lost\r\n\r\n")
        monkeypatch.undo()
        assert refused.value.smtp_code == 452
        assert catcher.mails() == []
        smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: kept\r\n\r\n")
    assert [mail.raw for mail in catcher.mails()] == [b"Subject: kept\r\n\r\n"]


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
def test_bad_commands_are_refused(catcher: Catcher, command: str, code: int) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.ehlo()
        assert smtp.docmd(command)[0] == code


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("MAIL FROM:<a\x85@x.test>".encode(), 553),
        ("MAIL FROM:<a\u2028@x.test>".encode(), 553),
        (b"MAIL FROM:" + b"(" * 4000, 500),
    ],
)
def test_addresses_that_mislead_are_refused(catcher: Catcher, command: bytes, code: int) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.ehlo()
        smtp.send(command + b"\r\n")
        assert smtp.getreply()[0] == code
        assert smtp.noop()[0] == 250


def test_more_than_a_hundred_recipients_are_refused_one_by_one(catcher: Catcher) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        refused = smtp.sendmail("a@x.test", [f"r{number}@x.test" for number in range(101)], b"x")
    assert {address: code for address, (code, _) in refused.items()} == {"r100@x.test": 452}
    (mail,) = catcher.mails()
    assert mail.recipients == {f"r{number}@x.test" for number in range(100)}


def test_a_bounce_has_an_empty_sender(catcher: Catcher) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.sendmail("<>", ["b@x.test"], b"x")
    assert [mail.envelope_sender for mail in catcher.mails()] == [""]


def test_logging_in_can_be_refused(catcher: Catcher) -> None:
    catcher.ask("/api/v1/chaos", "PUT", b'{"Authentication": {"Probability": 100}}')
    with smtplib.SMTP(*catcher.smtp) as smtp, pytest.raises(smtplib.SMTPAuthenticationError) as refused:
        smtp.login("portal", "password")
    assert refused.value.smtp_code == 535


def test_a_header_without_end_is_refused(catcher: Catcher) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            smtp.sendmail("a@x.test", ["b@x.test"], b"To: a@x.test\r\n" * 100_000)
        assert refused.value.smtp_code == 552
        smtp.sendmail("a@x.test", ["b@x.test"], b"To: a@x.test\r\n" * 1_000)
    assert len(catcher.mails()) == 1
    assert catcher.stats()["SMTPRejected"] == 1


def test_an_address_in_no_encoding_is_shown(catcher: Catcher) -> None:
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.ehlo()
        smtp.docmd("MAIL", "FROM:<a@x.test>")
        smtp.send(b"RCPT TO:<\xff@x.test>\r\n")
        assert smtp.getreply()[0] == 250
        smtp.docmd("DATA")
        smtp.send(b"\r\nx\r\n.\r\n")
        assert smtp.getreply()[0] == 250
    (mail,) = catcher.mails()
    assert "\ufffd@x.test" in catcher.ask("/").text
    assert catcher.ask(f"/view/{mail.id}").is_success


def test_a_client_that_leaves_while_its_mail_is_read_leaves_nothing(catcher: Catcher) -> None:
    with socket.create_connection(catcher.smtp) as client:
        client.sendall(b"EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n")
        client.sendall(b"Subject: large\r\n\r\n" + b"a b\r\n" * 500_000 + b".\r\n")
    with smtplib.SMTP(*catcher.smtp) as smtp:
        smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: next\r\n\r\n" + b"x" * 100_000)
    assert "next" in [mail.subject for mail in catcher.mails()]


def test_who_sends_many_commands_at_once_keeps_nobody_waiting(catcher: Catcher) -> None:
    with socket.create_connection(catcher.smtp) as greedy, ThreadPoolExecutor(1) as sender:
        sending = sender.submit(greedy.sendall, b"NOOP\r\n" * 100_000)
        with smtplib.SMTP(*catcher.smtp) as smtp:
            smtp.sendmail("a@x.test", ["b@x.test"], b"x")
        greedy.setblocking(False)
        answered = 0
        with suppress(BlockingIOError):
            while piece := greedy.recv(1_000_000):
                answered += piece.count(b"250")
        assert answered < 20_000
        greedy.shutdown(socket.SHUT_RDWR)
        assert sending.exception() is not None or sending.done()


def test_a_client_that_leaves_before_it_is_greeted_leaves_no_connection(catcher: Catcher) -> None:
    with ExitStack() as clients:
        gone = [clients.enter_context(socket.create_connection(catcher.smtp, 10)) for _ in range(50)]
        for client in gone:
            client.shutdown(socket.SHUT_WR)
        for client in gone:
            while client.recv(4096):
                pass
