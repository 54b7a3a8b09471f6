"""Say what names answer, at the DNS server of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from harness.api_client import ApiClient
from harness.dns.answers import Answer, Kind, Record

if TYPE_CHECKING:
    from harness.targets import Target

TIMEOUT: Final = 15.0
"""Seconds that the server may take to answer; it needs a millisecond, a busy machine more."""


class DnsServerError(RuntimeError):
    """The DNS server refused what it was asked to answer, or could not be asked; the message says why."""


class DnsRecords(ApiClient):
    """Keeps one connection; to be used by one thread. Every method raises DnsServerError.

    What is set holds at once, for the next query from anywhere, until it is set anew or cleared. A name is
    meant exactly: nothing is said about the names above and below it.
    """

    def __init__(self, url: str, secret: str, *, transport: httpx.BaseTransport | None = None) -> None:
        super().__init__(url, secret, timeout=TIMEOUT, transport=transport)

    @classmethod
    def for_target(cls, target: Target) -> Self:
        """Raise ValueError for a target without such a server: ask `target.can("dns")` first."""
        if target.dns_url is None or target.dns_secret is None:
            raise ValueError(f"the target {target.name} has no DNS server that names could be set at")
        return cls(target.dns_url, target.dns_secret.get_secret_value())

    def check(self) -> None:
        """See that the server answers and takes the secret."""
        self._ask("GET", "/")

    def set_txt(self, name: str, *records: Record, delay_ms: int = 0, truncated: bool = False) -> None:
        """Let a name have these TXT records, and no others."""
        try:
            answer = Answer(txt=records, delay_ms=delay_ms, truncated=truncated)
        except ValidationError as error:
            raise DnsServerError(f"TXT records of {name}: {error}") from None
        self._set(name, answer)

    def set_kind(self, name: str, kind: Kind, *, delay_ms: int = 0) -> None:
        """Let a name have no TXT record, in one of the ways that there are for it."""
        self._set(name, Answer(kind=kind, delay_ms=delay_ms))

    def clear(self, name: str) -> None:
        """Forget what was set for a name, if anything was."""
        self._ask("DELETE", _path(name))

    def _set(self, name: str, answer: Answer) -> None:
        self._ask("PUT", _path(name), answer.model_dump_json())

    def _ask(self, method: str, path: str, content: str | None = None) -> None:
        request = f"DNS server: {method} {path}"
        try:
            response = self._http.request(method, path, content=content)
        except httpx.HTTPError as error:
            raise DnsServerError(f"{request}: no answer: {type(error).__name__}: {error}") from error
        if not response.is_success:
            raise DnsServerError(f"{request}: status {response.status_code}: {response.text}")


def _path(name: str) -> str:
    return f"/names/{quote(name, safe='')}"
