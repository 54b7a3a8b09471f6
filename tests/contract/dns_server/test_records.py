"""What names answer, asked by another implementation of DNS: as DNS would answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.name
import dns.rcode
import pytest

from harness.dns.answers import Binary, Kind
from tests.contract.dns_queries import Server, question, texts

if TYPE_CHECKING:
    from dns.message import Message


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
