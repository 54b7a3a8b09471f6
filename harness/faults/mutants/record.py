"""What was measured of mutants. Kept as `mutants.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import Field

from harness.faults.hunt import now
from harness.faults.options import AT_LEAST
from harness.faults.record import Measurement, Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.faults.mutants.listing import Mutant

FILE_NAME: Final = "mutants.json"


class MutantsMeasurement(Measurement):
    """A campaign against mutants."""

    modules: list[str] = Field(default_factory=list)
    """Those that were asked for, as a whole or by some of their mutants; none for all."""
    made: int = 0
    """How many changes the tool had to offer in the modules that were asked for."""
    left_out: dict[str, int] = Field(default_factory=dict)
    """How many of these cannot make a difference, by reason."""
    equivalent: dict[str, str] = Field(default_factory=dict)
    """Those that nobody could notice, as somebody has looked into: why, by name. None of them counts."""
    sampled_from: int | None = None
    """How many there were to draw a sample from."""
    at_least: float = AT_LEAST

    @property
    def word(self) -> str:
        return "mutant"

    @property
    def killed(self) -> list[Outcome]:
        return [each for each in self.own if each.is_good]

    @property
    def dead(self) -> list[Outcome]:
        """Return those killed ones that no scenario was needed for."""
        return [each for each in self.own if each.result is Result.DEAD]

    @property
    def percent(self) -> float:
        return 100 * len(self.killed) / len(self.own) if self.own else 0.0

    @property
    def holds(self) -> bool:
        return self.control is not None and not self.pending and self.percent >= self.at_least

    def bury(self, mutants: Iterable[Mutant]) -> None:
        """Take in those of which it is clear beforehand that no portal can start with them."""
        for each in mutants:
            if each.dead and each.name in self.pending:
                self.take_in(
                    Outcome(
                        name=each.name,
                        rules=[],
                        says=each.says,
                        detail=each.diff,
                        any_rule=True,
                        result=Result.DEAD,
                        reason=each.dead,
                        seconds=0,
                        measured=now(),
                        revision=self.revision,
                        digest=self.digest,
                    )
                )
