"""What goes wrong between the tests and their mail server is said, with what to do about it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from harness.mail.events import MailEvents
from harness.mail.inbox import Inbox, MailNotFoundError
from harness.mail.mailpit_client import MailpitClient, MailServerError
from harness.mail.server import (
    MailServerAddress,
    MailServerChoice,
    MailServerCommand,
    MailServerUnavailableError,
    ReadyLine,
    ReadyProbe,
    choose_mail_server,
    free_ports,
)


class Answers(BaseHTTPRequestHandler):
    """Answers every request alike, and notes it."""

    protocol_version = "HTTP/1.1"
    status = 200
    body = b""
    requests: list[tuple[str, str | None]]
    drops = 0

    def do_GET(self) -> None:
        type(self).requests.append((self.path, self.headers["Authorization"]))
        if type(self).drops:
            type(self).drops -= 1
            self.close_connection = True
            return
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


Serve = Callable[..., tuple[str, type[Answers]]]


@pytest.fixture
def serve() -> Iterator[Serve]:
    servers = []

    def start(status: int, body: bytes, drops: int = 0) -> tuple[str, type[Answers]]:
        fields = {"status": status, "body": body, "requests": [], "drops": drops}
        handler: type[Answers] = type("Configured", (Answers,), fields)
        server = HTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        servers.append((server, thread))
        return "http://{}:{}".format(*server.server_address), handler

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def test_nobody_there() -> None:
    url = f"http://127.0.0.1:{free_ports(1)[0]}"
    with MailpitClient(url) as client:
        assert not client.ready()
        with pytest.raises(MailServerError, match=rf"mail server at {url} does not answer \(.*\(MAILPIT_URL"):
            client.info()


@pytest.mark.parametrize(
    "body", [b"<html>a website", b"{}", b"[]", b'{"messages": [{"ID": 1}]}', b"null", b"\xff"]
)
def test_something_else_is_there(serve: Serve, body: bytes) -> None:
    url, _ = serve(200, body)
    with MailpitClient(url) as client:
        for call in (client.info, client.messages, lambda: client.search("x")):
            with pytest.raises(MailServerError, match=f"{url}/api/v1/.* answers, but not as Mailpit does"):
                call()


@pytest.mark.parametrize("status", [301, 400, 500, 503])
def test_an_error_is_quoted(serve: Serve, status: int) -> None:
    url, _ = serve(status, b"what  is\nwrong " + b"x" * 500)
    with (
        MailpitClient(url) as client,
        pytest.raises(MailServerError, match=f"{status}: 'what is wrong x+\u2026'"),
    ):
        client.info()


def test_a_password_is_asked_for(serve: Serve) -> None:
    url, _ = serve(401, b"Unauthorized.")
    with MailpitClient(url) as client, pytest.raises(MailServerError, match="user:password@host"):
        client.info()


def test_a_password_of_the_address_is_sent_and_never_shown(serve: Serve) -> None:
    url, handler = serve(500, b"broken")
    with MailpitClient(url.replace("//", "//ann:s%40cret@") + "/mail/") as client:
        assert client.url == f"{url}/mail"
        with pytest.raises(MailServerError) as failed:
            client.info()
        assert "cret" not in str(failed.value)
    assert handler.requests == [("/mail/api/v1/info", "Basic YW5uOnNAY3JldA==")]


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:8025", "ftp://127.0.0.1", "http://", "http://[", "http://a:b:c"]
)
def test_a_malformed_address_is_refused(url: str) -> None:
    with pytest.raises(MailServerError, match="address"):
        MailpitClient(url)


def test_a_connection_closed_while_idle_is_made_anew(serve: Serve) -> None:
    url, handler = serve(200, b'{"messages": []}', drops=1)
    with MailpitClient(url) as client:
        assert client.messages() == []
    assert len(handler.requests) == 2


def test_a_server_that_always_hangs_up_is_reported(serve: Serve) -> None:
    url, _ = serve(200, b"", drops=9)
    with MailpitClient(url) as client, pytest.raises(MailServerError, match="does not answer"):
        client.info()


def test_events_of_no_server_leave_nothing_behind() -> None:
    threads = threading.active_count()
    with MailpitClient(f"http://127.0.0.1:{free_ports(1)[0]}") as client:
        events = MailEvents(client)
        with events.watch() as news:
            assert news.wait(5)
        assert events.interruptions
        assert not events.connected.is_set()
        events.close()
        events.close()
    assert threading.active_count() == threads


def test_a_server_lost_during_a_wait_is_named(serve: Serve) -> None:
    url, handler = serve(200, b'{"messages": []}')
    with Inbox.open(url) as inbox:
        assert inbox.first_within("ann@x.test", 0) is None
        handler.drops = 1000
        with pytest.raises(MailServerError, match="does not answer"):
            inbox.wait_for("ann@x.test", timeout=5)
        handler.drops = 0
        with pytest.raises(MailNotFoundError, match=r"the mail server is gone: .* not as Mailpit does"):
            inbox.wait_for("ann@x.test", timeout=0)


INSTALLED = "/opt/mailpit"
EXTERNAL = MailServerAddress("mail.test", 1025, "http://mail.test:8025")


@pytest.mark.parametrize(
    ("choice", "external", "installed", "name"),
    [
        ("auto", None, None, "embedded catcher"),
        ("auto", None, INSTALLED, "Mailpit"),
        ("auto", EXTERNAL, INSTALLED, EXTERNAL),
        ("mailpit", None, INSTALLED, "Mailpit"),
        ("mailpit", EXTERNAL, None, EXTERNAL),
        ("embedded", EXTERNAL, INSTALLED, "embedded catcher"),
    ],
)
def test_the_choice_of_server(
    tmp_path: Path, choice: str, external: MailServerAddress | None, installed: str | None, name: object
) -> None:
    chosen = choose_mail_server(
        MailServerChoice(choice),
        external=external,
        directory=tmp_path,
        which=lambda _: installed,
    )
    assert (chosen.name if isinstance(chosen, MailServerCommand) else chosen) == name


def test_mailpit_without_mailpit_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MailServerUnavailableError, match=r"(?s)releases.*image.*--mail embedded"):
        choose_mail_server(MailServerChoice.MAILPIT, external=None, directory=tmp_path, which=lambda _: None)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{}",
        "[]",
        "null",
        "words",
        '{"event": "ready"}',
        '{"event": "x", "smtp": "a:1", "http": "b"}',
        '{"event": "ready", "smtp": "a", "http": "b"}',
    ],
)
def test_other_lines_are_no_ready_line(line: str) -> None:
    with pytest.raises(ValueError, match="ready line"):
        ReadyLine().address(line)


def test_a_probe_wants_both_halves(serve: Serve) -> None:
    url, _ = serve(200, b"ok")
    assert not ReadyProbe(MailServerAddress("127.0.0.1", free_ports(1)[0], url)).answers()
    unready, _ = serve(500, b"")
    assert not ReadyProbe(MailServerAddress("127.0.0.1", free_ports(1)[0], unready)).answers()
