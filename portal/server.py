"""The process: its socket, its server, how it starts and how it stops."""

import contextlib
import errno
import fcntl
import json
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import django
import waitress  # type: ignore[import-untyped]  # ships no type information
from django.core.handlers.wsgi import WSGIHandler
from waitress import wasyncore

from portal import database, log, settings, smtp
from portal.config import Config

THREADS = 8
BACKLOG = 256
CONNECTIONS = 1_000
STOP_SECONDS = 0.5
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
LOOPBACK = ("127.0.0.1", "::1")


class StartError(Exception):
    """The portal cannot start; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the environment ask for."""

    host: str
    port: int
    listen_fd: int | None
    public_port: int | None
    smtp: tuple[str, int] | None
    dns: tuple[str, int] | None
    dns_timeout: float
    data: Path | None
    log: Path | None
    exit_with_parent: bool
    control_secret: str | None


def run(options: Options) -> None:
    """Serve until a signal, or until standard input ends where that was asked for. Raises `StartError`."""
    # Until it serves: by SystemExit, so that every ``with`` block on the way out cleans up.
    at_first_stop_signal(sys.exit)
    if options.exit_with_parent:
        stop_at_end_of_input()
    try:
        log.configure(options.log, sys.stderr)
    except OSError as error:
        raise StartError(
            f"cannot write the log {options.log}: {error.strerror}. Name another file with --log."
        ) from error
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(listening_socket(options))
        data = stack.enter_context(data_folder(options.data))
        config = Config(
            port=listener.getsockname()[1],
            address=listener.getsockname()[0],
            public_port=options.public_port,
            data=data,
            secret_key=secret_key(data),
            smtp=options.smtp,
            dns=options.dns,
            dns_timeout=options.dns_timeout,
            control_secret=options.control_secret,
        )
        serve(config, listener)


def listening_socket(options: Options) -> socket.socket:
    """The socket that was inherited, or a new one. Raises `StartError`."""
    if options.listen_fd is not None:
        return inherited_socket(options.listen_fd)
    listener = socket.socket(socket.AF_INET6 if ":" in options.host else socket.AF_INET)
    try:
        # Or a port stays taken for a minute after the portal that had it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((options.host, options.port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise StartError(
                f"port {options.port} is in use: stop what listens there, or name another port with --port "
                "(0 takes a free one)."
            ) from error
        raise StartError(
            f"cannot listen on {options.host}, port {options.port}: {error.strerror}. "
            "Name another address with --host and --port."
        ) from error
    return listener


def inherited_socket(number: int) -> socket.socket:
    """The listening loopback socket with this file descriptor. Raises `StartError`."""
    try:
        listener = socket.socket(fileno=number)
    except OSError as error:
        raise StartError(
            f"--listen-fd {number} is no open socket: pass it on to this process (pass_fds)."
        ) from error
    if (
        listener.family not in {socket.AF_INET, socket.AF_INET6}
        or not listener.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        or listener.getsockname()[0] not in LOOPBACK
    ):
        listener.close()
        raise StartError(f"--listen-fd {number} must be a TCP socket that listens on 127.0.0.1 or ::1.")
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
        lock = (given / "lock").open("w")
    except OSError as error:
        raise StartError(
            f"cannot use --data {given}: {error.strerror}. Name a folder that can be written to."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StartError(
                f"--data {given} is in use by another portal: stop that one, or name another folder."
            ) from error
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
    """Start Django and the server, say that they are ready, and serve. Raises `StartError`."""
    settings.configure(config)
    django.setup(set_prefix=False)
    try:
        database.prepare()
    except database.OtherVersionError as error:
        raise StartError(
            f"the data in {config.data} is of another version of the portal. Name another folder with --data."
        ) from error
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        WSGIHandler(),
        sockets,
        sockets=[listener],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        backlog=BACKLOG,
        ident=None,
        # Headers that a proxy would set reach the portal as they were sent: that it never believes them is
        # its own doing, whatever server it runs behind.
        clear_untrusted_proxy_headers=False,
    )
    stopping = threading.Event()

    def stop() -> None:
        stopping.set()
        server.pull_trigger()  # wakes the loop below

    try:
        at_first_stop_signal(stop)
        ready = {"event": "ready", "port": config.port, "origins": config.origins}
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        # No exception out of a signal: it could land where one is swallowed, and the portal would go on.
        while not stopping.is_set():
            wasyncore.loop(map=sockets, use_poll=True, count=1)
    finally:
        # Requests that are being answered get a moment; one that hangs must not keep the process.
        smtp.give_up()
        server.task_dispatcher.shutdown(timeout=STOP_SECONDS)
        wasyncore.close_all(sockets, ignore_all=True)


def at_first_stop_signal(stop: Callable[[], object]) -> None:
    """Call this at the next signal to stop; those after it find the portal on its way out."""

    def stop_once(_signal: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        stop()

    for number in STOP_SIGNALS:
        signal.signal(number, stop_once)


def stop_at_end_of_input() -> None:
    """Stop when standard input ends: the system closes it with the parent, however that one dies."""
    main = threading.get_ident()

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        logging.getLogger(__name__).info("standard input has ended, so the portal stops")
        # To the main thread itself: a signal that lands in this one would not wake the server's poll.
        signal.pthread_kill(main, signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
