"""The reference portal with its mail catcher and DNS server: started for a run, watched, stopped after it."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from pydantic import SecretStr

from harness.dns.server import DnsServerAddress, DnsServerCommand
from harness.loopback import LOOPBACK
from harness.mail.server import (
    MailServerAddress,
    MailServerChoice,
    MailServerCommand,
    ReadyLine,
    ReadyProbe,
    choose_mail_server,
    embedded_command,
    spool_folder,
)
from harness.paths import ROOT
from harness.ports import listen, port_of
from harness.processes import ManagedProcess, ProcessStartError, stop_all
from harness.targets import REFERENCE, Target

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
_PORT_TRIES: Final = 3
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
    """A portal, a catcher, a DNS server. `start` is quick: their addresses are known before they answer.

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
        port_option: str = "--portal-port",
        on_death: Callable[[str], None],
    ) -> None:
        self._directory = directory
        self._logs = logs
        self._mail = mail
        self._external_mail = external_mail
        self._portal_port = portal_port
        self._faults = faults
        self._port_option = port_option
        self._on_death = on_death
        self._awaited = False
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
            secret = secrets.token_urlsafe(32)
            self._origins = {site: f"http://{host}:{port}" for site, host in PORTAL_HOSTS.items()}
            log = self._logs / "portal.log"
            self._portal = self._launch(
                [
                    *(sys.executable, "-m", "portal", "--exit-with-parent"),
                    *("--listen-fd", str(listener.fileno()), "--smtp", mail.smtp),
                    *("--dns", resolver.dns, "--dns-timeout", str(_DNS_TIMEOUT)),
                    *(word for fault in self._faults for word in ("--fault", fault)),
                ],
                name="the portal",
                log=log,
                read_ready=_read_portal_ready,
                # What the portal keeps on disk goes with the run, even where the portal itself is killed.
                env={"PORTAL_CONTROL_SECRET": secret, "TMPDIR": str(self._directory)},
                pass_fds=(listener.fileno(),),
                advice=self._whole_log(log),
            )
        return Target(
            name=REFERENCE,
            program_url=self._origins["program"],
            account_url=self._origins["account"],
            store_url=self._origins["store"],
            admin_url=self._origins["admin"],
            business_url=self._origins["business"],
            control_url=f"http://{LOOPBACK}:{port}",
            control_secret=SecretStr(secret),
            dns_url=resolver.url,
            dns_secret=SecretStr(dns.secret),
            mail_url=mail.url,
            portal_log=log,
            mail_server=mail_server,
            faults=self._faults,
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
        stop_all(self._processes)
        self._processes.clear()

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
        for attempt in range(1, _PORT_TRIES + 1):
            chosen = choose_mail_server(self._mail, external=external, directory=self._directory)
            if isinstance(chosen, MailServerAddress):
                return self._check_external(chosen)
            if isinstance(chosen.ready, ReadyLine):
                return self._start_embedded()
            try:
                return self._start_probed(chosen, chosen.ready)
            except ProcessStartError as error:
                lost_port = chosen.port_taken is not None and chosen.port_taken in "\n".join(error.log_tail)
                if not lost_port or attempt == _PORT_TRIES:
                    raise
                self.stop()
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _check_external(self, address: MailServerAddress) -> tuple[MailServerAddress, str]:
        if not ReadyProbe(address).answers():
            raise ProcessStartError(
                "the mail server",
                f"of MAILPIT_URL does not answer (HTTP at {address.url}, SMTP at {address.smtp}). Start it, "
                "set MAILPIT_SMTP_HOST and MAILPIT_SMTP_PORT to where it takes mail, or unset MAILPIT_URL",
            )
        return address, f"mail server at {address.url}"

    def _start_embedded(self) -> tuple[MailServerAddress, str]:
        with listen() as smtp, listen() as http:
            command = embedded_command(
                smtp_listen_fd=smtp.fileno(),
                http_listen_fd=http.fileno(),
                spool=spool_folder(self._directory),
            )
            self._launch_mail(command)
            address = MailServerAddress(LOOPBACK, port_of(smtp), f"http://{LOOPBACK}:{port_of(http)}")
        return address, command.name

    def _start_probed(self, command: MailServerCommand, probe: ReadyProbe) -> tuple[MailServerAddress, str]:
        # Its ports were free a moment ago, no more: workers are told of them only once it has them.
        self._launch_mail(command).wait_answering(probe.answers)
        return probe.address, command.name

    def _launch_mail(self, command: MailServerCommand) -> ManagedProcess[Any]:
        guard = () if command.exits_with_stdin else (sys.executable, "-m", "harness.guard")
        log = self._logs / "mail.log"
        return self._launch(
            [*guard, *command.argv],
            name=f"the mail catcher ({command.name})",
            log=log,
            read_ready=command.ready.address if isinstance(command.ready, ReadyLine) else None,
            env=dict(command.env),
            pass_fds=command.pass_fds,
            advice=" ".join(
                [self._whole_log(log), "Another mail catcher can be chosen with --mail"]
            ).lstrip(),
        )

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
        )
        process.start()
        self._processes.append(process)
        return process

    def _process_ended(self, process: ManagedProcess[Any]) -> None:
        if self._awaited:
            self._on_death(str(process.death()))
