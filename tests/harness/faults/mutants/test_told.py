"""What is said of a measurement of mutants, on the screen and in `mutants.md`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.cli.console import unstyled
from harness.faults.mutants.told import findings, markdown, matrix, origin, verdict
from harness.faults.record import Result
from tests.harness.faults.mutants.conftest import measured, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.cli.console import Part
    from harness.faults.mutants.record import MutantsMeasurement

CAUGHT, SURVIVED, DEAD = Result.CAUGHT, Result.SURVIVED, Result.DEAD
NOTICED = {"scenario": "t::a", "title": "Link: A", "place": "features/link.feature:2"}
RESULTS = {
    "links.Number.0": CAUGHT,
    "links.Number.1": SURVIVED,
    "links.Not.1": DEAD,
    "cards.Not.0": CAUGHT,
}


@pytest.fixture
def found() -> MutantsMeasurement:
    made = measured(RESULTS, made=9, left_out={"another mutant does the same": 4}, features=7)
    made.outcomes |= {
        "links.Number.0": outcome("links.Number.0", CAUGHT, **NOTICED),
        "links.Number.1": outcome(
            "links.Number.1", SURVIVED, reason="none of 7 scenarios noticed", folder="runs/links.Number.1/x"
        ),
        "links.Not.1": outcome("links.Not.1", DEAD, reason="TypeError: cannot"),
    }
    return made


def text_of(lines: Iterable[tuple[int, list[Part]]]) -> list[str]:
    return [" " * indent + unstyled(parts) for indent, parts in lines]


def test_module_by_module_how_many_are_killed_and_what_kills_most(found: MutantsMeasurement) -> None:
    assert text_of(matrix(found)) == [
        "links           2 of   3 killed    2.0 s each  most by: Link: A (1)",
        "cards           1 of   1 killed    2.0 s each",
    ]


def test_what_proves_nothing_has_killed_none(found: MutantsMeasurement) -> None:
    found.outcomes["links.Number.0"] = outcome("links.Number.0", Result.UNPROVEN, **NOTICED)
    assert text_of(matrix(found))[0] == "links           1 of   3 killed    2.0 s each"


def test_what_was_not_killed_with_its_change_and_what_to_do(found: MutantsMeasurement) -> None:
    assert text_of(findings(found, Path("/kept"))) == [
        "links.Number.1: survived  none of 7 scenarios noticed",
        "    --- portal",
        "    +++ portal",
        "    @@ -3 +3 @@",
        "    -a = 3",
        "    +a = 1",
        "  to do     write a scenario that notices, or say in faults/mutants/known.toml why nobody could",
        "  see       /kept/runs/links.Number.1/x",
    ]


@pytest.mark.parametrize(
    ("result", "to_do"),
    [(Result.BROKE, "look into what the run has left"), (Result.UNPROVEN, "make that scenario steady")],
)
def test_what_says_nothing_of_a_mutant(found: MutantsMeasurement, result: Result, to_do: str) -> None:
    found.outcomes["links.Number.1"] = outcome("links.Number.1", result, reason="why", **NOTICED)
    told = text_of(findings(found, Path("/kept")))
    assert told[:2] == [
        f"links.Number.1: {result.value}  why",
        "  noticed   Link: A  features/link.feature:2",
    ]
    assert told[-1].startswith(f"  to do     {to_do}")


def test_the_verdict(found: MutantsMeasurement) -> None:
    said = (
        "3 of 4 mutants killed (75.0 %, {} % are asked for); 1 of the killed cannot be loaded by any portal"
    )
    assert verdict(found) == (f"{said.format(95)}; 1 survived", "bold red")
    found.at_least = 75
    assert verdict(found) == (f"{said.format(75)}; 1 survived", "green")
    found.asked.append("links.Not.0")
    assert verdict(found) == (f"{said.format(75)}; 1 survived; 1 not measured yet", "bold red")
    found.asked.pop()
    found.control = None
    assert verdict(found)[0].endswith("; the control is not done yet")


def test_a_share_is_never_rounded_up_to_what_is_asked_for() -> None:
    results = {f"links.Number.{number}": CAUGHT if number < 1899 else SURVIVED for number in range(2000)}
    assert "(94.9 %, 95 % are asked for)" in verdict(measured(results))[0]


def test_where_the_mutants_come_from(found: MutantsMeasurement) -> None:
    said = "9 changes could be made; 4 left out: another mutant does the same"
    assert origin(found) == said
    found.equivalent = {"pricing.Number.0": "nobody asks"}
    found.sampled_from = 70
    assert origin(found) == (
        f"{said}; 1 known to make no difference that anybody could notice; a sample of 4 from 70"
    )


def test_the_whole_report(found: MutantsMeasurement) -> None:
    found.equivalent = {"pricing.Number.0": "nobody | asks"}
    told = markdown(found)
    headings = [line for line in told.splitlines() if line.startswith("#")]
    assert headings == [
        "# Which mutants of the rules the features kill",
        "## What was not killed",
        "## Killed",
        "## Killed, for no portal can start with them",
        "## Known to make no difference, and not counted",
    ]
    assert "3 of 4 mutants killed (75.0 %, 95 % are asked for)" in told
    assert "9 changes could be made; 4 left out" in told
    assert "at revision b2fb88e, with 7 scenarios;\n" in told
    assert "`links.Number.1`: **survived**, none of 7 scenarios noticed\n\n```text\n--- portal\n" in told
    assert "| `links.Number.0` | a -&gt; b | Link: A, `features/link.feature:2` | 2.0 |" in told
    assert "| `links.Not.1` | a -&gt; b | TypeError: cannot | 2.0 |" in told
    assert told.count("links.Not.1") == 1
    assert "| `pricing.Number.0` | nobody \\| asks |" in told


def test_a_report_says_nothing_of_what_there_is_none_of() -> None:
    told = markdown(measured({}))
    assert "##" not in told
    assert "nothing was measured" in told
