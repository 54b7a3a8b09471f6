"""What must not be read by whoever reads a report: kept per process, in memory only."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

import pytest

from harness.run_context import RUN_CONTEXT
from harness.secrecy.shapes import secrets_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.targets import Target

SHORTEST: Final = 6
"""Characters. What is shorter is part of too many words: masking it would make a report unreadable."""
_LEAST_DIFFERENT: Final = 3
# Of variables that are ours or a server's of ours; what they mean is for `harness.settings` to say.
_SECRET_VARIABLE: Final = re.compile(
    r"(?:HUP|MAILPIT|MP|PORTAL|DNS|SMTP)_\w*(?:SECRET|PASSWORD|TOKEN|AUTH|CREDENTIALS|KEY)\w*"
)
_ADDRESS_VARIABLE: Final = re.compile(r"(?:HUP|MAILPIT)_\w*URL")


@dataclass(frozen=True, slots=True)
class Secret:
    value: str = field(repr=False)
    what: str
    """For people, in the place of the value: 'the password of an invented person'."""


class Registry:
    """Grows only. Adding from several threads is safe: the controller's receivers do."""

    def __init__(self) -> None:
        self.secrets: list[Secret] = []
        """In the order in which they became known."""
        self.refused: dict[str, str] = {}
        """What could not be kept secret, and why."""
        self._values: set[str] = set()
        self._handed_over = 0

    def add(self, value: str, what: str) -> str | None:
        """Return None, or why this value is refused."""
        if value in self._values:
            return None
        reason = _objection(value)
        if reason is not None:
            self.refused[what] = reason
            return reason
        self._values.add(value)
        self.secrets.append(Secret(value, what))
        return None

    def add_from(self, text: str) -> None:
        """Add what is secret in an address, or in a text with addresses, by the names that it has there."""
        for value, what in secrets_in(text):
            self.add(value, what)

    def hand_over(self) -> list[tuple[str, str]]:
        """Return values and what they are, as far as this has not returned them before."""
        new = self.secrets[self._handed_over :]
        self._handed_over += len(new)
        return [(secret.value, secret.what) for secret in new]


def secrets_of(config: pytest.Config) -> Registry:
    """Return this process's one registry; it knows what the target and the environment hold."""
    if _REGISTRY not in config.stash:
        config.stash[_REGISTRY] = Registry()
        for value, what in of_environment(os.environ):
            config.stash[_REGISTRY].add(value, what)
    registry = config.stash[_REGISTRY]
    run = config.stash.get(RUN_CONTEXT, None)
    if run is not None:
        for value, what in of_target(run.target):
            registry.add(value, what)
    return registry


def of_target(target: Target) -> Iterator[tuple[str, str]]:
    """Yield what a target holds that is secret, and what it is."""
    for key, value in target.secrets.items():
        yield value, f"the target's {key}"
    yield from _of_address(target.mail_url, "the target's mail_url")


def of_environment(variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what the environment holds that is secret, and what it is."""
    for name, value in variables.items():
        if value and _SECRET_VARIABLE.fullmatch(name):
            yield value, f"the environment's {name}"
        elif _ADDRESS_VARIABLE.fullmatch(name):
            yield from _of_address(value, f"the environment's {name}")


def _of_address(address: str, where: str) -> Iterator[tuple[str, str]]:
    try:
        password = urlsplit(address).password
    except ValueError:  # no address; that is for others to say
        return
    if password:
        yield unquote(password), f"the password in {where}"


def _objection(value: str) -> str | None:
    if len(value) < SHORTEST:
        return f"it has {len(value)} characters, and what has fewer than {SHORTEST} cannot be told from words"
    if len(set(value)) < _LEAST_DIFFERENT:
        return "it repeats the same characters, as much else does"
    return None


_REGISTRY: Final = pytest.StashKey[Registry]()
