"""What a report shows of a scenario's past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Trend:
    """How a scenario fared in runs before this one."""

    past: Sequence[tuple[str, float]] = ()
    """Status, as the model names it, and seconds; the oldest first."""
    sentence: str | None = None
    """What stands out, such as "flaky: 3 of the last 50"; None for one that nothing is to be said of."""
