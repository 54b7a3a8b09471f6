"""Secrets taken out of what is written down or printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pytest

from harness.secrecy.finder import Finder
from harness.secrecy.forms import MASK
from harness.secrecy.registry import Registry, secrets_of
from harness.secrecy.shapes import mask_shapes
from harness.secrecy.views import VIEWS

if TYPE_CHECKING:
    from harness.secrecy.finder import Match
    from harness.secrecy.views import View

_FAILED: Final = "[left out: the secrets in it could not be masked]"


class Masker:
    """Replaces the secrets of a registry in all their forms, and what looks like one by its place."""

    def __init__(self, secrets: Iterable[str] | Registry = ()) -> None:
        if not isinstance(secrets, Registry):
            registry = Registry()
            for value in secrets:
                registry.add(value, "a secret")
            secrets = registry
        self._finder = Finder(secrets)

    def _masked(self, data: bytes) -> bytes:
        for view_of in VIEWS:
            view = view_of(data)
            found = self._finder.matches(view.data) if view is not None else []
            if view is not None and found:
                data = _replaced(data, view, found)
        return mask_shapes(data)

    def text(self, text: str) -> str:
        """Never raises: text that cannot be masked is left out, and says so."""
        try:
            encoded = text.encode("utf-8", "surrogatepass")
            masked = self._masked(encoded)
            return text if masked == encoded else masked.decode("utf-8", "surrogatepass")
        except Exception:  # noqa: BLE001 - a report without a line is better than one with a secret, or none
            return _FAILED

    def bytes(self, data: bytes) -> bytes:
        """Never raises, likewise."""
        try:
            return self._masked(data)
        except Exception:  # noqa: BLE001 - as above
            return _FAILED.encode()


def masker_of(config: pytest.Config) -> Masker:
    """Return this process's one masker."""
    registry = secrets_of(config)
    if _MASKER not in config.stash:
        config.stash[_MASKER] = Masker(registry)
    return config.stash[_MASKER]


def _replaced(data: bytes, view: View, found: list[Match]) -> bytes:
    written_over = bytearray(data)
    spans: list[list[int]] = []
    for match in found:
        if match.form.mask is not None:
            for index, byte in enumerate(match.form.mask):
                written_over[view.original(match.start + index)] = byte
            continue
        start, end = view.original(match.start), view.original(match.end - 1) + 1
        if spans and start < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    parts, last = [], 0
    for start, end in spans:
        parts += [bytes(written_over[last:start]), MASK.encode()]
        last = end
    return b"".join([*parts, bytes(written_over[last:])])


_MASKER: Final = pytest.StashKey[Masker]()
