"""How to start the DNS server, and what it says when it answers."""

from __future__ import annotations

import json
import secrets
import socket
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, Self

from harness.loopback import LOOPBACK
from harness.ports import listen, listen_for_dns, port_of

SECRET_VARIABLE: Final = "DNS_SECRET"  # noqa: S105 - the name of it


@dataclass(frozen=True, slots=True)
class DnsServerAddress:
    """Where queries go (`dns`, HOST:PORT, by UDP and TCP) and where names are set (`url`, no slash)."""

    dns: str
    url: str

    @classmethod
    def read(cls, line: str) -> Self:
        """Read the ready line; ValueError for any other line."""
        try:
            ready = json.loads(line)
            if ready["event"] == "ready":
                return cls(str(ready["dns"]), str(ready["http"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not the DNS server's ready line: {line!r}") from error
        raise ValueError(f"not the DNS server's ready line: {line!r}")


class DnsServerCommand:
    """A DNS server to start, on sockets that are bound here and held until the block ends.

    So its addresses are known at once, and what is asked before it answers waits in its sockets.
    """

    def __init__(self) -> None:
        self.secret: Final = secrets.token_urlsafe(32)
        self._sockets: tuple[socket.socket, ...] = ()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Raise PortInUseError where there is no port left."""
        with self._stack as stack:
            self._sockets = tuple(stack.enter_context(each) for each in (*listen_for_dns(), listen()))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def argv(self) -> list[str]:
        udp, tcp, http = (str(fd) for fd in self.pass_fds)
        return [
            *(sys.executable, "-m", "harness.dns", "--exit-with-parent"),
            *("--dns-fds", udp, tcp, "--http-listen-fd", http),
        ]

    @property
    def env(self) -> dict[str, str]:
        return {SECRET_VARIABLE: self.secret}

    @property
    def pass_fds(self) -> tuple[int, ...]:
        return tuple(each.fileno() for each in self._sockets)

    @property
    def address(self) -> DnsServerAddress:
        dns, http = (f"{LOOPBACK}:{port_of(each)}" for each in self._sockets[1:])
        return DnsServerAddress(dns, f"http://{http}")
