"""What a soak has found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.cli.console import counted
from harness.report.replay import replay_line
from harness.soak.differences import (
    Difference,
    always_red,
    broken,
    differences,
    is_steady,
    left_out,
)
from harness.soak.options import circumstances
from harness.soak.record import Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.cli.console import Part
    from harness.soak.record import RunRecord, ScenarioRecord, Soak

_MOST_NAMED: Final = 3
_RED: Final = "bold red"
_STYLES: Final = {
    Result.PASSED: "green",
    Result.FAILED: _RED,
    Result.BROKEN: _RED,
    Result.STOPPED: "yellow",
}


def run_line(soak: Soak, run: RunRecord) -> list[Part]:
    """Return the one line that is said of a run when it is over."""
    told: list[Part] = [
        f"{run.number:>4}  seed {run.seed:<10}  ",
        (f"{run.result.value:<8}", _STYLES[run.result]),
        f"{run.seconds:7.1f} s  {run.scenarios:>4} scenarios",
    ]
    if run.noted:
        named = [in_run(soak.scenarios[node_id], run.number) for node_id in run.noted[:_MOST_NAMED]]
        more = len(run.noted) - len(named)
        told.append(f"  {'; '.join(named)}{f'; and {more} more' if more else ''}")
    elif run.reason:
        told.append(f"  {run.reason}")
    return told


def findings(soak: Soak, folder: Path) -> Iterator[tuple[int, list[Part]]]:
    """Yield a line for everything that was not the same in each run, each with its indent."""
    for difference in differences(soak):
        yield from _block(soak, folder, difference)
    for node_id, scenario in always_red(soak).items():
        number = min(scenario.runs())
        yield 0, [(scenario.title, "bold"), f"  {scenario.place}"]
        yield 2, [(f"{scenario.usual} in each of its {counted(len(scenario.runs()), 'run')}", _RED)]
        yield from _why(soak, folder, node_id, scenario, number)
    for number, titles in left_out(soak).items():
        more = f", and {len(titles) - _MOST_NAMED} more" if len(titles) > _MOST_NAMED else ""
        yield 0, [(f"run {number} did not run ", _RED), f"{'; '.join(titles[:_MOST_NAMED])}{more}"]
    for run in broken(soak):
        what = "could not run to its end" if run.result is Result.BROKEN else "failed, but no scenario did"
        where = f"; see {folder / run.folder / 'output.txt'}" if run.folder else ""
        yield 0, [(f"run {run.number} {what}: ", _RED), f"{run.reason}{where}"]


def verdict(soak: Soak) -> tuple[str, str]:
    """Return the one sentence that the soak comes to, and its style."""
    whole = len(soak.whole_runs)
    stopped = "" if soak.finished else ", stopped before its end"
    of = f" in {counted(whole, 'run')}{stopped}"
    if is_steady(soak):
        return f"no scenario ever differed{of}, each of the same {len(soak.scenarios)} scenarios", "green"
    said = []
    differed, red, lost = len(differences(soak)), len(always_red(soak)), len(broken(soak))
    what = counted(differed, "scenario") if differed else "no scenarios"
    said.append(f"{what} differed{of}")
    said += [f"{red} red each time"] if red else []
    said += [f"{counted(len(left_out(soak)), 'run')} without all scenarios"] if left_out(soak) else []
    said += [f"{counted(lost, 'run')} broken"] if lost else []
    return "; ".join(said), _RED if differed or red or lost or left_out(soak) else "yellow"


def _block(soak: Soak, folder: Path, difference: Difference) -> Iterator[tuple[int, list[Part]]]:
    scenario = difference.scenario
    often = len(scenario.outcomes[scenario.usual])
    yield 0, [(scenario.title, "bold"), f"  {scenario.place}"]
    yield 2, [f"{scenario.usual} in {counted(often, 'run')}; otherwise:"]
    for number, outcome in difference.runs:
        seed = next(run.seed for run in soak.runs if run.number == number)
        yield 2, [(f"{outcome} in run {number}", _RED), f", seed {seed}"]
        yield from _why(soak, folder, difference.node_id, scenario, number)
    yield from _usual_trouble(soak, folder, difference)


def _usual_trouble(soak: Soak, folder: Path, difference: Difference) -> Iterator[tuple[int, list[Part]]]:
    """Where it was red in most runs, tell one of those, too."""
    scenario = difference.scenario
    number = min(scenario.outcomes[scenario.usual])
    if number in scenario.endings:
        yield 2, [f"{scenario.usual} first in run {number}"]
        yield from _why(soak, folder, difference.node_id, scenario, number)


def _why(
    soak: Soak, folder: Path, node_id: str, scenario: ScenarioRecord, number: int
) -> Iterator[tuple[int, list[Part]]]:
    ending = scenario.endings.get(number)
    if ending is not None and ending.message:
        yield 4, [ending.message]
    if ending is not None and ending.evidence:
        yield 4, [f"evidence  {folder / ending.evidence}"]
    seed = next(run.seed for run in soak.runs if run.number == number)
    yield 4, [f"replay    {replay_line(node_id, seed=seed, arguments=circumstances(soak.arguments))}"]


def in_run(scenario: ScenarioRecord, number: int) -> str:
    outcome = next(each for each, numbers in scenario.outcomes.items() if number in numbers)
    return f"{scenario.title} ({outcome})"
