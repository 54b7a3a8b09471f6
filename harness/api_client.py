"""A connection to the API of one of a run's servers, which is told who asks by a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import httpx

from harness.loopback import LoopbackTransport

if TYPE_CHECKING:
    from types import TracebackType


class ApiClient:
    """Keeps one connection; to be used by one thread."""

    def __init__(
        self, url: str, secret: str, *, timeout: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        """Ask below `url`; wait `timeout` seconds for an answer."""
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}", "Accept": "application/json"},
            timeout=timeout,
            transport=transport or LoopbackTransport(),
            trust_env=False,  # a proxy has no business between a test and its own machine
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()
