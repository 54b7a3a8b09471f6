"""The process: how it starts, what it says, how it stops."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from portal import server
from portal.__main__ import main, parser
from tests.portal.live import ROOT, TIMEOUT, command, environment
from tests.portal.processes import run, started

UNUSED_DESCRIPTOR = 1_000
FRAMEWORK = "import django.core.management, django.db.models, django.forms, django.template"
"""What to import to measure how fast this machine starts things."""
PROMPT = server.STOP_SECONDS + 5
"""Seconds: far from those that a request hangs at a mail server, and in reach of a busy machine."""


def test_the_ready_line_is_all_it_prints(tmp_path: Path) -> None:
    with started("--log", str(tmp_path / "log")) as (process, ready):
        port = ready["port"]
        assert ready == {
            "event": "ready",
            "port": port,
            "origins": {
                "program": f"http://hup.localhost:{port}",
                "account": f"http://account.localhost:{port}",
                "store": f"http://store.localhost:{port}",
                "admin": f"http://admin.localhost:{port}",
                "business": f"http://business.localhost:{port}",
                "control": f"http://127.0.0.1:{port}",
            },
        }
        answer = httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": f"hup.localhost:{port}"})
        assert answer.status_code == 200
        process.terminate()
        output, errors = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, output, errors) == (0, "", "")
    (line,) = (tmp_path / "log").read_text().splitlines()
    assert json.loads(line)["status"] == 200


def children_seconds() -> float:
    """How long processors have worked for the processes that this one started and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with started(folder=tmp_path) as (process, _ready):
        (folder,) = tmp_path.iterdir()
        assert (folder / "portal.sqlite3").exists()
        began = time.perf_counter()
        process.send_signal(number)
        assert process.wait(TIMEOUT) == 0
        assert time.perf_counter() - began < PROMPT
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert list(tmp_path.iterdir()) == []


def test_start_and_stop_cost_little_beside_what_the_portal_is_made_of() -> None:
    # Not by the clock, for other tests may have the processors meanwhile; nor by seconds of work, for one
    # machine is twice as fast as another. The least of three is what it costs with nothing in its way: twice
    # the framework.
    portal, framework = [], []
    for _ in range(3):
        began_with = children_seconds()
        with started() as (process, _ready):
            process.terminate()
            assert process.wait(TIMEOUT) == 0
        ended_with = children_seconds()
        subprocess.run([sys.executable, "-c", FRAMEWORK], check=True)
        portal.append(ended_with - began_with)
        framework.append(children_seconds() - ended_with)
    assert min(portal) < 3 * min(framework)


