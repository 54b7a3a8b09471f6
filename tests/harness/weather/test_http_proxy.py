"""Between browser and portal, over real sockets."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from harness.weather.kinds import DROPPED_NET, SLOW_NET
from tests.harness.weather.conftest import SOON, MakeWeather, Running, Strong

BROWSER = {"User-Agent": "Mozilla/5.0", "X-Request-ID": "run-1"}


class _Portal(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[tuple[str, str, bytes]]] = []
    """Command, Host and body of each request."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.seen.append((self.command, self.headers["Host"], self.rfile.read(length)))
        body = f"{self.client_address[1]}".encode()  # which connection it came by
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_POST = do_HEAD = do_GET  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def portal() -> Iterator[tuple[str, int]]:
    _Portal.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Portal) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield ("127.0.0.1", server.server_port)
        server.shutdown()
        thread.join()


def connected(running: Running) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(*running.http, timeout=SOON)


def test_requests_and_answers_pass_unchanged(weather: MakeWeather, portal: tuple[str, int]) -> None:
    connection = connected(weather(portal=portal))
    for method, body in (("GET", None), ("POST", b"x" * 200_000), ("HEAD", None), ("GET", None)):
        connection.request(method, "/", body, {"Host": "hup.localhost:8000", **BROWSER})
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
    connection.close()
    assert [(method, host, len(body)) for method, host, body in _Portal.seen] == [
        ("GET", "hup.localhost:8000", 0),
        ("POST", "hup.localhost:8000", 200_000),
        ("HEAD", "hup.localhost:8000", 0),
        ("GET", "hup.localhost:8000", 0),
    ]


def test_what_is_no_good_http_passes_as_it_is(weather: MakeWeather) -> None:
    bad = b"GET / HTTP/1.1\r\nbad header\x00\r\n\r\nrest"
    with socket.create_server(("127.0.0.1", 0)) as portal:
        running = weather(SLOW_NET, DROPPED_NET, portal=portal.getsockname())
        with socket.create_connection(running.http, timeout=SOON) as client:
            client.sendall(bad)
            there, _ = portal.accept()
            with there:
                there.settimeout(SOON)
                received = b""
                while len(received) < len(bad):
                    received += there.recv(1024)
                there.sendall(b"no HTTP either")
            answer = b""
            while piece := client.recv(1024):
                answer += piece
    assert received == bad
    assert answer == b"no HTTP either"


def test_a_browser_waits_and_whoever_is_none_does_not(
    weather: MakeWeather, portal: tuple[str, int], strong: Strong
) -> None:
    strong(SLOW_NET, amount=0.3)
    running = weather(SLOW_NET, portal=portal)
    took = []
    for headers in (BROWSER, {"User-Agent": "python-httpx/1"}):
        connection = connected(running)
        began = time.monotonic()
        connection.request("GET", "/", headers=headers)
        connection.getresponse().read()
        took.append(time.monotonic() - began)
        connection.close()
    assert took[0] >= 0.3
    assert [(entry["request_id"], entry["seconds"]) for entry in running.diary] == [("run-1", 0.3)]


def test_an_idle_connection_is_closed_after_a_whole_answer(
    weather: MakeWeather, portal: tuple[str, int], strong: Strong
) -> None:
    strong(DROPPED_NET)
    running = weather(DROPPED_NET, portal=portal)
    with socket.create_connection(running.http, timeout=SOON) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: Mozilla/5.0\r\n\r\n")
        answer = b""
        while piece := client.recv(1024):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"onnection: close" not in head, "it must come unannounced"
    assert body.isdigit()
    assert running.told() == ["a connection closed between two requests"]


def test_without_that_kind_a_connection_lives_on(weather: MakeWeather, portal: tuple[str, int]) -> None:
    connection = connected(weather(SLOW_NET, portal=portal))
    ports = set()
    for _ in range(5):
        connection.request("GET", "/", headers=BROWSER)
        ports.add(connection.getresponse().read())
    connection.close()
    assert len(ports) == 1


def test_a_portal_that_is_gone_is_not_made_up_for(weather: MakeWeather) -> None:
    connection = connected(weather())
    connection.request("GET", "/", headers=BROWSER)
    with pytest.raises(ConnectionError):  # RemoteDisconnected is one, too
        connection.getresponse()
    connection.close()
