"""How the tests ask the DNS server, and read what it answers."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dns.message
import dns.query

if TYPE_CHECKING:
    from dns.message import Message

    from harness.dns.client import DnsRecords

TIMEOUT = 10


@dataclass(frozen=True)
class Server:
    """The running server, and how to ask it."""

    records: DnsRecords
    where: tuple[str, int]

    def udp(self, query: Message) -> Message:
        return dns.query.udp(query, self.where[0], port=self.where[1], timeout=TIMEOUT)

    def tcp(self, query: Message) -> Message:
        return dns.query.tcp(query, self.where[0], port=self.where[1], timeout=TIMEOUT)

    def raw(self, packet: bytes, timeout: float) -> bytes:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(timeout)
            sock.connect(self.where)
            sock.send(packet)
            return sock.recv(65535)


def question(name: str, kind: str = "TXT", **options: Any) -> Message:  # noqa: ANN401 - dnspython's own
    return dns.message.make_query(name, kind, **options)


def texts(answer: Message) -> list[tuple[bytes, ...]]:
    return sorted(tuple(record.strings) for rrset in answer.answer for record in rrset)
