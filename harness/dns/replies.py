"""From a query's packet to the packet that answers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dnslib import (  # type: ignore[import-untyped]  # ships no type information
    CLASS,
    EDNS0,
    OPCODE,
    QTYPE,
    RCODE,
    RR,
    TXT,
    DNSError,
    DNSHeader,
    DNSRecord,
)
from dnslib.buffer import BufferError as PacketError  # type: ignore[import-untyped]  # likewise
from dnslib.label import DNSLabelError  # type: ignore[import-untyped]  # likewise

from harness.dns.answers import Kind
from harness.dns.names import Names

HEADER: Final = 12
"""Octets of a header: what is shorter is no message."""
PLAIN_UDP: Final = 512
"""Octets that a client without EDNS takes by UDP (RFC 1035, 4.2.1)."""
UDP: Final = 1232
"""Octets that this server sends by UDP at most, as is usual: no network has to split that."""
_BAD_VERSION: Final = 16
_RCODE_BITS: Final = 4
_ANY_CLASS: Final = 255
_CODES: Final[dict[Kind, int]] = {
    "records": RCODE.NOERROR,
    "no-data": RCODE.NOERROR,
    "no-such-name": RCODE.NXDOMAIN,
    "server-failure": RCODE.SERVFAIL,
}


class NoQueryError(ValueError):
    """What came is no query that could be answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A packet to send after `delay` seconds."""

    packet: bytes
    delay: float = 0


def reply_to(packet: bytes, names: Names, *, udp: bool) -> Reply | None:
    """Answer a query; None where the name answers nobody. Raises NoQueryError."""
    query = _read(packet)
    edns = next((record for record in query.ar if record.rtype == QTYPE.OPT), None)
    fault = _fault(query, edns)
    if fault is not None:
        return Reply(_refusal(query, fault, edns))
    answer = names.answer(tuple(label.lower() for label in query.q.qname.label))
    if answer.kind == "silence":
        return None
    reply = _empty(query, edns)
    reply.header.rcode = _CODES[answer.kind]
    if query.q.qtype in {QTYPE.TXT, QTYPE.ANY}:
        for strings in answer.records():
            reply.add_answer(RR(query.q.qname, QTYPE.TXT, rdata=TXT(list(strings))))
    made = bytes(reply.pack())
    limit = PLAIN_UDP if edns is None else max(PLAIN_UDP, min(UDP, edns.edns_len))
    if udp and (answer.truncated or len(made) > limit):
        reply = _empty(query, edns)
        reply.header.tc = 1
        made = bytes(reply.pack())
    return Reply(made, answer.delay_ms / 1000)


def _read(packet: bytes) -> DNSRecord:
    if len(packet) < HEADER:
        raise NoQueryError("shorter than a header")
    try:
        query = DNSRecord.parse(packet)
    except (DNSError, DNSLabelError, PacketError, ValueError, RecursionError) as error:
        raise NoQueryError(str(error)) from error
    if query.header.qr:
        raise NoQueryError("a response")
    return query


def _fault(query: DNSRecord, edns: RR | None) -> int | None:
    """Return the response code for a query that asks in a way that is not understood here."""
    if query.header.opcode != OPCODE.QUERY:
        return int(RCODE.NOTIMP)
    if len(query.questions) != 1:
        return int(RCODE.FORMERR)
    if edns is not None and edns.edns_ver != 0:
        return _BAD_VERSION
    return None if query.q.qclass in {CLASS.IN, _ANY_CLASS} else int(RCODE.REFUSED)


def _empty(query: DNSRecord, edns: RR | None) -> DNSRecord:
    """Make a reply without records; the question goes back in the letters it came in."""
    reply = DNSRecord(
        DNSHeader(id=query.header.id, bitmap=0, qr=1, aa=0, rd=query.header.rd, ra=1),
        questions=query.questions[:1],
    )
    reply.header.opcode = query.header.opcode
    if edns is not None:
        reply.add_ar(EDNS0(udp_len=UDP))
    return reply


def _refusal(query: DNSRecord, code: int, edns: RR | None) -> bytes:
    reply = _empty(query, None)
    reply.header.rcode = code & 0xF
    if edns is not None:  # has the bits of the code that the header has no place for
        reply.add_ar(EDNS0(udp_len=UDP, ext_rcode=code >> _RCODE_BITS))
    return bytes(reply.pack())
