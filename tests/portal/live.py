"""The portal as a process of its own, and a mail server that keeps what it gets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import httpx
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.portal.visitor import Page, Visitor

ROOT = Path(__file__).parents[2]
SECRET = "secret of the live tests"
TIMEOUT = 20


@dataclass
class Keeper:
    """Keeps each mail with its envelope."""

    kept: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail; the name is aiosmtpd's."""
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.kept.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to exactly this address."""
        return [message for recipients, message in self.kept if recipients == [address]]

    def link(self, address: str) -> str:
        """The link in the last mail to the address."""
        body = self.to(address)[-1].get_body(("plain",))
        assert isinstance(body, EmailMessage)
        (found,) = re.findall(r"http://\S+", body.get_content())
        assert isinstance(found, str)
        return found


class MailServer(Controller):
    """A mail server on a free port."""

    def __init__(self, keeper: Keeper) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(keeper, hostname="127.0.0.1", port=self.listener.getsockname()[1])

    def _create_server(self) -> Coroutine[Any, Any, asyncio.Server]:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


class Loopback(httpx.HTTPTransport):
    """Finds every host on this machine, without asking DNS."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        to_here = httpx.Request(
            request.method,
            request.url.copy_with(host="127.0.0.1"),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        return super().handle_request(to_here)


@dataclass
class Portal:
    """A running portal."""

    process: subprocess.Popen[str]
    origins: dict[str, str]
    log: Path
    mails: Keeper
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(self) -> Visitor:
        """Somebody with a fresh browser."""
        self.visitors.append(Visitor(Loopback()))
        return self.visitors[-1]

    def control(self) -> httpx.Client:
        """A caller of the control API."""
        return httpx.Client(
            base_url=self.origins["control"], headers={"Authorization": f"Bearer {SECRET}"}, timeout=TIMEOUT
        )

    def request_link(self, visitor: Visitor, address: str) -> Page:
        """Enter a work address."""
        return visitor.submit(visitor.get(self.origins["program"] + "/get-started/"), {"email": address})


def command(*options: str) -> list[str]:
    """The command that starts a portal."""
    return [sys.executable, "-m", "portal", *options]


def environment(secret: str | None = None, folder: Path | None = None) -> dict[str, str]:
    """What the process sees: warnings are errors to it, too; ``folder`` is for its temporary files."""
    made = os.environ | {"PYTHONWARNINGS": "error"}
    made.pop("PORTAL_CONTROL_SECRET", None)
    if secret is not None:
        made["PORTAL_CONTROL_SECRET"] = secret
    if folder is not None:
        made["TMPDIR"] = str(folder)
    return made


@contextlib.contextmanager
def mail_server() -> Iterator[tuple[Keeper, str]]:
    """A mail server, and its address as the portal takes it."""
    keeper = Keeper()
    server = MailServer(keeper)
    server.start()
    try:
        yield keeper, f"127.0.0.1:{server.port}"
    finally:
        server.stop()


@contextlib.contextmanager
def portal(folder: Path, *options: str) -> Iterator[Portal]:
    """A portal with a mail server."""
    log = folder / "portal.log"
    with (
        mail_server() as (keeper, smtp),
        subprocess.Popen(
            command("--smtp", smtp, "--log", str(log), "--exit-with-parent", *options),
            cwd=ROOT,
            env=environment(SECRET),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            ready = json.loads(process.stdout.readline())
            running = Portal(process, ready["origins"], log, keeper)
            yield running
            for visitor in running.visitors:
                visitor.http.close()
        finally:
            process.stdin.close()
            process.wait(TIMEOUT)


def at_once(*works: object) -> None:
    """Run the callables in threads that start together; raises what one of them raised."""
    gate = threading.Barrier(len(works))
    failures: list[BaseException] = []

    def run(work: object) -> None:
        assert callable(work)
        gate.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # raised again in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(TIMEOUT)
    if failures:
        raise failures[0]
