"""What was measured of mutants, as far as a test has to say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.faults.mutants.record import MutantsMeasurement
from harness.faults.record import Control, Outcome, Result
from tests.harness.faults.conftest import LISTING

if TYPE_CHECKING:
    from collections.abc import Mapping

DIFFS: Final = {each.name: each.diff for each in LISTING.mutants}
CONTROL: Final = Control(scenarios=1, seconds=1, measured="2026-03-02T09:40:00+00:00")


def outcome(name: str, result: Result, **others: Any) -> Outcome:  # noqa: ANN401 - fields of all types
    said = {"detail": DIFFS.get(name, ""), "digest": "d", **others}
    return Outcome(
        name=name,
        rules=[],
        says="a -> b",
        any_rule=True,
        result=result,
        seconds=2,
        measured="2026-03-02T09:35:00+00:00",
        revision="b2fb88e",
        **said,
    )


def measured(results: Mapping[str, Result], **others: Any) -> MutantsMeasurement:  # noqa: ANN401 - likewise
    """A measurement that is done with these mutants, which are all that were asked for."""
    said = {"digest": "d", "control": CONTROL, "asked": list(results), "done": list(results), **others}
    return MutantsMeasurement(
        revision="b2fb88e",
        started="2026-03-02T09:30:00+00:00",
        patience=5,
        jobs=2,
        outcomes={name: outcome(name, result) for name, result in results.items()},
        **said,
    )
