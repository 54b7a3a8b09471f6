"""Which mail server a run uses, and how to start it.

Nothing is started here: `choose_mail_server` yields either the address of a server that already runs or the
command for one, and whoever owns the run's processes starts that and waits until it is ready.
"""

import json
import shutil
import smtplib
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import httpx

LOOPBACK = "127.0.0.1"
PROBE_TIMEOUT = 1.0
"""Seconds that one look at a starting server may take; on loopback it answers, or refuses, at once."""


class MailServerChoice(StrEnum):
    """What `--mail` takes."""

    AUTO = "auto"
    MAILPIT = "mailpit"
    EMBEDDED = "embedded"


class MailServerUnavailableError(RuntimeError):
    """The mail server that was asked for cannot be had; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class MailServerAddress:
    """Where mail goes in (SMTP) and where it is read: `url` is the base of Mailpit's API, with no slash."""

    smtp_host: str
    smtp_port: int
    url: str

    @property
    def smtp(self) -> str:
        return f"{self.smtp_host}:{self.smtp_port}"


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """The server prints one line of JSON on its stdout once it answers; the line holds its addresses."""

    def address(self, line: str) -> MailServerAddress:
        """Raise ValueError if `line` is not the ready line: print it as what the server said and read on."""
        try:
            ready = json.loads(line)
            host, port = str(ready["smtp"]).rsplit(":", 1)
            event, address = ready["event"], MailServerAddress(host, int(port), str(ready["http"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not a mail server's ready line: {line!r}") from error
        if event != "ready":
            raise ValueError(f"not a mail server's ready line: {line!r}")
        return address


@dataclass(frozen=True, slots=True)
class ReadyProbe:
    """The server says nothing when it is ready, so it has to be asked, until it answers or exits."""

    address: MailServerAddress

    def answers(self) -> bool:
        """Say whether both halves answer: `/readyz` over HTTP, and the banner over SMTP."""
        try:
            ready = httpx.get(f"{self.address.url}/readyz", timeout=PROBE_TIMEOUT, trust_env=False)
            if ready.status_code != httpx.codes.OK:
                return False
            with smtplib.SMTP(self.address.smtp_host, self.address.smtp_port, timeout=PROBE_TIMEOUT):
                return True
        except (httpx.TransportError, OSError, smtplib.SMTPException):
            return False


@dataclass(frozen=True, slots=True)
class MailServerCommand:
    """A mail server to start: its command line, and how to tell that it is ready."""

    name: str
    """For people: "embedded catcher" or "Mailpit"."""
    argv: tuple[str, ...]
    ready: ReadyLine | ReadyProbe
    env: Mapping[str, str] = field(default_factory=dict)
    """Variables on top of the caller's environment."""
    pass_fds: tuple[int, ...] = ()
    """Descriptors that the child inherits (listening sockets)."""
    exits_with_stdin: bool = False
    """Whether the server stops by itself when its stdin reaches its end, hence when its parent dies."""
    port_taken: str | None = None
    """What its log says when another program took its port between our look and its bind: start anew then."""


def choose_mail_server(
    choice: MailServerChoice,
    *,
    external: MailServerAddress | None,
    directory: Path,
    which: Callable[[str], str | None] = shutil.which,
) -> MailServerAddress | MailServerCommand:
    """Take the external server if one is set, else `mailpit` from PATH, else the embedded catcher.

    `directory` is the run's own; the server that is started keeps its mails there. Raises
    MailServerUnavailableError where `mailpit` is demanded and there is none: falling back in silence would
    test with another server.
    """
    if choice is MailServerChoice.EMBEDDED:
        return embedded_command(spool=spool_folder(directory))
    if external is not None:
        return external
    executable = which("mailpit")
    if executable is not None:
        return mailpit_command(executable, directory)
    if choice is MailServerChoice.MAILPIT:
        raise MailServerUnavailableError(
            "--mail mailpit: there is no `mailpit` on PATH and MAILPIT_URL is not set. Either install "
            "Mailpit (one binary, from the releases of github.com/axllent/mailpit) and try again; or run "
            "its container image axllent/mailpit and set MAILPIT_URL (with its SMTP host and port) to it; or "
            "take the catcher that comes with this project: --mail embedded"
        )
    return embedded_command(spool=spool_folder(directory))


def spool_folder(directory: Path) -> Path:
    """Return where in a run's own folder the embedded catcher keeps its mails."""
    return directory / "mails"


def embedded_command(
    *,
    smtp_listen_fd: int | None = None,
    http_listen_fd: int | None = None,
    smtp_port: int = 0,
    http_port: int = 0,
    spool: Path | None = None,
) -> MailServerCommand:
    """Start the embedded catcher on free loopback ports, on given ones, or on sockets that listen already.

    With a folder to `spool` to, it begins with the mails of the one before, and loses none to a restart.
    """
    argv = [sys.executable, "-m", "harness.mail", "--exit-with-parent"]
    for name, fd, port in (("smtp", smtp_listen_fd, smtp_port), ("http", http_listen_fd, http_port)):
        argv += [f"--{name}-port", str(port)] if fd is None else [f"--{name}-listen-fd", str(fd)]
    argv += [] if spool is None else ["--spool", str(spool)]
    return MailServerCommand(
        name="embedded catcher",
        argv=tuple(argv),
        ready=ReadyLine(),
        pass_fds=tuple(fd for fd in (smtp_listen_fd, http_listen_fd) if fd is not None),
        exits_with_stdin=True,
    )


def mailpit_command(executable: str, directory: Path) -> MailServerCommand:
    """Start Mailpit for one run: loopback only, all mails kept, nothing asked of the network.

    It cannot inherit a socket, so its ports are chosen here, by a look at which are free; see `port_taken`.
    """
    smtp_port, http_port = free_ports(2)
    address = MailServerAddress(LOOPBACK, smtp_port, f"http://{LOOPBACK}:{http_port}")
    return MailServerCommand(
        name="Mailpit",
        argv=(
            executable,
            *("--smtp", address.smtp),
            *("--listen", f"{LOOPBACK}:{http_port}"),
            *("--database", str(directory / f"mailpit-{http_port}.db")),
            *("--max", "0"),  # its default keeps the newest 500 and drops the others
            "--smtp-disable-rdns",
            "--disable-version-check",
            *("--tags-disable", "plus-addresses,x-tags"),
            "--enable-chaos",
            "--smtp-auth-accept-any",
            "--smtp-auth-allow-insecure",
        ),
        ready=ReadyProbe(address),
        port_taken="address already in use",
    )


def free_ports(count: int) -> list[int]:
    """Return loopback ports that nobody listens on right now; another program may take one any moment."""
    sockets = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    try:
        return [int(sock.getsockname()[1]) for sock in sockets]
    finally:
        for sock in sockets:
            sock.close()
