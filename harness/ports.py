"""Listening sockets that are bound here and served by a child process.

Bound by the parent, a port is known before the child has started, and no other program can take it between.
"""

from __future__ import annotations

import errno
import socket
from typing import Final

from harness.loopback import LOOPBACK

_BACKLOG: Final = 256
_PAIR_TRIES: Final = 20


class PortInUseError(RuntimeError):
    """The port that was asked for cannot be had; the message says what to do."""


def listen(port: int = 0, *, option: str = "") -> socket.socket:
    """Bind a loopback TCP port, 0 for a free one, and listen. `option` is where the user chose the port."""
    # The protocol is named because asyncio, which may serve it, sets TCP_NODELAY only where it is.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUseError(
                f"port {port} is in use by another program. Choose another one with {option}, "
                "or leave the option out to get a free port"
            ) from error
        raise PortInUseError(
            f"port {port} of {LOOPBACK} cannot be listened on: {error.strerror}. "
            f"Choose another one with {option or 'another option'}"
        ) from error
    return listener


def listen_for_dns(port: int = 0, *, option: str = "") -> tuple[socket.socket, socket.socket]:
    """Bind one loopback port for UDP and for TCP, and listen on the latter; errors as of `listen`."""
    for _ in range(_PAIR_TRIES):
        stream = listen(port, option=option)
        datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
        try:
            datagrams.bind((LOOPBACK, port_of(stream)))
        except OSError as error:
            refused = error
            stream.close()
            datagrams.close()
        else:
            return datagrams, stream
        if port:
            break  # only where any port will do is there another one to try
    raise PortInUseError(
        f"no port of {LOOPBACK} can be had for both UDP and TCP: {refused.strerror}. "
        f"Choose another one with {option or 'another option'}"
    ) from refused


def port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])
