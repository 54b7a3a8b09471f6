"""Answers that come late, never, or many at once; none waits for another."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import dns.exception
import dns.message
import dns.query
import pytest

from tests.contract.dns_queries import TIMEOUT, Server, question, texts

if TYPE_CHECKING:
    from dns.message import Message

LATE_MS = 400


def test_a_late_answer_comes_late_and_delays_no_other(
    server: Server, ask: Callable[[Message], Message], name: str
) -> None:
    server.records.set_txt(name, "late", delay_ms=LATE_MS)
    server.records.set_txt(f"quick-{name}", "quick")
    with ThreadPoolExecutor() as pool:
        started = time.monotonic()
        late = pool.submit(ask, question(name))
        for _ in range(20):
            assert texts(ask(question(f"quick-{name}"))) == [(b"quick",)]
        assert not late.done()
        assert texts(late.result()) == [(b"late",)]
        assert time.monotonic() - started >= LATE_MS / 1000


def test_silence_is_no_answer_and_silences_nobody_else(server: Server, name: str) -> None:
    server.records.set_kind(name, "silence")
    server.records.set_txt(f"x{name}", "x")
    with pytest.raises(dns.exception.Timeout):
        dns.query.udp(question(name), server.where[0], port=server.where[1], timeout=0.2)
    with pytest.raises(dns.exception.Timeout):
        dns.query.tcp(question(name), server.where[0], port=server.where[1], timeout=0.2)
    assert texts(server.udp(question(f"x{name}"))) == [(b"x",)]


def test_hundreds_at_once_each_get_their_own(server: Server, name: str) -> None:
    names = [f"n{number}.{name}" for number in range(200)]
    for each in names:
        server.records.set_txt(each, each)
    packets = [question(each).to_wire() for each in names]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(TIMEOUT)
        sock.connect(server.where)
        for packet in packets:
            sock.send(packet)
        answers = [dns.message.from_wire(sock.recv(4096)) for _ in packets]
    assert {texts(answer)[0][0].decode() for answer in answers} == set(names)


def test_several_queries_on_one_connection_in_pieces(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    queries = [question(name).to_wire() for _ in range(3)]
    stream = b"".join(len(query).to_bytes(2) + query for query in queries)
    with socket.create_connection(server.where, timeout=TIMEOUT) as sock:
        for at in range(0, len(stream), 5):
            sock.sendall(stream[at : at + 5])
        answers = [dns.query.receive_tcp(sock)[0] for _ in queries]
    assert [answer.id for answer in answers] == [int.from_bytes(query[:2]) for query in queries]
