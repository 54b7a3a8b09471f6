"""`python -m harness.dns`: its ready line, its ends, and what it says of bad options."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator

import dns.message
import dns.query
import pytest

from harness.dns.__main__ import main
from harness.dns.client import DnsRecords
from harness.dns.server import DnsServerAddress, DnsServerCommand
from harness.ports import PortInUseError, listen_for_dns, port_of
from tests.harness.server_process import Process, Start, starting


@pytest.fixture
def start() -> Iterator[Start]:
    with starting("harness.dns") as start:
        yield start


def ready(process: Process) -> dict[str, str]:
    assert process.stdout is not None
    return dict(json.loads(process.stdout.readline()))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_when_it_says_so_and_ends_cleanly(start: Start, number: signal.Signals) -> None:
    process = start()
    told = ready(process)
    host, port = told["dns"].split(":")
    with DnsRecords(told["http"], told["secret"]) as records:
        records.set_txt("a.example", "x", delay_ms=60_000)
        query = dns.message.make_query("a.example", "TXT")
        with socket.create_connection((host, int(port)), timeout=5) as tcp:
            dns.query.send_tcp(tcp, query)  # its answer, and the one by UDP, are due long after the end
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
                udp.sendto(query.to_wire(), (host, int(port)))
            records.check()
            process.send_signal(number)
            assert process.wait(30) == 0
    assert process.communicate() == ("", "")


def test_it_ends_with_its_parent(start: Start) -> None:
    process = start("--exit-with-parent")
    ready(process)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0


def test_the_addresses_are_known_before_it_has_started() -> None:
    with (
        DnsServerCommand() as command,
        subprocess.Popen(
            command.argv,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **command.env},
            pass_fds=command.pass_fds,
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert DnsServerAddress.read(line) == command.address
        assert "secret" not in json.loads(line), "a secret that was handed down goes into no log"
        process.terminate()


@pytest.mark.parametrize(
    "line", ["", "{}", "[]", '{"event": "ready"}', '{"event": "x", "dns": "", "http": ""}']
)
def test_any_other_line_is_not_its_ready_line(line: str) -> None:
    with pytest.raises(ValueError, match="not the DNS server's ready line"):
        DnsServerAddress.read(line)


def test_one_port_is_bound_for_both_protocols() -> None:
    udp, tcp = listen_for_dns()
    with udp, tcp:
        assert port_of(udp) == port_of(tcp)


def test_a_port_that_is_taken_for_udp_alone_is_no_port_for_dns() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(PortInUseError, match=r"for both UDP and TCP: .* with --dns-port"):
            listen_for_dns(port_of(taken), option="--dns-port")


@pytest.mark.parametrize("text", ["x", "-1", "65536", "²"])
def test_what_is_no_port_is_named(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([f"--dns-port={text}"])
    assert f"argument --dns-port: {text!r} is no port: 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["dns", "http"])
def test_a_port_in_use_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main([f"--{name}-port", str(port)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"port {port} is in use")
    assert f"--{name}-port" in err


def test_a_descriptor_that_is_no_socket_of_the_kind_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--http-listen-fd", "7777"]) == 1
    assert "--http-listen-fd 7777: no socket" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as tcp:
        spare = tcp.dup().detach()
        assert main(["--dns-fds", str(spare), str(tcp.fileno())]) == 1
    assert "not of the kind SOCK_DGRAM" in capsys.readouterr().err
