"""The weather of a run, which is drawn from the run's seed."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Self

from pydantic import BaseModel, ConfigDict

from harness.weather.kinds import (
    DOUBLED_MAIL,
    KINDS,
    LATE_MAIL,
    MAIL_RESTART,
    SLOW_CPU,
    SLOW_MAIL,
    SLOW_NET,
    Kind,
)


class Weather(BaseModel):
    """The weather of one run. The same seed and kinds make the same weather for the same scenario."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: frozenset[str]
    seed: int
    run_id: str = ""
    """Left out of every name that is drawn with: it is new in each run, and a replay is one."""
    url: str = ""
    """Where the process that makes it answers, once there is one."""
    diary: Path | None = None
    """What has befallen whom, in JSON lines."""

    def has(self, kind: Kind) -> bool:
        return kind.name in self.kinds

    def chance(self, *of: object) -> Random:
        """Return the source of chance for something, named so that a replay names it the same."""
        name = ":".join(str(part) for part in (self.seed, *of))
        return Random(name.replace(self.run_id, "") if self.run_id else name)  # noqa: S311 - no secret

    def at(self, url: str, *, diary: Path) -> Self:
        """Return this weather as it is made at a place."""
        return self.model_copy(update={"url": url, "diary": diary})

    @property
    def allowance(self) -> float:
        """Seconds by which anything may take longer than in fair weather."""
        slowed = sum(kind.most for kind in (SLOW_NET, SLOW_MAIL, LATE_MAIL, DOUBLED_MAIL) if self.has(kind))
        return slowed + (10.0 if self.has(MAIL_RESTART) or self.has(SLOW_CPU) else 0.0)

    def slowness(self, request_id: str) -> float:
        """Return how many times slower the processor of a scenario's browsers is; 1: not at all."""
        chance = self.chance(SLOW_CPU.name, request_id)
        if not self.has(SLOW_CPU) or not SLOW_CPU.befalls(chance):
            return 1.0
        return max(1.0, SLOW_CPU.amount(chance))

    @property
    def names(self) -> str:
        """For readers: its kinds, in the order in which they are listed."""
        if self.kinds == KINDS.keys():
            return "all kinds"
        return ", ".join(name for name in KINDS if name in self.kinds)

    @property
    def title(self) -> str:
        """Its kinds and what they were drawn from."""
        return f"{self.names}, seed {self.seed}"
