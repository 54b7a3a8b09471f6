"""DNS as the portal's tests want it: within this process, or as a server that is asked over the network."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dnslib import QTYPE, RR, TXT, DNSRecord  # type: ignore[import-untyped]  # ships no type information
from dnslib.server import DNSServer  # type: ignore[import-untyped]  # likewise

from portal.dns import Failure, LookUpError


@dataclass
class Zone:
    """Stands in for the portal's look-ups; a name that was told nothing does not exist."""

    texts: dict[str, list[bytes]] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None
    """Called before each answer."""

    def answer(self, name: str) -> list[bytes]:
        """Do as `portal.dns.LookUps.texts` does."""
        self.asked.append(name)
        self.meanwhile()
        if name in self.texts:
            return self.texts[name]
        raise LookUpError(name, self.failures.get(name, Failure.NO_SUCH_NAME))


@dataclass
class NameServer:
    """A running one: each name has its records, as lists of strings, or a code to answer with instead."""

    port: int = 0
    texts: dict[str, list[list[bytes]]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def resolve(self, request: DNSRecord, _handler: Any) -> DNSRecord:  # noqa: ANN401  # dnslib's own
        """Answer one query; the name is dnslib's."""
        name = str(request.q.qname).lower().removesuffix(".")
        self.asked.append(name)
        if name in self.silent:
            self.stopping.wait()
        reply = request.reply()
        reply.header.rcode = self.codes.get(name, 0)
        for strings in self.texts.get(name, []):
            reply.add_answer(RR(request.q.qname, QTYPE.TXT, rdata=TXT(strings)))
        return reply


@contextlib.contextmanager
def name_server() -> Iterator[NameServer]:
    """A name server on one port, by UDP and TCP."""
    made = NameServer()
    udp = DNSServer(made, address="127.0.0.1", port=0)
    made.port = udp.server.server_address[1]
    tcp = DNSServer(made, address="127.0.0.1", port=made.port, tcp=True)
    for server in (udp, tcp):
        server.start_thread()
    try:
        yield made
    finally:
        made.stopping.set()
        for server in (udp, tcp):
            server.stop()
            server.server.server_close()
