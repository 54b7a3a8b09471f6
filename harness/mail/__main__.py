"""`python -m harness.mail`: run the embedded mail catcher alone."""

import argparse
import asyncio
import errno
import json
import logging
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError

from harness.mail.catcher.service import inherited, listen, serving
from harness.mail.catcher.spool import Spool
from harness.serving import add_exit_with_parent, add_port, told_to_stop


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until told to stop; return the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # What clients get wrong they are told; in a log, it would be for them to say what stands there.
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    logging.getLogger("aiohttp.server").addFilter(_is_our_own)
    options = _options(arguments)
    sockets: list[socket.socket] = []
    try:
        for name in ("smtp", "http"):
            fd, port = getattr(options, f"{name}_listen_fd"), getattr(options, f"{name}_port")
            sockets.append(listen(options.host, port) if fd is None else inherited(fd))
    except OSError as error:
        for sock in sockets:
            sock.close()
        print(_cannot_listen(error, options.host, name, port, fd), file=sys.stderr)  # noqa: T201
        return 1
    try:
        spool = Spool(options.spool)
    except OSError as error:
        for sock in sockets:
            sock.close()
        print(f"cannot use --spool {options.spool}: {error.strerror}. Name another folder", file=sys.stderr)  # noqa: T201
        return 1
    asyncio.run(_run(*sockets, spool=spool, exit_with_parent=options.exit_with_parent))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m harness.mail",
        description="Catch mail: takes everything by SMTP, and shows it on a web page and by Mailpit's API.",
        epilog="One line of JSON on stdout tells where, once both answer. Ctrl-C ends it, and all its mails "
        "where no --spool keeps them.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    for name, what in (("smtp", "mail comes in"), ("http", "the web page and the API are")):
        add_port(parser, name, what)
        parser.add_argument(
            f"--{name}-listen-fd",
            type=int,
            metavar="N",
            help="inherited socket that listens already, instead",
        )
    parser.add_argument(
        "--spool",
        type=Path,
        metavar="DIR",
        help="keep the mails in this folder, and begin with those that are there",
    )
    add_exit_with_parent(parser)
    return parser.parse_args(arguments)


def _cannot_listen(error: OSError, host: str, name: str, port: int, fd: int | None) -> str:
    if fd is not None:
        return f"--{name}-listen-fd {fd}: no listening socket was handed down there ({error.strerror})"
    if error.errno == errno.EADDRINUSE:
        advice = f"stop what listens there, or choose another with --{name}-port (0: a free one)"
        return f"port {port} is in use: {advice}"
    return f"cannot listen on {host}:{port}: {error.strerror or error}"


def _is_our_own(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError | RequestPayloadError | ConnectionError)


async def _run(smtp: socket.socket, http: socket.socket, *, spool: Spool, exit_with_parent: bool) -> None:
    stop = told_to_stop(exit_with_parent=exit_with_parent)
    addresses = [":".join(map(str, sock.getsockname()[:2])) for sock in (smtp, http)]
    async with serving(smtp, http, spool=spool):
        ready = {"event": "ready", "smtp": addresses[0], "http": f"http://{addresses[1]}"}
        print(json.dumps(ready), flush=True)  # noqa: T201
        if sys.stdout.isatty():
            print(f"Mail sent to {ready['smtp']} (SMTP) shows at {ready['http']} — Ctrl-C stops it.")  # noqa: T201
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
