"""A client for the part of Mailpit's HTTP API that the tests use, with errors that say what to do.

The embedded catcher answers the same API, so this is the only client there is.
"""

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from harness.mail.addresses import canonical

_LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}
_PAGE = 200
_EXCERPT = 120
_ASK_AGAIN_AFTER = 0.1


class MailServerError(RuntimeError):
    """The mail server cannot be reached, or answers otherwise than Mailpit; says which and what to do."""


class MailGoneError(MailServerError):
    """The server has no mail of that id (any more)."""


@dataclass(frozen=True, slots=True)
class MessageSummary:
    """What a list, a search or an event tells about a mail without opening it."""

    id: str
    subject: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    bcc: tuple[str, ...]
    """Recipients of the envelope alone are here, too."""
    created: datetime
    """The server's time of arrival; mails tie on it."""

    def is_to(self, address: str) -> bool:
        """Say whether exactly this address got the mail; capitals don't matter."""
        return canonical(address) in map(canonical, (*self.to, *self.cc, *self.bcc))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for what is no summary."""
        to, cc, bcc = (
            tuple(str(mailbox["Address"]) for mailbox in data[name] or ()) for name in ("To", "Cc", "Bcc")
        )
        created = datetime.fromisoformat(data["Created"])
        return cls(str(data["ID"]), str(data["Subject"]), to, cc, bcc, created)


@dataclass(frozen=True, slots=True)
class ServerInfo:
    version: str
    messages: int
    accepted: int
    """Mails accepted by SMTP since the server's start."""

    @property
    def description(self) -> str:
        """For people: "Mailpit v1.30.5" or "embedded catcher"."""
        return f"Mailpit {self.version}" if self.version.startswith("v") else self.version


@dataclass(frozen=True, slots=True)
class ChaosTrigger:
    """Refuse with this SMTP code (400 to 599), in so many of 100 cases."""

    error_code: int = 451
    probability: int = 100


