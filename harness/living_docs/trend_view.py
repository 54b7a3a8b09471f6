"""A scenario's past as a row of bars: how it ended, and how long it took."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harness.living_docs.words import duration, of_status

if TYPE_CHECKING:
    from harness.living_docs.history_view import Trend

_MOST_BARS: Final = 60
_PITCH, _WIDTH, _HEIGHT, _LEAST = 4, 3, 100, 4


@dataclass(frozen=True)
class TrendView:
    width: int
    paths: dict[str, str]
    """By tone, all of its bars as one path: a hundred elements per page would weigh more than the page."""
    words: str
    """The same for those who do not see it."""


def drawn(trend: Trend) -> TrendView | None:
    """Return the bars of the latest runs, the last one at the right; None where there are none."""
    past = [(of_status(status), seconds) for status, seconds in list(trend.past)[-_MOST_BARS:]]
    if not past:
        return None
    times = [seconds for _, seconds in past]
    longest = max(*times, 0.001)
    paths: dict[str, str] = {}
    for index, (said, seconds) in enumerate(past):
        height = max(round(_HEIGHT * seconds / longest), _LEAST)
        bar = f"M{index * _PITCH} {_HEIGHT}v-{height}h{_WIDTH}v{height}z"
        paths[said.tone] = paths.get(said.tone, "") + bar
    ended = ", ".join(
        f"{count} {word}" for word, count in Counter(said.word for said, _ in past).most_common()
    )
    words = f"{ended}; between {duration(min(times))} and {duration(max(times))}"
    return TrendView(len(past) * _PITCH, paths, words)
