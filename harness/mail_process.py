"""The mail catcher of a run as a process: which one, where, and what starts it, and starts it again."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, Protocol

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
from harness.ports import listen, port_of
from harness.processes import ManagedProcess, ProcessStartError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PORT_TRIES: Final = 3


class Launch(Protocol):
    """Starts a process of the run, and has it watched and stopped with the others."""

    def __call__(
        self,
        argv: list[str],
        *,
        name: str,
        log: Path,
        read_ready: Callable[[str], Any] | None,
        env: dict[str, str],
        pass_fds: tuple[int, ...],
        advice: str,
    ) -> ManagedProcess[Any]: ...


class MailProcess:
    """Made once per run. `directory` is the run's own, `log` where the catcher writes what it has to say.

    `forget` is called with a process that `launch` has started and that was stopped to start another.
    """

    def __init__(
        self,
        launch: Launch,
        *,
        forget: Callable[[ManagedProcess[Any]], None],
        directory: Path,
        log: Path,
        advice: str,
    ) -> None:
        self._launch = launch
        self._forget = forget
        self._directory = directory
        self._log = log
        self._advice = advice
        self._command: MailServerCommand | None = None
        self._process: ManagedProcess[Any] | None = None
        self._sockets = ExitStack()

    def start(
        self, choice: MailServerChoice, external: MailServerAddress | None
    ) -> tuple[MailServerAddress, str]:
        """Start one, or find the external one, and return where it is and what it is called.

        Raises MailServerUnavailableError, ProcessStartError.
        """
        for attempt in range(1, _PORT_TRIES + 1):
            chosen = choose_mail_server(choice, external=external, directory=self._directory)
            if isinstance(chosen, MailServerAddress):
                return _checked(chosen)
            if isinstance(chosen.ready, ReadyLine):
                return self._start_embedded()
            try:
                return self._start_probed(chosen, chosen.ready)
            except ProcessStartError as error:
                lost_port = chosen.port_taken is not None and chosen.port_taken in "\n".join(error.log_tail)
                if not lost_port or attempt == _PORT_TRIES:
                    raise
                self._stop()
        raise AssertionError("unreachable: the last attempt returns or raises")

    @property
    def can_restart(self) -> bool:
        """Whether it is this run's own; one that ran before is left alone."""
        return self._command is not None

    def restart(self) -> None:
        """Stop it, start it anew at the same place, with the mails that it has, and wait until it answers.

        Raises ProcessStartError.
        """
        if self._command is None:
            raise RuntimeError("there is no mail catcher of this run's own to restart")
        self._stop()
        process = self._run(self._command)
        if isinstance(self._command.ready, ReadyLine):
            process.wait_ready()
        else:
            process.wait_answering(self._command.ready.answers)

    def close(self) -> None:
        """Close its sockets here; may be called again."""
        self._sockets.close()

    def _stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._forget(self._process)
            self._process = None

    def _start_embedded(self) -> tuple[MailServerAddress, str]:
        # Kept open here: whoever connects while it is restarted waits for it in the socket's queue.
        smtp, http = (self._sockets.enter_context(listen()) for _ in range(2))
        command = embedded_command(
            smtp_listen_fd=smtp.fileno(),
            http_listen_fd=http.fileno(),
            spool=spool_folder(self._directory),
        )
        self._run(command)
        address = MailServerAddress(LOOPBACK, port_of(smtp), f"http://{LOOPBACK}:{port_of(http)}")
        return address, command.name

    def _start_probed(self, command: MailServerCommand, probe: ReadyProbe) -> tuple[MailServerAddress, str]:
        # Its ports were free a moment ago, no more: workers are told of them only once it has them.
        self._run(command).wait_answering(probe.answers)
        return probe.address, command.name

    def _run(self, command: MailServerCommand) -> ManagedProcess[Any]:
        guard = () if command.exits_with_stdin else (sys.executable, "-m", "harness.guard")
        self._command = command
        self._process = self._launch(
            [*guard, *command.argv],
            name=f"the mail catcher ({command.name})",
            log=self._log,
            read_ready=command.ready.address if isinstance(command.ready, ReadyLine) else None,
            env=dict(command.env),
            pass_fds=command.pass_fds,
            advice=self._advice,
        )
        return self._process


def _checked(address: MailServerAddress) -> tuple[MailServerAddress, str]:
    if not ReadyProbe(address).answers():
        raise ProcessStartError(
            "the mail server",
            f"of MAILPIT_URL does not answer (HTTP at {address.url}, SMTP at {address.smtp}). Start it, "
            "set MAILPIT_SMTP_HOST and MAILPIT_SMTP_PORT to where it takes mail, or unset MAILPIT_URL",
        )
    return address, f"mail server at {address.url}"