def test_it_stops_as_cleanly_when_it_is_told_again_and_again(tmp_path: Path) -> None:
    with started(folder=tmp_path) as (process, _ready):
        while process.poll() is None:
            process.terminate()
        assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_the_end_of_its_input_stops_it(tmp_path: Path) -> None:
    with started("--exit-with-parent", folder=tmp_path) as (process, _ready):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(TIMEOUT) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_request_that_hangs_does_not_keep_it(tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        subprocess.Popen(
            command("--smtp", f"127.0.0.1:{silent.getsockname()[1]}", "--log", str(tmp_path / "log")),
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        port = json.loads(process.stdout.readline())["port"]
        headers = {"Host": f"hup.localhost:{port}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            page = client.get("/get-started/").text
            token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
            body = httpx.Request(
                "POST",
                f"http://127.0.0.1:{port}/get-started/",
                data={"csrfmiddlewaretoken": token, "email": "anna@contoso.example"},
                headers=headers | {"Cookie": f"csrf={client.cookies['csrf']}"},
            )
            with socket.create_connection(("127.0.0.1", port)) as connection:
                head = "".join(f"{name}: {value}\r\n" for name, value in body.headers.items())
                connection.sendall(f"POST /get-started/ HTTP/1.1\r\n{head}\r\n".encode() + body.read())
                waiting, _address = silent.accept()
                with waiting:
                    began = time.perf_counter()
                    process.terminate()
                    assert process.wait(TIMEOUT) == 0
                    assert time.perf_counter() - began < PROMPT


def test_it_serves_a_socket_that_it_inherits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.fileno()
        with started("--listen-fd", str(number), pass_fds=(number,)) as (_process, ready):
            assert ready["port"] == listener.getsockname()[1]
            port = ready["port"]
            headers = {"Host": f"store.localhost:{port}"}
            assert httpx.get(f"http://127.0.0.1:{port}/", headers=headers).status_code == 302


def test_addresses_have_the_port_that_people_are_told() -> None:
    with started("--public-port", "8080", secret="s" * 20) as (_process, ready):
        port, origins = ready["port"], ready["origins"]
        assert port != 8080
        assert isinstance(origins, dict)
        assert origins["store"] == "http://store.localhost:8080"
        assert origins["control"] == f"http://127.0.0.1:{port}"
        page = httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": "hup.localhost:8080"})
        assert page.status_code == 200
        asked_past_it = httpx.get(f"http://127.0.0.1:{port}/", headers={"Host": f"hup.localhost:{port}"})
        assert asked_past_it.status_code == 400
        caller = {"Authorization": "Bearer " + "s" * 20}
        assert httpx.get(f"http://127.0.0.1:{port}/control/info", headers=caller).status_code == 200


@pytest.mark.parametrize("kind", ["missing", "not listening", "a file", "not on loopback"])
def test_what_it_cannot_inherit(kind: str, tmp_path: Path) -> None:
    with socket.socket() as plain, (tmp_path / "file").open("w") as file, socket.socket() as wide:
        wide.bind(("0.0.0.0", 0))  # noqa: S104  # what is to be refused
        wide.listen()
        number = {
            "missing": UNUSED_DESCRIPTOR,
            "not listening": plain.fileno(),
            "a file": file.fileno(),
            "not on loopback": wide.fileno(),
        }[kind]
        if kind != "missing":
            # A copy, since the portal closes what it was given.
            number = os.dup(number)
        with pytest.raises(server.StartError, match=rf"^--listen-fd {number} [^\n]+$"):
            server.inherited_socket(number)
        if kind == "a file":
            os.close(number)


def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed = run("--smtp", "none", "--port", str(port))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith(f"portal: port {port} is in use: ")
    assert len(failed.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "the following arguments are required: --smtp"),
        (("--smtp", "nowhere"), "must be HOST:PORT, such as 127.0.0.1:1025, or none"),
        (("--smtp", "127.0.0.1:0"), "must be HOST:PORT"),
        (("--smtp", "none", "--port", "70000"), "must be a number from 0 to 65535"),
        (("--smtp", "none", "--port", "-1"), "must be a number from 0 to 65535"),
        (("--smtp", "none", "--host", "192.0.2.1"), "must be one of 127.0.0.1, ::1, localhost"),
        (("--smtp", "none", "--listen-fd", "-1"), "must be a file descriptor"),
        (("--smtp", "none", "--listen-fd", "x"), "must be a file descriptor"),
        (("--smtp", "none", "--dns", "127.0.0.1"), "must be an IP address and a port"),
        (("--smtp", "none", "--dns", "ns.example:53"), "must be an IP address and a port"),
        (("--smtp", "none", "--dns-timeout", "0"), "must be seconds, more than 0 and up to 60"),
        (("--smtp", "none", "--dns-timeout", "nan"), "must be seconds"),
        (("--smtp", "none", "--colour"), "unrecognized arguments: --colour"),
        (("--smt", "none"), "the following arguments are required: --smtp"),
    ],
)
def test_bad_options_are_refused(
    options: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(list(options))
    printed = capsys.readouterr()
    assert (exited.value.code, printed.out) == (2, "")
    (line,) = printed.err.splitlines()
    assert line.startswith("portal: ")
    assert message in line


def test_help_tells_of_every_option_and_the_environment() -> None:
    asked = run("--help")
    assert (asked.returncode, asked.stderr) == (0, "")
    options = {word for action in parser()._actions for word in action.option_strings}
    assert {"--host", "--public-port", "--fault"} < options
    assert all(option in asked.stdout for option in options)
    assert "PORTAL_CONTROL_SECRET" in asked.stdout


def test_the_secret_comes_from_the_environment_and_input_may_end() -> None:
    with started(secret="hidden") as (process, ready):
        assert process.stdin is not None
        process.stdin.close()
        url = f"http://127.0.0.1:{ready['port']}/control/info"
        assert httpx.get(url, headers={"Authorization": "Bearer hidden"}).status_code == 200
        assert httpx.get(url, headers={"Authorization": "Bearer other"}).status_code == 401
        assert process.poll() is None


def test_without_a_mail_server_the_log_has_the_mail(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with started("--log", str(log)) as (_process, ready):
        port = ready["port"]
        headers = {"Host": f"hup.localhost:{port}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers) as client:
            page = client.get("/get-started/").text
            token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
            client.post(
                "/get-started/",
                data={"csrfmiddlewaretoken": token, "email": "anna@contoso.example"},
                headers={"Cookie": f"csrf={client.cookies['csrf']}"},
            )
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    (mail,) = [line["mail"] for line in lines if "mail" in line]
    assert mail.startswith("Hello,")
