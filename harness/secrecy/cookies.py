"""Which of the cookies that a browser keeps would let somebody else in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from harness.secrecy.shapes import looks_random

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from http.cookiejar import Cookie

_NAMES: Final = re.compile(r"sess|csrf|xsrf|token|auth|sid\b", re.IGNORECASE)


def of_cookies(cookies: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the values that are secret, and what each is. A market or a language is none."""
    for cookie in cookies:
        name, value = str(cookie.get("name", "")), str(cookie.get("value", "")).strip('"')
        if value and (_NAMES.search(name) or looks_random(value)):
            yield value, f"the cookie {name!r} of {cookie.get('domain', 'some site')}"


def of_jar(jar: Iterable[Cookie]) -> Iterator[tuple[str, str]]:
    """Likewise from the cookies of a client that is no browser."""
    return of_cookies({"name": each.name, "value": each.value or "", "domain": each.domain} for each in jar)
