"""Names under .localhost reach this machine, whatever the system's resolver thinks of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from harness.loopback import LoopbackTransport, is_localhost_name


class Echo(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.headers["Host"].encode()
        self.send_response(302 if self.path == "/away" else 200)
        self.send_header("Location", "/")
        self.send_header("Set-Cookie", "seen=yes; Path=/")
        self.send_header("X-Cookie", self.headers.get("Cookie", ""))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        del format, args


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Echo) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["hup.localhost", "store.localhost", "localhost"])
def test_the_host_header_keeps_the_name(port: int, name: str) -> None:
    with httpx.Client(transport=LoopbackTransport()) as http:
        assert http.get(f"http://{name}:{port}/").text == f"{name}:{port}"


def test_redirects_and_cookies_belong_to_the_name(port: int) -> None:
    with httpx.Client(transport=LoopbackTransport(), follow_redirects=True) as http:
        answer = http.get(f"http://hup.localhost:{port}/away")
        assert str(answer.url) == f"http://hup.localhost:{port}/"
        assert answer.headers["X-Cookie"] == "seen=yes"
        assert http.get(f"http://store.localhost:{port}/").headers["X-Cookie"] == ""


def test_only_names_of_this_machine_are_loopback() -> None:
    assert is_localhost_name("hup.localhost")
    assert not is_localhost_name("hup.localhost.example")
    assert not is_localhost_name("notlocalhost")
