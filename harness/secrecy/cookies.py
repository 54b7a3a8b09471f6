"""Which of the cookies that a browser keeps would let somebody else in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from harness.secrecy.registry import SHORTEST
from harness.secrecy.shapes import looks_random

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from http.cookiejar import Cookie

    import httpx

    from harness.secrecy.registry import Registry

_NAMES: Final = re.compile(r"sess|csrf|xsrf|token|auth|sid\b", re.IGNORECASE)


def of_cookies(cookies: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the values that are secret, and what each is. A market or a language is none."""
    for cookie in cookies:
        name, value = str(cookie.get("name", "")), str(cookie.get("value", "")).strip('"')
        if len(value) >= SHORTEST and (_NAMES.search(name) or looks_random(value)):
            yield value, f"the cookie {name!r} of {cookie.get('domain', 'some site')}"


def of_jar(jar: Iterable[Cookie]) -> Iterator[tuple[str, str]]:
    """Yield likewise from the cookies of a client that is no browser."""
    return of_cookies({"name": each.name, "value": each.value or "", "domain": each.domain} for each in jar)


def keep_secret(client: httpx.Client, registry: Registry) -> httpx.Client:
    """Register what this client is given, with each answer as it comes; return the client."""

    def note(response: httpx.Response) -> None:
        if "set-cookie" in response.headers:
            for value, what in of_jar(response.cookies.jar):
                registry.add(value, what)
        if "location" in response.headers:
            registry.add_from(response.headers["location"])

    client.event_hooks = {**client.event_hooks, "response": [*client.event_hooks["response"], note]}
    return client
