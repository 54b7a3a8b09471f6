"""What is no question, or none that the server answers, does it no harm."""

from __future__ import annotations

import socket

import dns.message
import dns.opcode
import dns.rcode
import dns.rdataclass
import pytest

from tests.contract.dns_queries import TIMEOUT, Server, question, texts


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"x",
        b"\x00" * 11,
        b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00",  # a question is announced, none comes
        b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\x10\x00\x01",  # a name that is itself
        b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x3fshort\x00\x00\x10\x00\x01",
        b"\x12\x34\x01\x00\xff\xff\xff\xff\xff\xff\xff\xff" + b"\xff" * 40,
        bytes(range(256)) * 4,
    ],
    ids=lambda packet: packet[:20].hex() or "empty",
)
def test_malformed_packets_are_ignored(server: Server, name: str, packet: bytes) -> None:
    with pytest.raises(TimeoutError):
        server.raw(packet, 0.1)
    with socket.create_connection(server.where, timeout=TIMEOUT) as sock:
        sock.sendall(len(packet).to_bytes(2) + packet)
        assert sock.recv(1) == b"", "the connection is closed"
    server.records.set_txt(name, "alive")
    assert texts(server.udp(question(name))) == [(b"alive",)]


def test_an_answer_is_no_question(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    answer = server.udp(question(name))
    with pytest.raises(TimeoutError):  # or two servers could keep each other busy for ever
        server.raw(answer.to_wire(), 0.1)


def test_other_operations_and_classes_are_refused(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    notify = question(name)
    notify.set_opcode(dns.opcode.NOTIFY)
    assert server.udp(notify).rcode() == dns.rcode.NOTIMP
    chaos = dns.message.make_query(name, "TXT", rdclass=dns.rdataclass.CH)
    assert server.udp(chaos).rcode() == dns.rcode.REFUSED


def test_two_questions_in_one_are_an_error(server: Server, name: str) -> None:
    query = question(name).to_wire()
    twice = query[:4] + b"\x00\x02" + query[6:] + query[12:]
    assert dns.message.from_wire(server.raw(twice, TIMEOUT)).rcode() == dns.rcode.FORMERR


def test_it_outlives_noise(server: Server, name: str) -> None:
    valid = question(name, use_edns=0).to_wire()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.connect(server.where)
        for at in range(len(valid)):
            for value in (0x00, 0x3F, 0x40, 0xC0, 0xFF):
                sock.send(valid[:at] + bytes([value]) + valid[at + 1 :])
            sock.send(valid[:at])
    server.records.set_txt(name, "alive")
    assert texts(server.tcp(question(name))) == [(b"alive",)]
