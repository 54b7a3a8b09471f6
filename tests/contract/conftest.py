"""Both mail servers, one after the other, for tests that must pass on either."""

from __future__ import annotations

import contextlib
import secrets
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from shutil import which

import pytest

from harness.mail.events import MailEvents
from harness.mail.inbox import Inbox
from harness.mail.mailpit_client import MailpitClient
from harness.mail.server import (
    MailServerAddress,
    MailServerCommand,
    ReadyLine,
    embedded_command,
    mailpit_command,
)
from harness.processes import ManagedProcess


@pytest.fixture(scope="session", params=["embedded", "mailpit"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MailServerAddress]:
    directory = tmp_path_factory.mktemp(request.param)
    if request.param == "embedded":
        command = embedded_command()
    else:
        executable = which("mailpit")
        if executable is None:
            pytest.skip("no `mailpit` on PATH: its half of the contract is not tested here")
        command = mailpit_command(executable, directory)
    process = ManagedProcess[MailServerAddress](
        command.argv,
        name=command.name,
        log=directory / "log",
        read_ready=command.ready.address if isinstance(command.ready, ReadyLine) else None,
    )
    process.start()
    try:
        yield _when_ready(process, command)
    finally:
        assert process.stop() == 0, process.log_tail()


def _when_ready(process: ManagedProcess[MailServerAddress], command: MailServerCommand) -> MailServerAddress:
    if isinstance(command.ready, ReadyLine):
        return process.wait_ready()
    process.wait_answering(command.ready.answers)
    return command.ready.address


@pytest.fixture(scope="session")
def client(server: MailServerAddress) -> Iterator[MailpitClient]:
    with MailpitClient(server.url) as client:
        yield client


@pytest.fixture(scope="session")
def inbox(client: MailpitClient) -> Iterator[Inbox]:
    with MailEvents(client) as events:
        assert events.connected.wait(10)
        yield Inbox(client, events)


@pytest.fixture
def new_address() -> Callable[[str], str]:
    """Make an address that no other test has, with something recognizable in it."""

    def new(name: str = "somebody") -> str:
        return f"{name}-{secrets.token_hex(6)}@contract.test"

    return new


@pytest.fixture
def address(new_address: Callable[[str], str]) -> str:
    return new_address("somebody")


@dataclass
class Sender:
    """Hands mail over by SMTP; each call returns after the server's 250."""

    smtp: smtplib.SMTP

    def bytes(self, raw: bytes, *to: str, sender: str = "portal@contract.test") -> None:
        self.smtp.sendmail(sender, to, raw, mail_options=["BODY=8BITMIME"])

    def mail(
        self, to: str, subject: str = "Hello", text: str = "Good day.\n", html: str | None = None
    ) -> None:
        self.bytes(make_mail(to, subject, text, html), to)


def make_mail(to: str, subject: str = "Hello", text: str = "Good day.\n", html: str | None = None) -> bytes:
    mail = EmailMessage()
    mail["From"] = '"Account No Reply" <no-reply@portal.test>'
    mail["To"] = to
    mail["Subject"] = subject
    mail["Message-ID"] = f"<{secrets.token_hex(8)}@portal.test>"
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


@pytest.fixture
def connect(server: MailServerAddress) -> Iterator[Callable[[], Sender]]:
    """Open SMTP connections that are closed after the test."""
    with contextlib.ExitStack() as stack:
        yield lambda: Sender(
            stack.enter_context(smtplib.SMTP(server.smtp_host, server.smtp_port, "tests.localhost"))
        )


@pytest.fixture
def send(connect: Callable[[], Sender]) -> Sender:
    return connect()


class Relay:
    """Passes connections on to the server's HTTP port, and can cut them all at once."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._live: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.url = "http://{}:{}".format(*self._listener.getsockname())

    def cut(self) -> None:
        for end in self._live:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self.cut()
        for thread in self._threads:
            thread.join()
        for end in (self._listener, *self._live):
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # of the closed listener
            while True:
                ends = (self._listener.accept()[0], socket.create_connection(self._target))
                self._live += ends
                for source, sink in (ends, ends[::-1]):
                    thread = threading.Thread(target=self._pump, args=(source, sink))
                    thread.start()
                    self._threads.append(thread)

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def relay(server: MailServerAddress) -> Iterator[Relay]:
    host, port = server.url.removeprefix("http://").split(":")
    relay = Relay((host, int(port)))
    yield relay
    relay.close()
