"""Looking up TXT records at a name server."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from dnslib import RCODE  # type: ignore[import-untyped]  # ships no type information

from portal.dns import Failure, LookUpError, LookUps
from tests.portal.name_server import NameServer, name_server

TIMEOUT = 1.5


@pytest.fixture(scope="module")
def server() -> Iterator[NameServer]:
    with name_server() as running:
        yield running


def ask_at(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    config = dataclasses.replace(settings.PORTAL, dns=("127.0.0.1", port), dns_timeout=TIMEOUT)
    monkeypatch.setattr(settings, "PORTAL", config)


@pytest.fixture(autouse=True)
def configured(server: NameServer, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_at(monkeypatch, server.port)


def failure_of(name: str) -> Failure:
    with pytest.raises(LookUpError) as caught:
        LookUps().texts(name)
    return caught.value.failure


def test_the_strings_of_a_record_are_one_text(server: NameServer) -> None:
    server.texts["many.example"] = [[b"one"], [b"in ", b"three", b" parts"], [b"\xff\x00"], [b""]]
    expected = [b"", b"in three parts", b"one", b"\xff\x00"]
    assert sorted(LookUps().texts("many.example")) == expected


def test_an_answer_too_long_for_udp_is_read_whole(server: NameServer) -> None:
    server.texts["long.example"] = [[bytes([65 + number]) * 250] for number in range(20)]
    assert len(LookUps().texts("long.example")) == 20


def test_exactly_the_name_is_asked_for(server: NameServer) -> None:
    server.codes["exact.example"] = RCODE.NXDOMAIN
    server.asked.clear()
    assert failure_of("exact.example") is Failure.NO_SUCH_NAME
    assert set(server.asked) == {"exact.example"}


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        (RCODE.NXDOMAIN, Failure.NO_SUCH_NAME),
        (RCODE.NOERROR, Failure.NO_RECORD),
        (RCODE.SERVFAIL, Failure.SERVER_FAILURE),
        (RCODE.REFUSED, Failure.SERVER_FAILURE),
        (RCODE.FORMERR, Failure.SERVER_FAILURE),
        (RCODE.NOTIMP, Failure.SERVER_FAILURE),
    ],
)
def test_the_ways_to_fail_are_told_apart(server: NameServer, code: int, failure: Failure) -> None:
    server.codes["failing.example"] = code
    assert failure_of("failing.example") is failure


def test_all_look_ups_together_end_in_time(server: NameServer) -> None:
    server.silent |= {"silent.example", "also-silent.example"}
    started = time.monotonic()
    look_ups = LookUps()
    for name in ("silent.example", "also-silent.example"):
        with pytest.raises(LookUpError, match="too-late"):
            look_ups.texts(name)
    # One after the other they would take twice as long, and that is as far as a busy machine may go.
    assert TIMEOUT * 0.9 <= time.monotonic() - started < TIMEOUT * 2


def test_where_nobody_answers_it_is_the_servers_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    ask_at(monkeypatch, port)
    assert failure_of("any.example") in {Failure.SERVER_FAILURE, Failure.TOO_LATE}
