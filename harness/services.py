"""The reference portal with its mail catcher and DNS server: started for a run, watched, stopped after it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

from harness.dns.server import DnsServerAddress, DnsServerCommand
from harness.loopback import LOOPBACK
from harness.mail.server import MailServerAddress, MailServerChoice
from harness.mail_process import MailProcess
from harness.paths import ROOT
from harness.ports import listen, port_of
from harness.processes import ManagedProcess, ProcessStartError, stop_all
from harness.targets import REFERENCE, Target
from harness.weather.command import WeatherCommand, WeatherReady, asks_for_restart
from harness.weather.model import Weather

if TYPE_CHECKING:
    from pathlib import Path

    from harness.target_choice import ExternalMail

PORTAL_HOSTS: Final = {
    "program": "hup.localhost",
    "account": "account.localhost",
    "store": "store.localhost",
    "admin": "admin.localhost",
    "business": "business.localhost",
}
_DIARY: Final = "weather.ndjson"
_DNS_TIMEOUT: Final = 2.0
"""Seconds that the portal waits for DNS: shorter than in life, for scenarios see that it does not wait."""


def _read_portal_ready(line: str) -> dict[str, str]:
    """Return the origins of the ready line; ValueError for any other line."""
    try:
        ready = json.loads(line)
        if ready["event"] == "ready":
            return dict(ready["origins"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"not the portal's ready line: {line!r}") from error
    raise ValueError(f"not the portal's ready line: {line!r}")


class Services:
    """A portal, a catcher, a DNS server, and weather where it is asked for.

    `start` is quick: their addresses are known before they answer.

    `on_death` is called, in another thread, with a message for the user, when one of them ends after
    `wait_ready` and before `stop`.
    """

    def __init__(
        self,
        *,
        directory: Path,
        logs: Path,
        mail: MailServerChoice = MailServerChoice.AUTO,
        external_mail: ExternalMail | None = None,
        portal_port: int = 0,
        faults: tuple[str, ...] = (),
        weather: Weather | None = None,
        port_option: str = "--portal-port",
        on_death: Callable[[str], None],
    ) -> None:
        self._directory = directory
        self._logs = logs
        self._mail_choice = mail
        self._mail: MailProcess | None = None
        self._external_mail = external_mail
        self._portal_port = portal_port
        self._faults = faults
        self._weather = weather
        self._port_option = port_option
        self._on_death = on_death
        self._awaited = False
        self._changing = threading.Lock()
        self._stopped = False
        self._origins: dict[str, str] = {}
        self._portal: ManagedProcess[dict[str, str]] | None = None
        self._processes: list[ManagedProcess[Any]] = []

    def start(self) -> Target:
        """Start them and say where they will be.

        Raises PortInUseError, MailServerUnavailableError, ProcessStartError; nothing is left running then.
        """
        try:
            return self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> Target:
        with ExitStack() as sockets:
            listener = sockets.enter_context(listen(self._portal_port, option=self._port_option))
            port = port_of(listener)
            dns = sockets.enter_context(DnsServerCommand())
            mail, mail_server = self._start_mail()
            resolver = self._start_dns(dns)
            smtp, behind, weather = mail.smtp, listener, None
            if self._weather is not None:
                # People and the portal meet the weather only; the tests' own questions go past it.
                behind = sockets.enter_context(listen())
                command = sockets.enter_context(
                    WeatherCommand(self._weather, portal_port=port_of(behind), mail=mail)
                )
                self._start_weather(command, listener)
                smtp = command.smtp
                weather = self._weather.at(command.url, diary=self._logs / _DIARY)
            control_url = f"http://{LOOPBACK}:{port_of(behind)}"
            secret = secrets.token_urlsafe(32)
            self._origins = {site: f"http://{host}:{port}" for site, host in PORTAL_HOSTS.items()}
            log = self._logs / "portal.log"
            self._portal = self._launch(
                [
                    *(sys.executable, "-m", "portal", "--exit-with-parent"),
                    *("--listen-fd", str(behind.fileno()), "--public-port", str(port), "--smtp", smtp),
                    *("--dns", resolver.dns, "--dns-timeout", str(_DNS_TIMEOUT)),
                    *(word for fault in self._faults for word in ("--fault", fault)),
                ],
                name="the portal",
                log=log,
                read_ready=_read_portal_ready,
                # What the portal keeps on disk goes with the run, even where the portal itself is killed.
                env={"PORTAL_CONTROL_SECRET": secret, "TMPDIR": str(self._directory)},
                pass_fds=(behind.fileno(),),
                advice=self._whole_log(log),
            )
        return Target(
            name=REFERENCE,
            program_url=self._origins["program"],
            account_url=self._origins["account"],
            store_url=self._origins["store"],
            admin_url=self._origins["admin"],
            business_url=self._origins["business"],
            control_url=control_url,
            control_secret=SecretStr(secret),
            dns_url=resolver.url,
            dns_secret=SecretStr(dns.secret),
            mail_url=mail.url,
            portal_log=log,
            mail_server=mail_server,
            faults=self._faults,
            weather=weather,
        )

    def wait_ready(self) -> None:
        """Return when all answer. Raises ProcessStartError, with the last log lines, if one does not."""
        if self._portal is None:
            raise RuntimeError("wait_ready before start")
        origins = self._portal.wait_ready()
        if not self._origins.items() <= origins.items():
            raise ProcessStartError(self._portal.name, f"serves {origins}, expected were {self._origins}")
        for process in self._processes:
            if process.has_ready_line:
                process.wait_ready()
        self._awaited = True
        for process in self._processes:
            if not process.running:
                raise process.death()

    def stop(self) -> None:
        """Stop them; may be called again, and after a start that failed."""
        with self._changing:
            self._stopped = True
            stop_all(self._processes)
            self._processes.clear()
            if self._mail is not None:
                self._mail.close()

    def _start_dns(self, command: DnsServerCommand) -> DnsServerAddress:
        log = self._logs / "dns.log"
        self._launch(
            command.argv,
            name="the DNS server",
            log=log,
            read_ready=DnsServerAddress.read,
            env=command.env,
            pass_fds=command.pass_fds,
            advice=self._whole_log(log),
        )
        return command.address

    def _start_mail(self) -> tuple[MailServerAddress, str]:
        external = None
        if self._external_mail is not None:
            there = self._external_mail
            external = MailServerAddress(there.smtp_host, there.smtp_port, there.url)
        log = self._logs / "mail.log"
        other = "Another mail catcher can be chosen with --mail"
        self._mail = MailProcess(
            self._launch,
            forget=self._processes.remove,
            directory=self._directory,
            log=log,
            advice=f"{self._whole_log(log)} {other}".lstrip(),
        )
        return self._mail.start(self._mail_choice, external)

    def _start_weather(self, command: WeatherCommand, public: socket.socket) -> None:
        log = self._logs / "weather.log"
        self._launch(
            command.argv(public=public, folder=self._directory / "weather", diary=self._logs / _DIARY),
            name="the weather",
            log=log,
            read_ready=WeatherReady.read,
            env={},
            pass_fds=command.pass_fds(public),
            advice=self._whole_log(log),
            on_line=self._weather_said,
        )

    def _weather_said(self, line: str) -> None:
        if asks_for_restart(line):
            threading.Thread(target=self._restart_mail, name="restart the mail catcher").start()

    def _restart_mail(self) -> None:
        with self._changing:
            if self._stopped or self._mail is None or not self._mail.can_restart:
                return
            try:
                self._mail.restart()
            except ProcessStartError as error:
                self._on_death(str(error))

    def _whole_log(self, log: Path) -> str:
        """Say where it is, unless it goes with the folder of the run."""
        return "" if log.is_relative_to(self._directory) else f"Its whole log: {log}."

    def _launch(
        self,
        argv: list[str],
        *,
        name: str,
        log: Path,
        read_ready: Callable[[str], Any] | None,
        env: dict[str, str],
        pass_fds: tuple[int, ...],
        advice: str,
        on_line: Callable[[str], None] | None = None,
    ) -> ManagedProcess[Any]:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        process: ManagedProcess[Any] = ManagedProcess(
            argv,
            name=name,
            log=log,
            read_ready=read_ready,
            env={"PYTHONPATH": path, **env},
            pass_fds=pass_fds,
            advice=advice,
            on_exit=self._process_ended,
            on_line=on_line,
        )
        process.start()
        self._processes.append(process)
        return process

    def _process_ended(self, process: ManagedProcess[Any]) -> None:
        if self._awaited:
            self._on_death(str(process.death()))
