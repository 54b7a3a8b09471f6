"""The SMTP side: aiosmtpd's protocol, with a DATA command that takes long lines and large mails."""

import asyncio
import collections
import contextlib
import logging
import re
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any, AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from harness.mail.catcher.chaos import Chaos
from harness.mail.catcher.envelope import HeaderTooLargeError, Received, receive

MAX_SIZE = 50 * 1024 * 1024
"""Bytes of the largest mail that is taken, as in Mailpit."""
BACKLOG = 512
"""Connections that wait to be accepted."""
_MAX_RECIPIENTS = 100
_LONGEST_COMMAND = 4096
_IN_MEMORY = 256 * 1024
"""Bytes of an incoming mail that are held in memory; what is more waits in a temporary file."""
_QUICKLY_READ = 64 * 1024
"""Mails up to so many bytes are read at once; larger ones, one at a time, in a thread."""
_END = b"\r\n.\r\n"
_MOST_DOTS = 4 / 3
"""By how much a mail grows on the way, whose every line is a dot; SIZE counts without (RFC 1870, 4)."""
# Those beyond ASCII, too, that some programs take for the end of a line.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_log = logging.getLogger(__name__)

Deliver = Callable[[Received], None]


class _MailTooLargeError(ValueError):
    def __init__(self) -> None:
        super().__init__(f"552 5.3.4 The mail is larger than {MAX_SIZE} bytes")


class Handler:
    """Decides on senders and recipients; aiosmtpd calls it."""

    def __init__(self, deliver: Deliver, chaos: Chaos, on_reject: Callable[[], None]) -> None:
        self._deliver = deliver
        self._chaos = chaos
        self._on_reject = on_reject
        # A thread of one: reading goes on where the client has left, and memory is for one such mail.
        self._one_large_mail = ThreadPoolExecutor(1, "large mail")

    def close(self) -> None:
        self._one_large_mail.shutdown(wait=False, cancel_futures=True)

    async def handle_exception(self, error: Exception) -> str:
        """Answer a command on which the library fails; aiosmtpd calls it."""
        _log.debug("a command failed", exc_info=error)
        return f"500 5.5.2 The command cannot be read ({type(error).__name__})"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := self._refusal("Sender", address):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Ok"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= _MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        if refusal := self._refusal("Recipient", address):
            return refusal
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Ok"

    async def deliver(self, session: Session, envelope: Envelope, data: IO[bytes]) -> str:
        """Keep a mail and return the SMTP answer: 250 only when it is kept."""
        size = data.tell()
        data.seek(0)
        arguments: dict[str, Any] = {
            "sender": (envelope.mail_from or "").strip("<>"),
            "recipients": envelope.rcpt_tos,
            "peer": session.peer[0] if session.peer else "unknown",
            "username": session.auth_data.login.decode(errors="replace") if session.auth_data else "",
        }
        try:
            if size <= _QUICKLY_READ:
                received = receive(_sent(data), **arguments)
            else:
                received = await asyncio.get_running_loop().run_in_executor(
                    self._one_large_mail, lambda: receive(_sent(data), **arguments)
                )
            self._deliver(received)
        except OSError as error:
            return _not_kept(error)
        except (HeaderTooLargeError, _MailTooLargeError) as error:
            self.reject()
            return str(error)
        return f"250 2.0.0 Ok: queued as {received.id}"

    def reject(self) -> None:
        self._on_reject()

    def _refusal(self, name: str, address: str) -> str | None:
        refusal = self._chaos.refusal(name)
        if refusal is None and _CONTROL.search(address):
            refusal = "553 5.1.3 A control character in an address"
        if refusal:
            self._on_reject()
        return refusal

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth_data: LoginPassword
    ) -> AuthResult:
        """Let everybody in: the portal under test may have to log in, and it does not matter as whom."""
        if refusal := self._chaos.refusal("Authentication"):
            return AuthResult(success=False, handled=False, message=refusal)
        return AuthResult(success=True, auth_data=auth_data)


