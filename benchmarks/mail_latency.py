"""How long after the SMTP server's 250 a test has the mail, decoded; for each mail server there is here.

Run `.venv/bin/python -m benchmarks.mail_latency` in the repository.
Two cases: the mail is there before the test
asks (a portal that hands it over before it answers), and the test is waiting already. Exit code 1 if the
embedded catcher's median is over the limit.
"""

from __future__ import annotations

import argparse
import secrets
import smtplib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from shutil import which

from harness.mail.events import MailEvents
from harness.mail.inbox import Inbox
from harness.mail.mailpit_client import MailpitClient
from harness.mail.server import (
    MailServerAddress,
    MailServerCommand,
    ReadyLine,
    embedded_command,
    mailpit_command,
)
from harness.processes import ManagedProcess

LIMIT = 5.0
"""Milliseconds, median, on the embedded catcher."""


def make_mail(to: str) -> bytes:
    """Make a mail of the size and shape of a confirmation mail."""
    mail = EmailMessage()
    mail["From"] = '"Account No Reply" <account-no-reply@portal.test>'
    mail["To"] = to
    mail["Subject"] = "You're eligible for the Microsoft Home Use Program"
    mail["Date"] = "Mon, 20 Jul 2026 10:00:00 +0000"
    mail["Message-ID"] = f"<{secrets.token_hex(8)}@portal.test>"
    link = f"http://hup.localhost:8000/confirm/{secrets.token_urlsafe(32)}/"
    mail.set_content(f"Hello,\n\nconfirm that you are eligible:\n\n{link}\n\nThe link works once.\n")
    mail.add_alternative(f'<p>Hello</p><p><a href="{link}">Confirm</a></p>' * 3, subtype="html")
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))


@contextmanager
def running(command: MailServerCommand, directory: Path) -> Iterator[MailServerAddress]:
    process = ManagedProcess[MailServerAddress](
        command.argv,
        name=command.name,
        log=directory / "log",
        read_ready=command.ready.address if isinstance(command.ready, ReadyLine) else None,
    )
    process.start()
    try:
        if isinstance(command.ready, ReadyLine):
            yield process.wait_ready()
        else:
            process.wait_answering(command.ready.answers)
            yield command.ready.address
    finally:
        process.stop()


def measure(address: MailServerAddress, mails: int) -> dict[str, list[float]]:
    """Return the latencies in milliseconds, by case."""
    times: dict[str, list[float]] = {"already there": [], "waited for": []}
    with (
        MailpitClient(address.url) as client,
        MailEvents(client) as events,
        smtplib.SMTP(address.smtp_host, address.smtp_port, "benchmark.localhost") as smtp,
        ThreadPoolExecutor(1) as sender,
    ):
        inbox = Inbox(client, events)
        events.connected.wait(5)

        def send(to: str, raw: bytes) -> float:
            smtp.sendmail("account-no-reply@portal.test", [to], raw)
            return time.perf_counter()

        for number in range(mails):
            to = f"employee-{secrets.token_hex(6)}@contoso.test"
            raw = make_mail(to)
            if number % 2:
                sent = send(to, raw)
                inbox.wait_for(to)
                times["already there"].append(1000 * (time.perf_counter() - sent))
            else:
                future = sender.submit(send, to, raw)
                inbox.wait_for(to)
                arrived = time.perf_counter()
                times["waited for"].append(1000 * (arrived - future.result()))
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--mails", type=int, default=600, help="per server (default: %(default)s)")
    options = parser.parse_args()
    ok = True
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        commands = [embedded_command()]
        if executable := which("mailpit"):
            commands.append(mailpit_command(executable, directory))
        for command in commands:
            with running(command, directory) as address:
                results = measure(address, options.mails)
            for case, times in results.items():
                median, worst = statistics.median(times), statistics.quantiles(times, n=100)[-1]
                print(f"{command.name:18}{case:15}median {median:6.2f} ms   p99 {worst:6.2f} ms")
                ok = ok and (median <= LIMIT or command.name != "embedded catcher")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
