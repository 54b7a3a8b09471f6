"""The portal with its mail catcher, as a run starts them, where one of the two is not as it should be."""

from __future__ import annotations

import queue
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from harness import mail_process, services
from harness.control import ControlClient
from harness.loopback import LoopbackTransport
from harness.mail.inbox import Inbox
from harness.mail.server import (
    LOOPBACK,
    MailServerAddress,
    MailServerChoice,
    MailServerCommand,
    ReadyProbe,
    free_ports,
)
from harness.processes import ProcessStartError
from harness.services import Services
from harness.target_choice import ExternalMail
from harness.weather.model import Weather

SOON = 30.0
Make = Callable[..., Services]


@pytest.fixture
def deaths() -> queue.Queue[str]:
    return queue.Queue()


@pytest.fixture
def make(tmp_path: Path, deaths: queue.Queue[str]) -> Iterator[Make]:
    made: list[Services] = []

    def make(**options: Any) -> Services:  # noqa: ANN401
        made.append(Services(**{"directory": tmp_path, "logs": tmp_path, "on_death": deaths.put, **options}))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def test_external_mail_server_that_does_not_answer(make: Make) -> None:
    port, http_port = free_ports(2)
    there = ExternalMail(url=f"http://127.0.0.1:{http_port}", smtp_host="127.0.0.1", smtp_port=port)

    with pytest.raises(ProcessStartError) as caught:
        make(external_mail=there).start()

    said = str(caught.value)
    assert f"SMTP at 127.0.0.1:{port}" in said
    assert "unset MAILPIT_URL" in said


class MailServers:
    """Hands out commands: so many that find their port taken, then one that is the embedded catcher."""

    def __init__(self, losing: int) -> None:
        self.tried = 0
        self._losing = losing

    def __call__(self, *_: object, **__: object) -> MailServerCommand:
        self.tried += 1
        smtp, http = free_ports(2)
        address = MailServerAddress(LOOPBACK, smtp, f"http://{LOOPBACK}:{http}")
        if self.tried <= self._losing:
            argv = ["-c", "print('bind: address already in use'); raise SystemExit(1)"]
        else:
            argv = ["-m", "harness.mail", "--smtp-port", str(smtp), "--http-port", str(http)]
        return MailServerCommand(
            name="a catcher",
            argv=(sys.executable, *argv),
            ready=ReadyProbe(address),
            port_taken="address already in use",
        )


def test_port_lost_to_another_program_is_chosen_anew(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    catchers = MailServers(losing=2)
    monkeypatch.setattr(mail_process, "choose_mail_server", catchers)
    both = make()

    target = both.start()
    both.wait_ready()

    assert catchers.tried == 3
    assert target.mail_server == "a catcher"


def test_ports_that_are_always_lost_are_given_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_process, "choose_mail_server", MailServers(losing=100))

    with pytest.raises(ProcessStartError, match="address already in use"):
        make().start()


@pytest.mark.parametrize("stays", [True, False])
def test_log_is_pointed_at_only_where_it_outlives_the_run(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, *, stays: bool
) -> None:
    monkeypatch.setattr(mail_process, "choose_mail_server", MailServers(losing=100))
    logs = {"logs": tmp_path_factory.mktemp("reports")} if stays else {}

    with pytest.raises(ProcessStartError) as caught:
        make(**logs).start()

    assert ("Its whole log: " in str(caught.value)) is stays
    assert "\nAnother mail catcher" in str(caught.value) or stays


def test_portal_answers_at_the_port_that_was_asked_for(make: Make, deaths: queue.Queue[str]) -> None:
    (port,) = free_ports(1)
    both = make(portal_port=port, mail=MailServerChoice.EMBEDDED)

    target = both.start()
    both.wait_ready()

    assert target.program_url == f"http://hup.localhost:{port}"
    with socket.create_connection(("127.0.0.1", port), timeout=SOON):
        pass
    both.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=SOON)
    assert deaths.empty()


def test_ready_is_not_asked_before_start(make: Make) -> None:
    with pytest.raises(RuntimeError, match="before start"):
        make().wait_ready()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "starting",
        "[]",
        "{}",
        '{"event": "starting"}',
        '{"event": "ready"}',
        '{"event": "ready", "origins": 1}',
    ],
)
def test_other_lines_are_not_the_ready_line(line: str) -> None:
    with pytest.raises(ValueError, match="not the portal's ready line"):
        services._read_portal_ready(line)


def test_the_catcher_is_restarted_in_weather_without_anybody_noticing(
    make: Make, deaths: queue.Queue[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weather = Weather(kinds=frozenset({"mail-restart"}), seed=1)
    restarted = threading.Event()
    restart = mail_process.MailProcess.restart

    def noticed(process: mail_process.MailProcess) -> None:
        restart(process)
        restarted.set()

    monkeypatch.setattr(mail_process.MailProcess, "restart", noticed)
    all_of_them = make(mail=MailServerChoice.EMBEDDED, weather=weather)
    target = all_of_them.start()
    all_of_them.wait_ready()
    assert target.weather is not None
    assert target.title == "reference, in weather: mail-restart"
    with (
        ControlClient(target.control_url or "", target.secrets["control_secret"]) as control,
        Inbox.open(target.mail_url, allowance=target.weather.allowance) as inbox,
    ):
        assert control.info()
        # Each is answered by a mail, as nobody here is a customer.
        addresses = [f"{number}@nobody.example" for number in range(7)]
        for address in addresses:
            ask_for_link(target.program_url, address)
        assert restarted.wait(SOON)
        assert [inbox.wait_for(address).recipients for address in addresses] == [
            frozenset({address}) for address in addresses
        ]
    assert deaths.empty()


def ask_for_link(program: str, address: str) -> None:
    with httpx.Client(transport=LoopbackTransport(), base_url=program) as browser:
        page = browser.get("/get-started/").text
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        answer = browser.post("/get-started/", data={"csrfmiddlewaretoken": token, "email": address})
        assert answer.status_code == httpx.codes.FOUND
