"""Secrets that can be told by where they stand, registered or not: in links, redirects and forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from harness.secrecy.forms import MASK

_SHORTEST: Final = 16
_MOST_DIFFERENT: Final = 8
# The address of a confirmation page holds what makes it work. In a mail's raw form, quoted-printable may
# break the token with "=" at a line's end.
_CONFIRMATION: Final = re.compile(rb"(/confirm/)(?:[A-Za-z0-9_~-]|=\r?\n){8,}")
_MEANINGS: Final = {
    "code": "an authorization code",
    "state": "the state of a sign-in",
    "code_verifier": "the verifier of an authorization code",
    "choice": "a hand-over token",
    "token": "a token in an address",
    "access_token": "a token in an address",
    "id_token": "a token in an address",
    "secret": "a secret in an address",
    "session": "a session in an address",
    "csrfmiddlewaretoken": "the token of a form",
    "csrf": "the token of a form",
}
# Also where an address is a value in another one, which may be one itself, or stands in a mail. What comes
# before the name is looked at afterwards: to look behind first would take ten times as long.
_PARAMETER: Final = re.compile(
    rb"((?:" + "|".join(sorted(_MEANINGS, key=len, reverse=True)).encode() + rb")(?:=3D|=|%(?:25)?3[Dd]))"
    rb"((?:[A-Za-z0-9_~.:+-]|%3[Aa]){16,})"
)
_WITHIN_WORD: Final = re.compile(rb"[A-Za-z0-9_]$")
_ESCAPED_SIGN: Final = re.compile(rb"%(?:25)?(?:3[Ff]|26)$")
_FORM_FIELD: Final = re.compile(rb"(csrfmiddlewaretoken\W{1,12}(?:value\W{1,8})?)([A-Za-z0-9]{32,})")
_LINK: Final = re.compile(rb"/confirm/([A-Za-z0-9_~-]{16,})")
_RANDOM: Final = re.compile(r"[A-Za-z0-9_~.:+/=%-]+")


def mask_shapes(data: bytes) -> bytes:
    data = _CONFIRMATION.sub(rb"\1" + MASK.encode(), data)
    data = _FORM_FIELD.sub(rb"\1" + MASK.encode(), data)
    return _PARAMETER.sub(_masked_parameter, data)


def secrets_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the secrets in an address, or in a text with addresses, and what each is."""
    data = text.encode("utf-8", "surrogatepass")
    for link in _LINK.finditer(data):
        if looks_random(link[1].decode()):
            yield link[1].decode(), "a confirmation token"
    for parameter in _PARAMETER.finditer(data):
        if not _is_whole_name(parameter):
            continue
        value = parameter[2].decode().replace("%3A", ":").replace("%3a", ":")
        if looks_random(value):
            name = re.match(rb"\w+", parameter[1])
            yield value, _MEANINGS[name[0].decode()] if name else "a secret in an address"


def is_secret_parameter(name: str, value: str) -> bool:
    """Say whether a parameter of an address, or a field of a form, lets somebody in."""
    return name in _MEANINGS and looks_random(value)


def open_links(data: bytes) -> bool:
    """Say whether the address of a confirmation page stands there, whoever's it is."""
    return any(looks_random(link[1].decode()) for link in _LINK.finditer(data))


def looks_random(value: str) -> bool:
    """Say whether a machine has made this up, so that it stands nowhere by chance."""
    return (
        len(value) >= _SHORTEST
        and _RANDOM.fullmatch(value) is not None
        and any(each.isdigit() for each in value)
        and any(each.isalpha() for each in value)
        and len(set(value)) >= _MOST_DIFFERENT
    )


def _masked_parameter(found: re.Match[bytes]) -> bytes:
    secret = _is_whole_name(found) and looks_random(found[2].decode())
    return found[1] + MASK.encode() if secret else found[0]


def _is_whole_name(found: re.Match[bytes]) -> bool:
    before = found.string[max(0, found.start() - 5) : found.start()]
    return _WITHIN_WORD.search(before) is None or _ESCAPED_SIGN.search(before) is not None
