"""Secrets taken out of what is written down or printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "[masked]"
# The address of a confirmation page holds what makes it work. In a mail's raw form, quoted-printable may
# break the token with "=" at a line's end.
_TOKEN = re.compile(r"(/confirm/)(?:[A-Za-z0-9_~-]|=\r?\n){8,}")
_TOKEN_BYTES = re.compile(rb"(/confirm/)(?:[A-Za-z0-9_~-]|=\r?\n){8,}")


class Masker:
    """Replaces confirmation tokens and whatever secrets it was given."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The longest first: one secret may hold another.
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def text(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _TOKEN.sub(rf"\1{MASK}", text)

    def bytes(self, data: bytes) -> bytes:
        for secret in self._secrets:
            data = data.replace(secret.encode(), MASK.encode())
        return _TOKEN_BYTES.sub(rb"\1" + MASK.encode(), data)
