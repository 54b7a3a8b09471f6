"""Reads the JSON body of a request field by field; every complaint says what to send instead."""

import json
from collections.abc import Iterable
from typing import Any

from portal.rules import addresses

MAX_TEXT = 200
MAX_COUNT = 100_000_000


class BadRequestError(Exception):
    """The request cannot be done as it was sent; the text says what to do."""


class Body:
    """The fields of a JSON object. `finish` refuses those that nobody read."""

    def __init__(self, raw: bytes) -> None:
        try:
            data = json.loads(raw)
        except ValueError as error:
            raise BadRequestError("Send a JSON object as the body.") from error
        if not isinstance(data, dict):
            raise BadRequestError("Send a JSON object as the body.")
        self._data: dict[str, Any] = data
        self._known: list[str] = []

    def _take(self, name: str) -> Any:
        self._known.append(name)
        return self._data.get(name)

    def finish(self) -> None:
        """Refuse fields that mean nothing here. Raises `BadRequestError`."""
        unknown = sorted(set(self._data) - set(self._known))
        if unknown:
            raise BadRequestError(f"Leave out {_listed(unknown)}. The fields are {_listed(self._known)}.")

    def text(self, name: str, *, default: str | None = None, max_length: int = MAX_TEXT) -> str:
        """A text that is not empty."""
        value = self._take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip() or len(value) > max_length:
            raise BadRequestError(f'Set "{name}" to a text of 1 to {max_length} characters.')
        if any(ord(character) < ord(" ") for character in value):
            raise BadRequestError(f'Set "{name}" to a text without line breaks and control characters.')
        return value

    def choice(self, name: str, choices: Iterable[str], *, default: str) -> str:
        """One of several words."""
        value = self._take(name)
        if value is None:
            return default
        allowed = [str(choice) for choice in choices]
        if value not in allowed:
            raise BadRequestError(f'Set "{name}" to one of {_listed(allowed)}.')
        return str(value)

    def boolean(self, name: str, *, default: bool) -> bool:
        """A truth value."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise BadRequestError(f'Set "{name}" to true or false.')
        return value

    def number(self, name: str) -> float:
        """A number of at least 0."""
        value = self._take(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_COUNT:
            raise BadRequestError(f'Set "{name}" to a number from 0 to {MAX_COUNT}.')
        return value

    def key(self, name: str) -> int | None:
        """The id of something made before; None if left out."""
        value = self._take(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        raise BadRequestError(f'Set "{name}" to the id that its creation answered.')

    def counts(self, name: str) -> dict[str, int]:
        """Whole numbers of at least 0 by name; none if left out."""
        value = self._take(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(
            key and isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MAX_COUNT
            for key, count in value.items()
        ):
            raise BadRequestError(
                f'Set "{name}" to an object of whole numbers from 0 to {MAX_COUNT}, such as {{"E3": 2000}}.'
            )
        return dict(value)

    def choices(self, name: str, choices: Iterable[str], *, default: list[str]) -> list[str]:
        """Several of several words, each once."""
        value = self._take(name)
        if value is None:
            return default
        allowed = list(choices)
        if (
            not isinstance(value, list)
            or not all(item in allowed for item in value)
            or len(set(value)) != len(value)
        ):
            raise BadRequestError(
                f'Set "{name}" to a list with any of {_listed(allowed)}, each at most once.'
            )
        return value

    def domains(self, name: str, *, default: list[str] | None = None) -> list[str]:
        """Email domains, in normal form, each once, none of them a public mailbox's."""
        value = self._take(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise BadRequestError(f'Set "{name}" to a list of domain names, such as ["contoso.example"].')
        return list(dict.fromkeys(_domain(item) for item in value))

    def address(self, name: str) -> addresses.Address:
        """An email address."""
        value = self._take(name)
        return address(value if isinstance(value, str) else "", name)


def address(text: str, name: str) -> addresses.Address:
    """The email address in a field or query parameter. Raises `BadRequestError`."""
    try:
        return addresses.parse(text)
    except addresses.AddressError as error:
        raise BadRequestError(f'Set "{name}" to an email address, such as "anna@contoso.example".') from error


def _domain(text: str) -> str:
    try:
        domain = addresses.normal_domain(text)
    except addresses.AddressError as error:
        raise BadRequestError(f'"{text}" is no domain name. Write it like "contoso.example".') from error
    if addresses.is_public_mailbox(domain):
        raise BadRequestError(
            f'"{domain}" is a public mailbox service and belongs to no organization. Use another domain.'
        )
    return domain


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
