"""`python -m harness.dns`: run the DNS server alone."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Final

from harness.dns.server import SECRET_VARIABLE
from harness.dns.service import serving
from harness.ports import PortInUseError, listen, listen_for_dns
from harness.serving import add_exit_with_parent, add_port, told_to_stop

_EPILOG: Final = f"""\
One line of JSON on stdout tells where, once it answers. Whoever holds its secret, which {SECRET_VARIABLE}
brings (else it is drawn and printed), says what a name answers:

  curl -H "Authorization: Bearer SECRET" -X PUT -d '{{"txt": ["text"]}}' http://HOST:PORT/names/contoso.example

"txt" lists TXT records, each a text or a list of strings (a string that is no text: {{"base64": "…"}}).
"kind" is records, no-data, no-such-name, server-failure or silence; "delay_ms" makes the answer late;
"truncated" sends askers from UDP to TCP. DELETE forgets the name. Ctrl-C ends it all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    options = _options(arguments)
    with ExitStack() as stack:
        try:
            udp, tcp = (stack.enter_context(each) for each in _dns_sockets(options))
            http = stack.enter_context(_http_socket(options))
        except (PortInUseError, OSError) as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
        asyncio.run(_run(udp, tcp, http, exit_with_parent=options.exit_with_parent))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m harness.dns",
        description="Answer DNS queries on loopback, each name as it was told to.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    for name, what in (("dns", "queries come in, by UDP and TCP"), ("http", "names are set")):
        add_port(parser, name, what)
    parser.add_argument(
        "--dns-fds", type=int, nargs=2, metavar=("UDP", "TCP"), help="inherited sockets of one port, instead"
    )
    parser.add_argument(
        "--http-listen-fd", type=int, metavar="N", help="inherited socket that listens already, instead"
    )
    add_exit_with_parent(parser)
    return parser.parse_args(arguments)


def _dns_sockets(options: argparse.Namespace) -> tuple[socket.socket, socket.socket]:
    if options.dns_fds is None:
        return listen_for_dns(options.dns_port, option="--dns-port")
    udp_fd, tcp_fd = options.dns_fds
    udp = _inherited("--dns-fds", udp_fd, socket.SOCK_DGRAM)
    try:
        return udp, _inherited("--dns-fds", tcp_fd, socket.SOCK_STREAM)
    except OSError:
        udp.close()
        raise


def _http_socket(options: argparse.Namespace) -> socket.socket:
    if options.http_listen_fd is None:
        return listen(options.http_port, option="--http-port")
    return _inherited("--http-listen-fd", options.http_listen_fd, socket.SOCK_STREAM)


def _inherited(option: str, fd: int, kind: socket.SocketKind) -> socket.socket:
    protocol = socket.IPPROTO_TCP if kind is socket.SOCK_STREAM else socket.IPPROTO_UDP
    try:
        # Without the numbers, which are believed: whatever the descriptor is would pass for this kind.
        found = socket.socket(fileno=fd)
    except OSError as error:
        raise OSError(f"{option} {fd}: no socket was handed down there ({error.strerror})") from error
    if found.type != kind:
        found.close()
        raise OSError(f"{option} {fd}: this socket is not of the kind {kind.name}")
    return socket.socket(socket.AF_INET, kind, protocol, fileno=found.detach())


async def _run(
    udp: socket.socket, tcp: socket.socket, http: socket.socket, *, exit_with_parent: bool
) -> None:
    stop = told_to_stop(exit_with_parent=exit_with_parent)
    told = os.environ.get(SECRET_VARIABLE)
    secret = told or secrets.token_urlsafe(32)
    dns, web = (":".join(map(str, sock.getsockname()[:2])) for sock in (tcp, http))
    async with serving(udp, tcp, http, secret=secret):
        ready = {"event": "ready", "dns": dns, "http": f"http://{web}"}
        print(json.dumps(ready if told else {**ready, "secret": secret}), flush=True)  # noqa: T201
        if sys.stdout.isatty():
            print(f"Names set at {ready['http']} answer at {dns} (DNS) — Ctrl-C stops it.")  # noqa: T201
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
