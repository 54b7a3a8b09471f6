"""Where in a stream of bytes one request ends and the next begins, without a byte of it being changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import h11

_LONGEST_HEAD: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """The head of a request."""

    method: str
    request_id: str
    of_browser: bool
    """Whether whoever asks is a browser, which asks again by itself where an idle connection was closed."""


class Exchanges:
    """Reads along with both directions of one connection of HTTP/1.1.

    What is no HTTP/1.1, or a bad one, is not understood from there on: it passes as it is.
    """

    def __init__(self) -> None:
        self._as_server = h11.Connection(h11.SERVER, _LONGEST_HEAD)
        self._as_client = h11.Connection(h11.CLIENT, _LONGEST_HEAD)
        self.understood = True
        self.latest: Asked | None = None
        """The request that began last."""

    @property
    def idle(self) -> bool:
        """Whether every request has its whole answer, and both sides would go on with this connection."""
        both = (self._as_server, self._as_client)
        return (
            self.understood
            and all(each.our_state is h11.IDLE and each.their_state is h11.IDLE for each in both)
            and not any(each.trailing_data[0] for each in both)
        )

    def asked(self, data: bytes) -> list[Asked]:
        """Read what comes from the client; return the requests that begin in it."""
        begun: list[Asked] = []
        for event in self._events(self._as_server, data):
            if isinstance(event, h11.Request):
                begun.append(_asked(event))
                self.latest = begun[-1]
            self._tell(self._as_client, event)
        return begun

    def answered(self, data: bytes) -> None:
        """Read what comes from the server."""
        for event in self._events(self._as_client, data):
            self._tell(self._as_server, event)
        both = (self._as_server, self._as_client)
        if self.understood and all(
            each.our_state is h11.DONE and each.their_state is h11.DONE for each in both
        ):
            for each in both:
                each.start_next_cycle()

    def _events(self, connection: h11.Connection, data: bytes) -> list[h11.Event]:
        found: list[h11.Event] = []
        if not self.understood:
            return found
        try:
            connection.receive_data(data)
            while True:
                event = connection.next_event()
                if event is h11.NEED_DATA or event is h11.PAUSED:
                    return found
                if isinstance(event, h11.ConnectionClosed):
                    self.understood = False
                    return found
                if isinstance(event, h11.Event):
                    found.append(event)
        except h11.ProtocolError:
            self.understood = False
            return found

    def _tell(self, connection: h11.Connection, event: h11.Event) -> None:
        """Let the other side's book know; the bytes that it would write are not needed."""
        try:
            if self.understood:
                connection.send(event)
        except h11.ProtocolError:
            self.understood = False


def _asked(request: h11.Request) -> Asked:
    headers = {bytes(name).lower(): bytes(value) for name, value in request.headers}
    return Asked(
        method=bytes(request.method).decode("latin-1"),
        request_id=headers.get(b"x-request-id", b"").decode("latin-1"),
        of_browser=headers.get(b"user-agent", b"").startswith(b"Mozilla/"),
    )
