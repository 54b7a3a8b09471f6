"""The DNS server, asked by another implementation of DNS: whatever it answers is what DNS would answer."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import dns.edns
import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.query
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import pytest

from harness.dns.answers import Binary, Kind
from harness.dns.client import DnsRecords
from harness.dns.server import DnsServerAddress, DnsServerCommand
from harness.processes import ManagedProcess

if TYPE_CHECKING:
    from dns.message import Message

TIMEOUT = 10
LATE_MS = 400
LONG = "v=long " + "x" * 700


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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with DnsServerCommand() as command:
        process = ManagedProcess(
            command.argv,
            name="DNS server",
            log=tmp_path_factory.mktemp("dns") / "log",
            read_ready=DnsServerAddress.read,
            env=command.env,
            pass_fds=command.pass_fds,
        )
        process.start()
        address = command.address
    try:
        assert process.wait_ready() == address
        host, port = address.dns.split(":")
        with DnsRecords(address.url, command.secret) as records:
            yield Server(records, (host, int(port)))
    finally:
        assert process.stop() == 0, process.log_tail()
    assert process.log_tail() == [], "the server complained"


@pytest.fixture
def name() -> str:
    return f"name-{secrets.token_hex(6)}.example"


@pytest.fixture(params=["udp", "tcp"])
def ask(server: Server, request: pytest.FixtureRequest) -> Callable[[Message], Message]:
    return server.udp if request.param == "udp" else server.tcp


def question(name: str, kind: str = "TXT", **options: Any) -> Message:  # noqa: ANN401 - dnspython's own
    return dns.message.make_query(name, kind, **options)


def texts(answer: Message) -> list[tuple[bytes, ...]]:
    return sorted(tuple(record.strings) for rrset in answer.answer for record in rrset)


def test_records_and_their_strings_come_as_they_were_set(
    server: Server, ask: Callable[[Message], Message], name: str
) -> None:
    server.records.set_txt(name, "one", ("two", "parts"), "Grüße", Binary(base64=b"AP8K"), "", ("", "x"))
    answer = ask(question(name))
    assert answer.rcode() == dns.rcode.NOERROR
    assert answer.flags & dns.flags.QR
    assert answer.flags & dns.flags.RA
    assert not answer.flags & dns.flags.TC
    expected = [(b"one",), (b"two", b"parts"), ("Grüße".encode(),), (b"\x00\xff\n",), (b"",), (b"", b"x")]
    assert texts(answer) == sorted(expected)
    assert [rrset.name.to_text(omit_final_dot=True) for rrset in answer.answer] == [name]


def test_a_long_text_is_split_into_strings(server: Server, name: str) -> None:
    server.records.set_txt(name, "y" * 600)
    assert [len(string) for string in texts(server.tcp(question(name)))[0]] == [255, 255, 90]


def test_a_name_that_nobody_set_does_not_exist(ask: Callable[[Message], Message], name: str) -> None:
    answer = ask(question(name))
    assert answer.rcode() == dns.rcode.NXDOMAIN
    assert not answer.answer


def test_a_name_above_a_set_one_exists_and_one_below_does_not(server: Server, name: str) -> None:
    server.records.set_txt(f"www.{name}", "x")
    assert server.udp(question(name)).rcode() == dns.rcode.NOERROR
    assert not server.udp(question(name)).answer
    assert server.udp(question(f"a.www.{name}")).rcode() == dns.rcode.NXDOMAIN
    assert server.udp(question(f"x{name}")).rcode() == dns.rcode.NXDOMAIN


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("no-data", dns.rcode.NOERROR),
        ("no-such-name", dns.rcode.NXDOMAIN),
        ("server-failure", dns.rcode.SERVFAIL),
    ],
)
def test_the_ways_to_have_no_record(
    server: Server, ask: Callable[[Message], Message], name: str, kind: Kind, code: dns.rcode.Rcode
) -> None:
    server.records.set_kind(name, kind)
    answer = ask(question(name))
    assert (answer.rcode(), answer.answer) == (code, [])


@pytest.mark.parametrize("kind", ["A", "MX", "CNAME", "SOA", "TYPE65400"])
def test_other_types_have_no_data_where_there_is_a_text(
    server: Server, ask: Callable[[Message], Message], name: str, kind: str
) -> None:
    server.records.set_txt(name, "x")
    answer = ask(question(name, kind))
    assert (answer.rcode(), answer.answer) == (dns.rcode.NOERROR, [])


def test_any_type_gets_the_text(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    assert texts(server.tcp(question(name, "ANY"))) == [(b"x",)]


def test_what_is_set_again_replaces_and_what_is_cleared_is_gone(server: Server, name: str) -> None:
    server.records.set_txt(name, "first")
    server.records.set_txt(name, "second")
    assert texts(server.udp(question(name))) == [(b"second",)]
    server.records.clear(name)
    assert server.udp(question(name)).rcode() == dns.rcode.NXDOMAIN
    server.records.clear(name)  # nothing there: nothing to complain of


@pytest.mark.parametrize("spelling", [str.upper, str.title, lambda name: f"{name}."])
def test_case_and_trailing_dot_make_no_other_name(
    server: Server, name: str, spelling: Callable[[str], str]
) -> None:
    server.records.set_txt(spelling(name), "x")
    for asked in (name, name.upper(), name.swapcase()):
        answer = server.udp(question(asked))
        assert texts(answer) == [(b"x",)]
        # Resolvers vary the case to tell forged answers from true ones: it has to come back as it was.
        assert answer.question[0].name.labels == dns.name.from_text(asked).labels
        assert answer.answer[0].name.labels == dns.name.from_text(asked).labels


def test_a_name_in_another_script_is_set_as_its_a_label(server: Server, name: str) -> None:
    server.records.set_txt(f"BÜCHER-straße.{name}", "x")
    found = dns.name.from_unicode(f"bücher-straße.{name}", idna_codec=dns.name.IDNA_2008_Practical)
    assert texts(server.udp(dns.message.make_query(found, "TXT"))) == [(b"x",)]


def test_a_dot_inside_a_label_is_no_dot_between_labels(server: Server, name: str) -> None:
    server.records.set_txt(f"a.{name}", "x")
    inside = dns.name.Name([b"a." + name.split(".", maxsplit=1)[0].encode(), b"example", b""])
    assert server.udp(dns.message.make_query(inside, "TXT")).rcode() == dns.rcode.NXDOMAIN


# size


def test_what_does_not_fit_is_truncated_and_comes_whole_by_tcp(server: Server, name: str) -> None:
    server.records.set_txt(name, LONG)
    short = server.udp(question(name))
    assert short.flags & dns.flags.TC
    assert not short.answer
    answer, by_tcp = dns.query.udp_with_fallback(
        question(name), server.where[0], port=server.where[1], timeout=TIMEOUT
    )
    assert by_tcp
    assert b"".join(texts(answer)[0]) == LONG.encode()


def test_edns_makes_room(server: Server, name: str) -> None:
    server.records.set_txt(name, LONG)
    answer = server.udp(question(name, use_edns=0, payload=1232))
    assert b"".join(texts(answer)[0]) == LONG.encode()
    assert answer.edns == 0
    assert server.udp(question(name, use_edns=0, payload=600)).flags & dns.flags.TC
    assert server.udp(question(name, use_edns=0, payload=100)).flags & dns.flags.TC


def test_no_edns_in_the_answer_where_none_was_in_the_question(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    assert server.udp(question(name)).edns == -1
    assert server.udp(question(name, use_edns=0, want_dnssec=True)).edns == 0


def test_an_edns_version_to_come_is_refused(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    answer = server.udp(question(name, use_edns=1))
    assert answer.rcode() == dns.rcode.BADVERS
    assert answer.edns == 0


def test_unknown_edns_options_do_not_matter(server: Server, name: str) -> None:
    server.records.set_txt(name, "x")
    options = [dns.edns.GenericOption("65001", b"who knows"), dns.edns.GenericOption("COOKIE", b"12345678")]
    assert texts(server.udp(question(name, use_edns=0, options=options))) == [(b"x",)]


def test_many_records_fill_a_large_answer(server: Server, name: str) -> None:
    server.records.set_txt(name, *(f"record {number} {'z' * 200}" for number in range(250)))
    assert len(texts(server.tcp(question(name)))) == 250


def test_truncation_can_be_asked_for_however_short_the_answer(server: Server, name: str) -> None:
    server.records.set_txt(name, "short", truncated=True)
    assert server.udp(question(name, use_edns=0)).flags & dns.flags.TC
    answer = server.tcp(question(name))
    assert not answer.flags & dns.flags.TC
    assert texts(answer) == [(b"short",)]


# time


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


# what is no question


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
