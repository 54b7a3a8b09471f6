"""What the site asks of a history of runs, wherever that is kept."""

from __future__ import annotations

from typing import Protocol

from harness.history.trend import Trend

__all__ = ["HistoryView", "Trend"]


class HistoryView(Protocol):
    """A history that can be asked."""

    def trend(self, key: str) -> Trend | None:
        """Return the trend of the scenario with that key; None where nothing is known of it."""
