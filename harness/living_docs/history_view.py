"""What the site asks of a history of runs, wherever that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Trend:
    """How a scenario fared in runs before this one."""

    past: Sequence[tuple[str, float]] = ()
    """Status, as the model names it, and seconds; the oldest first."""
    sentence: str | None = None
    """What stands out, such as "flaky: 3 of the last 50"; None for one that nothing is to be said of."""


class HistoryView(Protocol):
    """A history that can be asked."""

    def trend(self, key: str) -> Trend | None:
        """Return the trend of the scenario with that key; None where nothing is known of it."""
