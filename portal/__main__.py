"""``python -m portal``: the command line."""

import argparse
import contextlib
import importlib
import ipaddress
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from portal.config import DNS_TIMEOUT

EXIT_CANNOT_START = 1
EXIT_BAD_OPTIONS = 2
LOOPBACK = ("127.0.0.1", "::1", "localhost")
MAX_PORT = 65_535
MAX_SECONDS = 60

EPILOG = """\
environment:
  PORTAL_CONTROL_SECRET  turns the control API on, for callers on this machine that send
                         "Authorization: Bearer <secret>"; without it the API answers 404

When the portal accepts requests it prints one JSON line to standard output, with the
port and the address of each site. SIGTERM and Ctrl-C stop it."""


def host(text: str) -> str:
    """A loopback address."""
    if text not in LOOPBACK:
        raise argparse.ArgumentTypeError(
            f"must be one of {', '.join(LOOPBACK)}: the portal is for this machine only"
        )
    return "127.0.0.1" if text == "localhost" else text


def port(text: str) -> int:
    """A port number; 0 takes a free one."""
    if not text.isascii() or not text.isdigit() or int(text) > MAX_PORT:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to {MAX_PORT}, not {text!r}")
    return int(text)


def descriptor(text: str) -> int:
    """The number of an open file."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"must be a file descriptor such as 3, not {text!r}")
    return int(text)


def endpoint(text: str) -> tuple[str, int] | None:
    """HOST:PORT; None for anything else."""
    name, _, number = text.rpartition(":")
    if not name or not number.isascii() or not number.isdigit() or not 0 < int(number) <= MAX_PORT:
        return None
    return name.strip("[]"), int(number)


def smtp(text: str) -> tuple[str, int] | None:
    """HOST:PORT, or none."""
    if text == "none":
        return None
    given = endpoint(text)
    if given is None:
        raise argparse.ArgumentTypeError(f"must be HOST:PORT, such as 127.0.0.1:1025, or none, not {text!r}")
    return given


def resolver(text: str) -> tuple[str, int]:
    """ADDRESS:PORT; a name would need a resolver to be found."""
    given = endpoint(text)
    try:
        ipaddress.ip_address(given[0] if given else "")
    except ValueError:
        given = None
    if given is None:
        raise argparse.ArgumentTypeError(
            f"must be an IP address and a port, such as 127.0.0.1:5353, not {text!r}"
        )
    return given


def seconds(text: str) -> float:
    """A number of seconds, up to a minute: somebody waits for the page meanwhile."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number <= MAX_SECONDS:
        raise argparse.ArgumentTypeError(
            f"must be seconds, more than 0 and up to {MAX_SECONDS}, not {text!r}"
        )
    return number


class Parser(argparse.ArgumentParser):
    """Refuses bad options in one line, which a log or a parent process can show as it is."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        self.exit(EXIT_BAD_OPTIONS, f"portal: {message}. See python -m portal --help.\n")


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = Parser(
        prog="python -m portal",
        description="The reference Home Use Program portal: program site, accounts and store.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = made.add_argument
    add("--host", type=host, default="127.0.0.1", help="loopback address to listen on (default: 127.0.0.1)")
    add("--port", type=port, default=0, help="port to listen on; 0, the default, takes a free one")
    add(
        "--listen-fd",
        type=descriptor,
        metavar="N",
        help="file descriptor of an inherited socket that listens on loopback, instead of --host and --port",
    )
    add(
        "--public-port",
        type=port,
        default=0,
        metavar="PORT",
        help="port in the addresses of the sites, where something that listens there hands requests on to "
        "this portal (default: the port that it listens on itself)",
    )
    add(
        "--smtp",
        type=smtp,
        required=True,
        metavar="HOST:PORT",
        help="the mail server; none writes mail to the log, with its links, instead",
    )
    add(
        "--dns",
        type=resolver,
        metavar="ADDRESS:PORT",
        help="the DNS server that domains are looked up at (default: the system's)",
    )
    add(
        "--dns-timeout",
        type=seconds,
        default=DNS_TIMEOUT,
        metavar="SECONDS",
        help="how long a look-up may take as a whole (default: %(default)g)",
    )
    add("--data", type=Path, metavar="DIR", help="folder of the database (default: a temporary one)")
    add("--log", type=Path, metavar="FILE", help="file for the log, in JSON lines (default: standard error)")
    add("--exit-with-parent", action="store_true", help="stop when standard input ends")
    add(
        "--fault",
        action="append",
        default=[],
        metavar="NAME",
        help="break the portal on purpose, in a way that ./run faults --list names; can be repeated",
    )
    return made


@contextlib.contextmanager
def broken(names: list[str]) -> Iterator[None]:
    """Break this portal in the named ways; where one is unknown or no longer fits, end with what to do."""
    if not names:
        yield
        return
    try:
        faults = importlib.import_module("faults")
    except ModuleNotFoundError:
        Parser().error("--fault needs the package of faults, which is not beside the portal")
    try:
        faults.plant([faults.find(name) for name in names])
        yield
    except faults.FaultError as error:
        Parser().error(str(error))


def main(arguments: list[str] | None = None) -> int:
    """Run the portal; returns the exit code."""
    given = parser().parse_args(arguments)
    with broken(given.fault):
        return serve(given)


def serve(given: argparse.Namespace) -> int:
    """Run the portal; returns the exit code."""
    from portal import server  # noqa: PLC0415 - a fault has to be there before what it breaks is loaded

    options = server.Options(
        host=given.host,
        port=given.port,
        listen_fd=given.listen_fd,
        public_port=given.public_port or None,
        smtp=given.smtp,
        dns=given.dns,
        dns_timeout=given.dns_timeout,
        data=given.data,
        log=given.log,
        exit_with_parent=given.exit_with_parent,
        control_secret=os.environ.get("PORTAL_CONTROL_SECRET") or None,
    )
    try:
        server.run(options)
    except server.StartError as error:
        sys.stderr.write(f"portal: {error}\n")
        return EXIT_CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