class MailpitClient:
    """Talks to one server; keeps its connections until it is closed. May be shared by threads.

    `url` is the base of the web interface, with the path that it may be served under, and with
    `user:password@` where it asks for one. Each call raises MailServerError if the server is not reached
    within `timeout` seconds or answers otherwise than Mailpit does. `patience`: seconds for which one that is
    away is asked again, where it may be restarted in between.
    """

    def __init__(self, url: str, *, timeout: float = 10.0, patience: float = 0.0) -> None:
        try:
            base = httpx.URL(url.rstrip("/"))
        except httpx.InvalidURL as error:
            raise MailServerError(f"the mail server's address {url!r} is no address: {error}") from error
        if base.scheme not in {"http", "https"} or not base.host or "%" in base.host:
            raise MailServerError(
                f"the mail server's address is {url!r}, but it has to look like http://127.0.0.1:8025"
            )
        self.auth = (base.username, base.password) if base.userinfo else None
        """User and password of the address, taken out of `url`."""
        self.local = base.host in _LOOPBACK_HOSTS
        """Whether it runs on this machine, where no proxy of the environment is asked."""
        self.url = str(base.copy_with(userinfo=b"")).rstrip("/")
        self._patience = patience
        self._closed = threading.Event()
        self._http = httpx.Client(
            auth=self.auth,
            timeout=timeout,
            # Reading the certificates takes longer than a start of the catcher; they matter for https only.
            verify=ssl.create_default_context() if base.scheme == "https" else False,
            trust_env=not self.local,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._closed.set()
        self._http.close()

    def ready(self) -> bool:
        """Say whether the server answers and has its database open. Never raises."""
        try:
            return self._http.get(f"{self.url}/readyz").status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def info(self) -> ServerInfo:
        path = "/api/v1/info"
        answer = self._request("GET", path)
        with self._expecting(path, answer):
            data = answer.json()
            return ServerInfo(
                str(data["Version"]), int(data["Messages"]), int(data["RuntimeStats"]["SMTPAccepted"])
            )

    def messages(self, *, start: int = 0, limit: int = 50) -> list[MessageSummary]:
        """Return a page of all mails, the newest first: the server's order is the order of arrival."""
        return self._page("/api/v1/messages", {"start": start, "limit": limit})

    def search(self, query: str) -> list[MessageSummary]:
        """Return all mails that match, the newest first.

        Mailpit's address terms match parts of addresses, and `_` in them any character.
        """
        found: dict[str, MessageSummary] = {}
        start = 0
        while page := self._page("/api/v1/search", {"query": query, "start": start, "limit": _PAGE}):
            # A mail that arrives between two pages moves the others on: some come twice.
            found |= {summary.id: summary for summary in page}
            start += len(page)
            if len(page) < _PAGE:
                break
        return list(found.values())

    def message(self, message_id: str) -> dict[str, Any]:
        """Return the server's own reading of a mail. For looking at the server: tests read `raw`."""
        return self._json(f"/api/v1/message/{message_id}")

    def headers(self, message_id: str) -> dict[str, list[str]]:
        return self._json(f"/api/v1/message/{message_id}/headers")

    def raw(self, message_id: str) -> bytes:
        """Return the stored bytes; `harness.mail.message.read_message` takes them apart."""
        return self._request("GET", f"/api/v1/message/{message_id}/raw").content

    def delete(self, ids: Iterable[str]) -> None:
        """Delete these mails. No ids is an error: to the server that means all mails, others' too."""
        doomed = list(ids)
        if not doomed or not all(doomed):
            raise ValueError("delete needs ids: without any, the server would delete every mail it has")
        self._request("DELETE", "/api/v1/messages", json={"IDs": doomed})

    def set_chaos(
        self,
        *,
        sender: ChaosTrigger | None = None,
        recipient: ChaosTrigger | None = None,
        authentication: ChaosTrigger | None = None,
    ) -> None:
        """Make the server refuse mail, everybody's: not while other scenarios run. None refuses nothing."""
        triggers = {"Sender": sender, "Recipient": recipient, "Authentication": authentication}
        body = {
            name: {"ErrorCode": trigger.error_code, "Probability": trigger.probability}
            for name, trigger in triggers.items()
            if trigger is not None
        }
        self._request("PUT", "/api/v1/chaos", json=body)

    def reset_chaos(self) -> None:
        self.set_chaos()

    def _json(self, path: str) -> dict[str, Any]:
        answer = self._request("GET", path)
        with self._expecting(path, answer):
            return dict(answer.json())

    def _page(self, path: str, params: Mapping[str, str | int]) -> list[MessageSummary]:
        answer = self._request("GET", path, params=params)
        with self._expecting(path, answer):
            return [MessageSummary.from_json(data) for data in answer.json()["messages"]]

    def _request(
        self, method: str, path: str, *, params: Mapping[str, str | int] | None = None, json: object = None
    ) -> httpx.Response:
        try:
            answer = self._patiently(
                lambda: self._http.request(method, f"{self.url}{path}", params=params, json=json)
            )
        except (httpx.TransportError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            raise MailServerError(
                f"the mail server at {self.url} does not answer ({reason}). "
                "Is it running, and is the address (MAILPIT_URL) right?"
            ) from error
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            raise MailServerError(
                f"the mail server at {self.url} asks for a user and password, or refuses the ones given: "
                "put them into the address, as in http://user:password@host:8025"
            )
        if answer.status_code == httpx.codes.NOT_FOUND and path.startswith("/api/v1/message/"):
            raise MailGoneError(f"the mail server at {self.url} has no such mail: {path}. Was it deleted?")
        if answer.is_error or answer.is_redirect:
            raise MailServerError(
                f"{method} {self.url}{path} was answered with {answer.status_code}: {_excerpt(answer)}"
            )
        return answer

    def _patiently(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Ask again where that may help; it is safe, as all these requests are idempotent."""
        until = time.monotonic() + self._patience
        first = True
        while True:
            try:
                return ask()
            except httpx.TransportError as error:
                # The server may close an idle connection at the moment we use it (RFC 9112, 9.5).
                at_once = first and isinstance(error, httpx.RemoteProtocolError)
                if not at_once and (time.monotonic() >= until or self._closed.wait(_ASK_AGAIN_AFTER)):
                    raise
                first = False

    @contextmanager
    def _expecting(self, path: str, answer: httpx.Response) -> Iterator[None]:
        try:
            yield
        except (KeyError, TypeError, ValueError) as error:
            raise MailServerError(
                f"{self.url}{path} answers, but not as Mailpit does: {_excerpt(answer)}. "
                "Is the address (MAILPIT_URL) that of a Mailpit, 1.20 or newer?"
            ) from error


def _excerpt(answer: httpx.Response) -> str:
    text = " ".join(answer.text.split())
    return repr(text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}\u2026")
