"""A catcher that is restarted: every mail that it has accepted is there again."""

from __future__ import annotations

import json
import signal
import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness.mail.__main__ import main
from harness.mail.catcher.envelope import Received, receive
from harness.mail.catcher.mailbox import Mailbox
from harness.mail.catcher.query import parse_query
from harness.mail.catcher.spool import Spool
from harness.mail.inbox import Inbox
from harness.mail.server import ReadyLine
from tests.harness.server_process import Process, Start, starting

LONG = "needle " + "hay " * 5_000


@pytest.fixture
def start() -> Iterator[Start]:
    with starting("harness.mail") as start:
        yield start


def mail(subject: str, text: str = "x") -> Received:
    raw = f"Subject: {subject}\r\nTo: b@x.test\r\n\r\n{text}\r\n".encode()
    return receive(raw, sender="a@x.test", recipients=["b@x.test"], peer="127.0.0.1")


def ignore(_kind: str, _data: dict[str, Any]) -> None:
    pass


def subjects(mailbox: Mailbox, query: str = "") -> list[str]:
    return [str(summary["Subject"]) for summary in mailbox.newest_first(parse_query(query) if query else ())]


def test_everything_about_a_mail_is_there_again(tmp_path: Path) -> None:
    with Mailbox(ignore, Spool(tmp_path)) as before:
        for name in ("first", "second", "third"):
            before.add(mail(name, LONG if name == "second" else name))
        (third, second, first) = before.newest_first()
        raws = [before.raw(each["ID"]) for each in (third, second, first)]
        before.mark_read(first["ID"])
        before.delete([third["ID"]])
    with Mailbox(ignore, Spool(tmp_path)) as after:
        assert list(after.newest_first()) == [second, first | {"Read": True}]
        assert [after.raw(each["ID"]) for each in (second, first)] == raws[1:]
        assert after.raw(third["ID"]) is None
        assert subjects(after, "needle") == ["second"]
        after.add(mail("fourth"))
        assert subjects(after) == ["fourth", "second", "first"]


@pytest.mark.parametrize("cut", [1, 20])
def test_a_note_that_was_being_written_is_no_mail_and_in_nobodys_way(tmp_path: Path, cut: int) -> None:
    with Mailbox(ignore, Spool(tmp_path)) as before:
        before.add(mail("first"))
        before.add(mail("second"))
    journal = tmp_path / "journal.ndjson"
    journal.write_bytes(journal.read_bytes()[:-cut])
    with Mailbox(ignore, Spool(tmp_path)) as after:
        assert subjects(after) == ["first"]
        after.add(mail("third"))
    with Mailbox(ignore, Spool(tmp_path)) as last:
        assert subjects(last) == ["third", "first"]


def test_when_the_last_mail_is_deleted_nothing_stays_on_disk(tmp_path: Path) -> None:
    with Mailbox(ignore, Spool(tmp_path)) as mailbox:
        mailbox.add(mail("only"))
        mailbox.delete([summary["ID"] for summary in mailbox.newest_first()])
        assert {path.stat().st_size for path in tmp_path.iterdir()} == {0}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_accepted_mail_is_lost_with_the_process(
    start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as smtp, socket.create_server(("127.0.0.1", 0)) as http:
        options = ("--smtp-listen-fd", str(smtp.fileno()), "--http-listen-fd", str(http.fileno()))
        fds = (smtp.fileno(), http.fileno())

        def launch() -> Process:
            return start(*options, "--spool", str(tmp_path), fds=fds)

        process = launch()
        assert process.stdout is not None
        address = ReadyLine().address(process.stdout.readline())
        with Inbox.open(address.url) as inbox:
            with smtplib.SMTP(address.smtp_host, address.smtp_port) as client:
                client.sendmail("a@x.test", ["b@x.test"], b"Subject: s\r\nTo: b@x.test\r\n\r\nx\r\n")
                process.send_signal(number)
                process.wait(30)
            process = launch()
            # Whoever waits goes on: neither the inbox nor its event socket is made anew.
            found = inbox.wait_for("b@x.test", timeout=30)
            with smtplib.SMTP(address.smtp_host, address.smtp_port) as client:
                client.sendmail("a@x.test", ["b@x.test"], b"Subject: t\r\nTo: b@x.test\r\n\r\nx\r\n")
            assert inbox.wait_for("b@x.test", after=found, timeout=30).subject == "t"
        assert httpx.get(f"{address.url}/api/v1/info", trust_env=False).json()["Messages"] == 2


def test_a_folder_that_another_catcher_uses_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spool = Spool(tmp_path)
    assert main(["--spool", str(tmp_path)]) == 1
    spool.close()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"cannot use --spool {tmp_path}: another mail catcher")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--spool", str(tmp_path / "file" / "folder")]) == 1
    assert str(tmp_path / "file" / "folder") in capsys.readouterr().err


def test_the_journal_is_one_object_a_line(tmp_path: Path) -> None:
    with Mailbox(ignore, Spool(tmp_path)) as mailbox:
        mailbox.add(mail("line\u2028separator"))
    (line,) = (tmp_path / "journal.ndjson").read_text("utf-8").splitlines()
    assert json.loads(line)["new"]["Subject"] == "line\u2028separator"
