"""HTTP to `*.localhost` for clients that are no browser.

A browser knows that every name under `.localhost` is this machine (RFC 6761); the system's
resolver often does not. So the connection goes to 127.0.0.1 and the name stays in the Host header.
"""

from __future__ import annotations

import httpx

LOOPBACK = "127.0.0.1"


def is_localhost_name(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


class LoopbackTransport(httpx.HTTPTransport):
    """Sends requests for names under `.localhost` to the loopback address, all others as usual."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if is_localhost_name(request.url.host):
            # A new request, so that cookies and redirects still see the name that was asked for.
            request = httpx.Request(
                request.method,
                request.url.copy_with(host=LOOPBACK),
                headers=request.headers,
                stream=request.stream,
                extensions=request.extensions,
            )
        return super().handle_request(request)
