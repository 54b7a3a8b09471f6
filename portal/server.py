"""The process: its socket, its server, how it starts and how it stops."""

import contextlib
import json
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from portal import log
from portal.config import Config

THREADS = 8
BACKLOG = 256
CONNECTIONS = 1_000


class StartError(Exception):
    """The portal cannot start; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the environment ask for."""

    host: str
    port: int
    listen_fd: int | None
    smtp: tuple[str, int] | None
    data: Path | None
    log: Path | None
    exit_with_parent: bool
    control_secret: str | None


def run(options: Options) -> None:
    """Serve until a signal, or until standard input ends where that was asked for. Raises `StartError`."""
    stop_on_signals()
    if options.exit_with_parent:
        stop_at_end_of_input()
    try:
        log.configure(options.log, sys.stderr)
    except OSError as error:
        msg = f"cannot write the log {options.log}: {error.strerror}. Name another file with --log."
        raise StartError(msg) from error
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listening_socket(options))
        data = stack.enter_context(data_folder(options.data))
        config = Config(
            port=listener.getsockname()[1],
            address=listener.getsockname()[0],
            data=data,
            secret_key=secret_key(data),
            smtp=options.smtp,
            control_secret=options.control_secret,
        )
        serve(config, listener)


def listening_socket(options: Options) -> socket.socket:
    """The socket that was inherited, or a new one. Raises `StartError`."""
    if options.listen_fd is not None:
        return inherited_socket(options.listen_fd)
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        msg = (
            f"port {options.port} is in use: stop what listens there, or name another port with --port "
            "(0 takes a free one)."
            if isinstance(error, OSError) and error.errno == 98
            else f"cannot listen on {options.host}:{options.port}: {error.strerror}."
        )
        raise StartError(msg) from error
    return listener


def inherited_socket(number: int) -> socket.socket:
    """The listening loopback socket with this file descriptor. Raises `StartError`."""
    try:
        listener = socket.socket(fileno=number)
    except OSError as error:
        msg = f"--listen-fd {number} is no open socket: pass it on to this process (pass_fds)."
        raise StartError(msg) from error
    listening = listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    if not listening or listener.getsockname()[0] not in {"127.0.0.1", "::1"}:
        listener.close()
        msg = f"--listen-fd {number} must be a TCP socket that listens on 127.0.0.1 or ::1."
        raise StartError(msg)
    return listener


@contextlib.contextmanager
def data_folder(given: Path | None) -> Iterator[Path]:
    """The folder of the database: the given one, or one that lasts as long as the process."""
    if given is None:
        with tempfile.TemporaryDirectory(prefix="hup-portal-") as folder:
            yield Path(folder)
        return
    try:
        given.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot use --data {given}: {error.strerror}. Name a folder that can be written to."
        raise StartError(msg) from error
    yield given


def secret_key(data: Path) -> str:
    """The key that signs sessions; kept beside them, so that they outlive a restart."""
    file = data / "secret-key"
    with contextlib.suppress(FileNotFoundError):
        return file.read_text("ascii")
    key = secrets.token_urlsafe(48)
    file.touch(mode=0o600)
    file.write_text(key, "ascii")
    return key


def serve(config: Config, listener: socket.socket) -> None:
    """Start Django and the server, say that they are ready, and serve."""
    # Imported here, so that bad options are reported without the wait for Django.
    import django
    import waitress
    from django.core.wsgi import get_wsgi_application

    from portal import database, settings

    settings.configure(config)
    django.setup(set_prefix=False)
    database.prepare()
    server = waitress.create_server(
        get_wsgi_application(),
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        backlog=BACKLOG,
        ident=None,
        asyncore_use_poll=True,
    )
    print(json.dumps({"event": "ready", "port": config.port, "origins": config.origins}), flush=True)
    server.run()


def stop_on_signals() -> None:
    """End by SystemExit, so that every ``with`` block on the way out cleans up."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def stop_at_end_of_input() -> None:
    """Stop when standard input ends: the system closes it with the parent, however that one dies."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        logging.getLogger(__name__).info("the parent process is gone")
        main = threading.main_thread().ident
        if main is not None:
            # To the main thread itself: another thread's signal would not wake the server's poll.
            signal.pthread_kill(main, signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
