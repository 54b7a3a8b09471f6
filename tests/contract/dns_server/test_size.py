"""What fits into an answer, and what becomes of the rest."""

from __future__ import annotations

import dns.edns
import dns.flags
import dns.query
import dns.rcode

from tests.contract.dns_queries import TIMEOUT, Server, question, texts

LONG = "v=long " + "x" * 700


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
