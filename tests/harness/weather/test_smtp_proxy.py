"""Between portal and mail catcher, over real sockets: whatever the weather does, no accepted mail is lost."""

from __future__ import annotations

import smtplib
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from harness.mail.catcher import service as catcher_service
from harness.mail.catcher.spool import Spool
from harness.mail.inbox import Inbox
from harness.mail.mailpit_client import ChaosTrigger, MailpitClient
from harness.mail.message import Message, read_message
from harness.weather.kinds import (
    DOUBLED_MAIL,
    DROPPED_MAIL,
    KINDS,
    LATE_MAIL,
    MAIL_RESTART,
    REFUSED_MAIL,
    SHUFFLED_MAIL,
    SLOW_MAIL,
    Kind,
)
from tests.harness.in_thread import in_thread
from tests.harness.weather.conftest import SOON, MakeWeather, Running, Strong


class Catcher:
    """An embedded catcher at sockets that stay open while it is away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.smtp_socket, self.http_socket = (catcher_service.listen("127.0.0.1", 0) for _ in range(2))
        self.smtp: tuple[str, int] = self.smtp_socket.getsockname()
        self.client = MailpitClient("http://{}:{}".format(*self.http_socket.getsockname()))

    def running(self) -> AbstractContextManager[None]:
        return in_thread(
            lambda: catcher_service.serving(
                self.smtp_socket.dup(), self.http_socket.dup(), spool=Spool(self._folder)
            )
        )

    def mails(self) -> list[Message]:
        """Return all mails, in order of arrival."""
        found = self.client.messages(limit=1000)
        return [read_message(each.id, self.client.raw(each.id)) for each in reversed(found)]

    def close(self) -> None:
        self.client.close()
        self.smtp_socket.close()
        self.http_socket.close()


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Catcher]:
    """A catcher that is not there yet."""
    catcher = Catcher(tmp_path / "catcher")
    yield catcher
    catcher.close()


@pytest.fixture
def catcher(away: Catcher) -> Iterator[Catcher]:
    with away.running():
        yield away


def mail(subject: str) -> bytes:
    return f"Subject: {subject}\r\nTo: anna@x.test\r\n\r\n.dots\r\n..at the start\r\n".encode()


def send(running: Running, subject: str = "s", to: str = "anna@x.test", tries: int = 6) -> int:
    """Send as a sender does who asks again a few times; return the number of tries that it took."""
    for tried in range(1, tries + 1):
        answer = answer_to(running, subject, to)
        if answer == 250:
            return tried
        assert answer in {451, None}, "only what is temporary is weather"
    raise AssertionError(f"it was not taken in {tries} tries")


def answer_to(running: Running, subject: str, to: str) -> int | None:
    """Send once, and return the code of the answer; None where the server hung up."""
    try:
        with smtplib.SMTP(*running.smtp, local_hostname="portal.test", timeout=SOON) as client:
            client.sendmail("hup@x.test", [to], mail(subject))
    except smtplib.SMTPServerDisconnected:
        return None
    except smtplib.SMTPRecipientsRefused as error:
        return error.recipients[to][0]
    except smtplib.SMTPResponseException as error:
        return error.smtp_code
    return 250


def settle(running: Running, address: str | None = None, timeout: float = SOON) -> int:
    params = {"timeout": str(timeout)} | ({"address": address} if address else {})
    answer = httpx.get(f"{running.url}/held", params=params, timeout=SOON + 5, trust_env=False)
    return int(answer.json()["held"])


def test_a_mail_passes_to_the_byte(weather: MakeWeather, catcher: Catcher) -> None:
    running = weather(mail=catcher.smtp)
    assert send(running) == 1
    (arrived,) = catcher.mails()
    assert arrived.raw == mail("s")
    assert arrived.envelope_sender == "hup@x.test"


@pytest.mark.parametrize("kind", [REFUSED_MAIL, DROPPED_MAIL])
def test_trouble_comes_twice_in_a_row_at_most(
    weather: MakeWeather, catcher: Catcher, strong: Strong, kind: Kind
) -> None:
    strong(kind)
    running = weather(kind, mail=catcher.smtp)
    tries = [send(running, f"mail {number}", f"{number}@x.test") for number in range(5)]
    # Twice at RCPT or DATA, and now and then once at MAIL, where nobody knows whose mail it is.
    assert set(tries) <= {3, 4}
    assert [arrived.subject for arrived in catcher.mails()] == [f"mail {number}" for number in range(5)]


def test_a_late_mail_is_accepted_at_once_and_arrives(
    weather: MakeWeather, catcher: Catcher, strong: Strong
) -> None:
    strong(LATE_MAIL, amount=2.0)
    running = weather(LATE_MAIL, mail=catcher.smtp)
    send(running, to="Anna@x.test")
    assert settle(running, "anna@x.test", timeout=0) == 1
    assert settle(running, "ben@x.test") == 0
    assert catcher.mails() == []
    assert settle(running, "anna@x.test") == 0
    assert [arrived.raw for arrived in catcher.mails()] == [mail("s")]
    assert [(entry["what"], entry["seconds"]) for entry in running.diary] == [("held back", 2.0)]


def test_a_doubled_mail_arrives_twice_with_the_same_bytes(
    weather: MakeWeather, catcher: Catcher, strong: Strong
) -> None:
    strong(DOUBLED_MAIL, amount=0.05)
    running = weather(DOUBLED_MAIL, mail=catcher.smtp)
    send(running)
    assert settle(running) == 0
    assert [arrived.raw for arrived in catcher.mails()] == [mail("s")] * 2


def test_copies_count_once_where_weather_makes_them_and_the_portals_own_always(
    weather: MakeWeather, catcher: Catcher, strong: Strong
) -> None:
    strong(DOUBLED_MAIL, amount=0.05)
    running = weather(DOUBLED_MAIL, mail=catcher.smtp)
    for subject in ("s", "t"):
        send(running, subject)
    assert settle(running) == 0
    for copied, expected in ((True, ["s", "t"]), (False, ["s", "s", "t", "t"])):
        with Inbox.open(catcher.client.url, copied=copied) as inbox:
            found = inbox.messages("anna@x.test")
            assert sorted(each.subject for each in found) == expected
            if copied:
                assert inbox.wait_for("anna@x.test", after=found[0]).id == found[1].id
                assert inbox.first_within("anna@x.test", 0, after=found[1]) is None


def test_a_shuffled_mail_is_overtaken(weather: MakeWeather, catcher: Catcher, strong: Strong) -> None:
    strong(SHUFFLED_MAIL, share=0.5, amount=10.0)
    running = weather(SHUFFLED_MAIL, mail=catcher.smtp, seed=3)
    for number in range(8):
        send(running, str(number), f"{number}@x.test")
    began = time.monotonic()
    assert settle(running, timeout=15.0) == 0
    arrived = [each.subject for each in catcher.mails()]
    assert sorted(arrived) == [str(number) for number in range(8)]
    assert arrived != sorted(arrived)
    assert time.monotonic() - began < 12


def test_the_server_takes_its_time(weather: MakeWeather, catcher: Catcher, strong: Strong) -> None:
    strong(SLOW_MAIL, amount=0.2)
    running = weather(SLOW_MAIL, mail=catcher.smtp)
    began = time.monotonic()
    send(running)
    assert time.monotonic() - began >= 0.4


def test_a_refusal_for_good_reaches_the_sender(weather: MakeWeather, catcher: Catcher) -> None:
    running = weather(mail=catcher.smtp)
    catcher.client.set_chaos(recipient=ChaosTrigger(553))
    assert answer_to(running, "s", "anna@x.test") == 553
    catcher.client.reset_chaos()
    assert catcher.mails() == []


def test_a_catcher_that_is_away_is_waited_for(weather: MakeWeather, away: Catcher) -> None:
    running = weather(mail=away.smtp)
    tries: list[int] = []
    sender = threading.Thread(target=lambda: tries.append(send(running)))
    sender.start()
    with away.running():
        sender.join()
        assert tries == [1]
        assert len(away.mails()) == 1


def test_accepted_mails_outlive_the_weather_and_a_server_that_refuses(
    weather: MakeWeather, away: Catcher, strong: Strong, tmp_path: Path
) -> None:
    strong(LATE_MAIL, amount=600.0)
    folder = tmp_path / "post"
    first = weather(LATE_MAIL, mail=away.smtp, folder=folder)
    for number in range(3):
        send(first, str(number))
    assert settle(first, timeout=0) == 3
    # As after a crash: another one finds what the first had accepted, and a server that is busy.
    with away.running():
        away.client.set_chaos(sender=ChaosTrigger(550))
        second = weather(mail=away.smtp, folder=folder)
        assert settle(second, timeout=0.3) == 3
        away.client.reset_chaos()
        assert settle(second) == 0
        assert sorted(arrived.subject for arrived in away.mails()) == ["0", "1", "2"]
        assert list(folder.iterdir()) == []


def test_the_catcher_is_restarted_after_some_mails(weather: MakeWeather, catcher: Catcher) -> None:
    running = weather(MAIL_RESTART, mail=catcher.smtp)
    for number in range(6):
        send(running, str(number))
    assert len(running.restarts) == 1


def test_all_kinds_together_lose_nothing(weather: MakeWeather, catcher: Catcher, strong: Strong) -> None:
    strong(LATE_MAIL, share=0.5, amount=0.3)
    strong(DOUBLED_MAIL, share=0.5, amount=0.3)
    running = weather(*KINDS.values(), mail=catcher.smtp)
    subjects = [str(number) for number in range(40)]
    senders = [
        threading.Thread(target=lambda own=own: [send(running, each, f"{each}@x.test") for each in own])
        for own in (subjects[::2], subjects[1::2])
    ]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert settle(running) == 0
    assert {arrived.subject for arrived in catcher.mails()} == set(subjects)


def test_a_question_that_makes_no_sense_is_answered_so(weather: MakeWeather) -> None:
    answer = httpx.get(f"{weather().url}/held?timeout=soon", trust_env=False)
    assert (answer.status_code, answer.text) == (400, "timeout: give seconds, as in timeout=20")
