"""Refusals on demand, as in Mailpit: a share of the senders, recipients or log-ins gets an SMTP error."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DEFAULT_CODES = {"Sender": 451, "Recipient": 451, "Authentication": 535}
_CODES = range(400, 600)
_PERCENT = range(101)


class ChaosError(ValueError):
    """The triggers asked for make no sense; says why."""


@dataclass(frozen=True, slots=True)
class _Trigger:
    code: int
    probability: int


class Chaos:
    def __init__(self) -> None:
        self._triggers: dict[str, _Trigger] = {}
        self.set({})

    def set(self, triggers: Any) -> None:  # noqa: ANN401 - JSON of whoever asks
        """Replace all triggers; those not named refuse nothing. Raises ChaosError and changes nothing."""
        new = {}
        for name, default_code in _DEFAULT_CODES.items():
            wanted = triggers.get(name) or {} if isinstance(triggers, Mapping) else None
            if not isinstance(wanted, Mapping):
                raise ChaosError('give triggers as {"Recipient": {"ErrorCode": 451, "Probability": 100}}')
            code, probability = wanted.get("ErrorCode") or default_code, wanted.get("Probability") or 0
            # A bool is a number to Python, and 451.0 is in the range as well.
            if type(code) is not int or code not in _CODES:
                raise ChaosError("error code must be between 400 and 599")
            if type(probability) is not int or probability not in _PERCENT:
                raise ChaosError("probability must be between 0 and 100")
            new[name] = _Trigger(code, probability)
        self._triggers = new

    def as_json(self) -> dict[str, dict[str, int]]:
        return {
            name: {"ErrorCode": trigger.code, "Probability": trigger.probability}
            for name, trigger in self._triggers.items()
        }

    def refusal(self, name: str) -> str | None:
        """Return the SMTP answer with which to refuse this time, or None."""
        trigger = self._triggers[name]
        if random.randrange(100) >= trigger.probability:  # noqa: S311 - no secret
            return None
        return f"{trigger.code} Chaos: {name.lower()} refused on demand"
