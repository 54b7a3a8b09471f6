"""A DNS server for the tests of a module, and a name that no other test sets."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from harness.dns.client import DnsRecords
from harness.dns.server import DnsServerAddress, DnsServerCommand
from harness.processes import ManagedProcess
from tests.contract.dns_queries import Server

if TYPE_CHECKING:
    from dns.message import Message


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
