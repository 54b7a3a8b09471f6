"""Handing over mail to a mail server in all its moods."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.mail import EmailMessage

from portal import smtp
from portal.program import mails
from portal.rules import addresses
from tests.portal.live import Keeper, MailServer

HANG_UP = "hang up"
KEEP_AND_HANG_UP = "keep it, and hang up"


class MoodyKeeper(Keeper):
    """Answers as it was told, once each, and else takes the mail."""

    def __init__(self, *moods: tuple[str, str]) -> None:
        super().__init__()
        self.moods = deque(moods)
        self.tries = 0

    def answer(self, server: SMTP, command: str) -> str | None:
        if not self.moods or self.moods[0][0] != command:
            return None
        _, answer = self.moods.popleft()
        if answer in {HANG_UP, KEEP_AND_HANG_UP}:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.tries += 1
        envelope.mail_from = address
        return self.answer(server, "MAIL") or "250 OK"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        answer = self.answer(server, "RCPT")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answer(server, "DATA")
        if answer == KEEP_AND_HANG_UP:
            await super().handle_DATA(server, session, envelope)
        return answer or await super().handle_DATA(server, session, envelope)

    async def handle_QUIT(self, server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        return self.answer(server, "QUIT") or "221 Bye"


@pytest.fixture
def moody(request: pytest.FixtureRequest) -> Iterator[tuple[MoodyKeeper, smtp.SmtpBackend]]:
    """A server with the moods of the test's parameters, and the backend that sends to it."""
    keeper = MoodyKeeper(*request.param)
    server = MailServer(keeper)
    server.start()
    yield keeper, smtp.SmtpBackend(host="127.0.0.1", port=server.port)
    server.stop()


def a_mail() -> EmailMessage:
    return EmailMessage(
        "Hello", "Text", "no-reply@hup.localhost", ["anna@contoso.example"], headers={"Message-ID": "<1@hup>"}
    )


BUSY = "451 4.3.2 busy"


@pytest.mark.parametrize(
    "moody",
    [
        [("MAIL", BUSY), ("RCPT", "450 4.2.1 mailbox busy"), ("DATA", BUSY)],
        [("MAIL", HANG_UP), ("RCPT", HANG_UP), ("DATA", HANG_UP)],
        [("MAIL", "421 4.3.2 shutting down"), ("DATA", "452 4.3.1 disk full")],
    ],
    ids=["refuses", "hangs-up", "restarts"],
    indirect=True,
)
def test_a_server_that_is_busy_for_a_moment_is_asked_again(
    moody: tuple[MoodyKeeper, smtp.SmtpBackend],
) -> None:
    keeper, backend = moody
    moods = len(keeper.moods)
    assert backend.send_messages([a_mail()]) == 1
    assert keeper.tries == moods + 1
    assert [mail["Message-ID"] for mail in keeper.to("anna@contoso.example")] == ["<1@hup>"]


@pytest.mark.parametrize("moody", [[("DATA", KEEP_AND_HANG_UP)]], indirect=True)
def test_a_mail_whose_acceptance_nobody_heard_of_is_sent_again_as_the_same(
    moody: tuple[MoodyKeeper, smtp.SmtpBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper, backend = moody
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "portal.smtp.SmtpBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", backend.host)
    monkeypatch.setattr(settings, "EMAIL_PORT", backend.port)
    mails.send_not_eligible(addresses.parse("anna@contoso.example"))
    first, second = keeper.to("anna@contoso.example")
    assert first["Message-ID"]
    assert second["Message-ID"] == first["Message-ID"]


@pytest.mark.parametrize("moody", [[("MAIL", "550 5.7.1 no")], [("RCPT", "553 5.1.3 no")]], indirect=True)
def test_a_refusal_for_good_is_not_questioned(moody: tuple[MoodyKeeper, smtp.SmtpBackend]) -> None:
    keeper, backend = moody
    with pytest.raises(smtplib.SMTPException, match=r"5\.\d\.\d no"):
        backend.send_messages([a_mail()])
    assert keeper.tries == 1
    assert keeper.kept == []


@pytest.mark.parametrize("moody", [[("MAIL", BUSY)] * 99], indirect=True)
def test_a_server_that_stays_busy_is_given_up(
    moody: tuple[MoodyKeeper, smtp.SmtpBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "PAUSES", (0.01,) * len(smtp.PAUSES))
    keeper, backend = moody
    with pytest.raises(smtplib.SMTPSenderRefused, match="busy"):
        backend.send_messages([a_mail()])
    assert keeper.tries == len(smtp.PAUSES) + 1


@pytest.mark.parametrize("moody", [[("MAIL", BUSY)] * 99], indirect=True)
def test_no_try_begins_after_the_visitor_has_waited_long_enough(
    moody: tuple[MoodyKeeper, smtp.SmtpBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "PATIENCE", 0.05)
    keeper, backend = moody
    with pytest.raises(smtplib.SMTPSenderRefused):
        backend.send_messages([a_mail()])
    assert keeper.tries == 1


@pytest.mark.parametrize(
    "moody", [[("QUIT", HANG_UP)], [("QUIT", "421 4.3.2 gone"), ("QUIT", "500 what?")]], indirect=True
)
def test_what_was_accepted_is_never_sent_again(moody: tuple[MoodyKeeper, smtp.SmtpBackend]) -> None:
    keeper, backend = moody
    assert backend.send_messages([a_mail(), a_mail()]) == 2
    assert keeper.tries == 2


class Reopening(threading.Event):
    """Has a server that refuses connections take them, as soon as somebody has met with that."""

    def __init__(self, server: MailServer) -> None:
        super().__init__()
        self.server = server
        self.waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        if self.waits == 1:
            self.server.listener.listen()
            self.server.start()
        return super().wait(timeout)


def test_a_server_that_is_being_restarted_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    keeper = Keeper()
    server = MailServer(keeper)
    server.listener.close()
    server.listener = socket.socket()  # bound, it keeps the port; it does not listen yet
    server.listener.bind(("127.0.0.1", 0))
    server.port = server.listener.getsockname()[1]
    stopping = Reopening(server)
    monkeypatch.setattr(smtp, "_stopping", stopping)
    assert smtp.SmtpBackend(host="127.0.0.1", port=server.port).send_messages([a_mail()]) == 1
    server.stop()
    assert stopping.waits == 1
    assert len(keeper.kept) == 1


@pytest.mark.parametrize("moody", [[("MAIL", BUSY)] * 99], indirect=True)
def test_the_end_of_the_portal_ends_the_waiting(
    moody: tuple[MoodyKeeper, smtp.SmtpBackend], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "PAUSES", (60.0,))
    monkeypatch.setattr(smtp, "PATIENCE", 100.0)
    monkeypatch.setattr(smtp, "_stopping", threading.Event())
    keeper, backend = moody
    ended: list[type[Exception]] = []

    def send() -> None:
        try:
            backend.send_messages([a_mail()])
        except smtplib.SMTPException as error:
            ended.append(type(error))

    began = time.monotonic()
    sender = threading.Thread(target=send)
    sender.start()
    smtp.give_up()
    sender.join()
    assert ended == [smtplib.SMTPSenderRefused]
    assert keeper.tries == 1
    assert time.monotonic() - began < 10
