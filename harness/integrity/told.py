"""What one account of a run says of a scenario, in that account's own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """The state of a scenario and, in order, of its steps."""

    status: str
    steps: tuple[str, ...]