@contextlib.asynccontextmanager
async def serving_smtp(sock: socket.socket, handler: Callable[[], Handler]) -> AsyncIterator[None]:
    """Serve a listening socket, each connection with what `handler` returns; in the end, none is left."""
    connections: set[CatcherSMTP] = set()
    server = await asyncio.get_running_loop().create_server(
        lambda: CatcherSMTP(handler(), connections), sock=sock, backlog=BACKLOG
    )
    try:
        yield
    finally:
        server.close()
        for connection in list(connections):  # for them the server would wait, from Python 3.12 on
            connection.hang_up()
        await server.wait_closed()


class CatcherSMTP(SMTP):
    """One connection."""

    line_length_limit = 64 * 1024
    """In this class the size of the pieces in which mail is read; a line of mail may be of any length."""

    def __init__(self, handler: Handler, connections: set["CatcherSMTP"]) -> None:
        """`connections`: this one is in it while it lasts."""
        # The library's own is shared by all connections and reset by each new one.
        self.command_size_limits = collections.defaultdict(lambda: _LONGEST_COMMAND)
        super().__init__(
            handler,
            data_size_limit=MAX_SIZE,
            enable_SMTPUTF8=True,
            hostname="localhost",  # else it asks the resolver
            ident="embedded catcher",
            auth_require_tls=False,
            authenticator=handler.authenticate,
        )
        self._handler = handler
        self._connections = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._connections.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        super().connection_lost(error)

    def eof_received(self) -> bool:
        """Close the connection: the library cancels its work, and leaves open what it has only just begun."""
        super().eof_received()
        return False

    def hang_up(self) -> None:
        """End the connection at once; a mail that was not answered with 250 yet is the client's again."""
        if self.transport is not None:
            self.transport.close()

    async def push(self, status: AnyStr) -> None:
        """Answer, and let the others have their turn, also where a thousand commands were sent at once."""
        await super().push(status)
        turn = asyncio.Event()
        asyncio.get_running_loop().call_soon(turn.set)
        await turn.wait()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's name
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        session, envelope = self.session, self.envelope
        if session is None or envelope is None or not envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        try:
            with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as data:
                if refusal := await self._read_data(data):
                    self._handler.reject()
                status = refusal or await self._handler.deliver(session, envelope, data)
        finally:
            self._set_post_data_state()  # type: ignore[no-untyped-call]
        await self.push(status)

    async def _read_data(self, data: IO[bytes]) -> str | None:
        """Read up to the client's final dot, into `data`; return the refusal if that cannot be."""
        size, refusal = 0, None
        # The line end of the DATA command is given back, for the mail's own may be no more than its last dot.
        self._reader._buffer[:0] = b"\r\n"  # type: ignore[attr-defined]  # noqa: SLF001
        given_back, complete = b"\r\n", False
        while not complete:
            try:
                piece = await self._reader.readuntil(_END)
                complete = True
            except asyncio.LimitOverrunError as overrun:
                piece = await self._reader.readexactly(overrun.consumed)
            piece = piece.removeprefix(given_back)
            given_back = b""
            size += len(piece)
            if size > MAX_SIZE * _MOST_DOTS + len(_END):
                refusal = str(_MailTooLargeError())
            if refusal is None:
                try:
                    data.write(piece)
                except OSError as error:
                    refusal = _not_kept(error)
        return refusal


def _not_kept(error: OSError) -> str:
    _log.error("a mail could not be kept: %s", error)
    return f"452 4.3.1 The mail could not be kept: {error.strerror}"


def without_dots(data: bytes) -> bytes:
    """Undo the transparency of RFC 5321, 4.5.2: drop the final dot, and the first one of a line."""
    return data[: -len(b".\r\n")].removeprefix(b".").replace(b"\r\n.", b"\r\n")


def _sent(data: IO[bytes]) -> bytes:
    """Return the mail of a transfer. Raises _MailTooLargeError."""
    raw = without_dots(data.read())
    if len(raw) > MAX_SIZE:
        raise _MailTooLargeError
    return raw
