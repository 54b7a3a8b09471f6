"""`python -m harness.mail`: its ready line, its ends, and what it says of bad options."""

from __future__ import annotations

import json
import os
import pty
import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from harness.mail.__main__ import main
from harness.mail.server import ReadyLine, embedded_command
from tests.harness.server_process import Process, Start, starting


@pytest.fixture
def start() -> Iterator[Start]:
    with starting("harness.mail") as start:
        yield start


def addresses(process: Process) -> tuple[tuple[str, int], str]:
    assert process.stdout is not None
    address = ReadyLine().address(process.stdout.readline())
    return (address.smtp_host, address.smtp_port), address.url


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_when_it_says_so_and_ends_cleanly(start: Start, number: signal.Signals) -> None:
    process = start()
    smtp_address, url = addresses(process)
    with smtplib.SMTP(*smtp_address) as smtp:
        smtp.sendmail("a@x.test", ["b@x.test"], b"Subject: s\r\n\r\nx\r\n")
        assert httpx.get(f"{url}/api/v1/info", trust_env=False).json()["Messages"] == 1
        process.send_signal(number)  # with the connection still open
        assert process.wait(30) == 0
        with pytest.raises(smtplib.SMTPServerDisconnected):
            smtp.noop()
    assert process.communicate() == ("", "")


def test_it_ends_with_its_parent(start: Start) -> None:
    process = start("--exit-with-parent")
    addresses(process)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0


def test_without_that_option_stdin_does_not_matter(start: Start) -> None:
    process = start()
    _, url = addresses(process)
    assert process.stdin is not None
    process.stdin.close()
    assert httpx.get(f"{url}/readyz", trust_env=False).is_success
    process.terminate()
    assert process.wait(30) == 0


def test_it_takes_sockets_that_listen_already(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as smtp, socket.create_server(("127.0.0.1", 0)) as http:
        command = embedded_command(smtp_listen_fd=smtp.fileno(), http_listen_fd=http.fileno())
        process = start(*command.argv[3:], fds=command.pass_fds)
        smtp_address, url = addresses(process)
        assert smtp_address == smtp.getsockname()
        assert url == "http://{}:{}".format(*http.getsockname())
    process.terminate()
    assert process.wait(30) == 0


@pytest.mark.parametrize("name", ["smtp", "http"])
def test_a_port_in_use_is_named(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main([f"--{name}-port", str(port)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"port {port} is in use: ")
    assert f"--{name}-port" in err
    assert err.count("\n") == 1


def test_a_descriptor_that_is_no_socket_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--smtp-listen-fd", "7777"]) == 1
    assert "--smtp-listen-fd 7777: " in capsys.readouterr().err


def test_a_host_that_is_not_here_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1"]) == 1
    assert capsys.readouterr().err.startswith("cannot listen on 192.0.2.1:0: ")


@pytest.mark.parametrize("options", [["--smtp-port", "x"], ["--http-port", "99999"], ["--wrong"]])
def test_a_bad_option_is_named(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert options[0] in capsys.readouterr().err


def test_on_a_terminal_it_says_it_in_words_too() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "harness.mail"], stdin=theirs, stdout=theirs) as process:
        os.close(theirs)
        with open(ours) as terminal:  # noqa: PTH123 - a descriptor has no path
            ready = json.loads(terminal.readline())
            words = terminal.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
    assert ready["http"] in words
    assert "Ctrl-C" in words
