"""What the site asks of a history of runs, wherever that is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from harness.history.trend import Trend

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.report.model import Scenario

__all__ = ["HistoryView", "Trend", "trends_of"]


class HistoryView(Protocol):
    """A history that can be asked."""

    def trend(self, key: str) -> Trend | None:
        """Return the trend of the scenario with that key; None where nothing is known of it."""


def trends_of(history: HistoryView | None, scenarios: Iterable[Scenario]) -> dict[str, Trend]:
    """Return the trends of scenarios by key, each asked for once: a history may have to work it out."""
    if history is None:
        return {}
    found = {scenario.key: history.trend(scenario.key) for scenario in scenarios}
    return {key: trend for key, trend in found.items() if trend is not None}
