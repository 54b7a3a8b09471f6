"""What a measurement of mutants has found, in words, and as `mutants.md`."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from harness.cli.console import counted
from harness.faults.record import Result
from harness.faults.told import times
from harness.formats.markdown_text import block, code, escaped, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.cli.console import Part
    from harness.faults.mutants.record import MutantsMeasurement
    from harness.faults.record import Outcome

FILE_NAME: Final = "mutants.md"
_RED: Final = "bold red"
_EXPLAINED: Final = (
    "Each mutant is a small change to the rules of the portal, made by a tool. The features kill it where "
    "one of their scenarios fails with it. One that survives is a mistake that somebody could make, and "
    "nobody would notice."
)
_TO_DO: Final = {
    Result.SURVIVED: "write a scenario that notices, or say in faults/mutants/known.toml why nobody could",
    Result.BROKE: "look into what the run has left: it says nothing of the mutant",
    Result.UNPROVEN: "make that scenario steady (./run soak), or give it more time (--patience)",
}


def matrix(measurement: MutantsMeasurement) -> Iterator[tuple[int, list[Part]]]:
    """Yield a line for each module."""
    modules = list(dict.fromkeys(_module(each) for each in measurement.own))
    for module in modules:
        own = [each for each in measurement.own if _module(each) == module]
        killed = sum(each.is_good for each in own)
        best = Counter(each.title for each in own if each.title and each.is_good).most_common(1)
        yield (
            0,
            [
                (f"{module:<12}", "bold cyan"),
                f"  {killed:>3} of {len(own):>3} killed",
                f"  {sum(each.seconds for each in own) / len(own):5.1f} s each",
                *([(f"  most by: {best[0][0]} ({best[0][1]})", "dim")] if best else []),
            ],
        )


def findings(measurement: MutantsMeasurement, folder: Path) -> Iterator[tuple[int, list[Part]]]:
    """Yield what was not killed, with its change and what to do."""
    for each in measurement.own:
        if not each.is_good:
            yield 0, [(f"{each.name}: {each.result.value}", _RED), f"  {each.reason}"]
            if each.title:
                yield 2, [f"noticed   {each.title}  {each.place}"]
            for line in each.detail.splitlines():
                yield 4, [(line, _diff_style(line))] if _diff_style(line) else [line]
            yield 2, [f"to do     {_TO_DO.get(each.result, '')}"]
            if each.folder:
                yield 2, [f"see       {folder / each.folder}"]


def verdict(measurement: MutantsMeasurement) -> tuple[str, str]:
    """Return the sentences that the measurement comes to, and their style."""
    own, killed, dead = measurement.own, measurement.killed, measurement.dead
    # Never rounded up: 94.96 % are not the 95.0 % that are asked for.
    percent = math.floor(measurement.percent * 10) / 10
    share = f"{percent:.1f} %, {measurement.at_least:g} % are asked for"
    said = [f"{len(killed)} of {counted(len(own), 'mutant')} killed ({share})"]
    if dead:
        said.append(f"{len(dead)} of the killed cannot be loaded by any portal")
    for result in (Result.SURVIVED, Result.BROKE, Result.UNPROVEN):
        count = sum(each.result is result for each in own)
        if count:
            said.append(f"{count} {result.value}")
    if measurement.pending:
        said.append(f"{len(measurement.pending)} not measured yet")
    elif measurement.control is None:
        said.append("the control is not done yet")
    return "; ".join(said), "green" if measurement.holds else _RED


def origin(measurement: MutantsMeasurement) -> str:
    """Return how many changes there were, and what became of those that were not measured."""
    said = [f"{counted(measurement.made, 'change')} could be made"]
    said += [f"{count} left out: {reason}" for reason, count in measurement.left_out.items()]
    if measurement.equivalent:
        said.append(f"{len(measurement.equivalent)} known to make no difference that anybody could notice")
    if measurement.sampled_from is not None:
        said.append(f"a sample of {len(measurement.asked)} from {measurement.sampled_from}")
    return "; ".join(said)


def markdown(measurement: MutantsMeasurement) -> str:
    """Return the whole report."""
    sentence, _ = verdict(measurement)
    when = measurement.finished or measurement.started
    measured = f"Measured {when} at revision {measurement.revision or 'unknown'}"
    lines = [
        *("# Which mutants of the rules the features kill", ""),
        *(f"{escaped(sentence[0].upper() + sentence[1:], 400)}.", ""),
        *(_EXPLAINED, ""),
        *(f"{escaped(origin(measurement), 600)}.", ""),
        f"{measured}, with {counted(measurement.features, 'scenario')};",
        *(f"{escaped(times(measurement), 400)}.", ""),
    ]
    bad = [each for each in measurement.own if not each.is_good]
    if bad:
        lines += ["## What was not killed", ""]
    for each in bad:
        lines += [f"{code(each.name)}: **{each.result.value}**, {escaped(each.reason, 400)}", ""]
        lines += [block(each.detail.splitlines()), ""]
    lines += _table("Killed", "noticed by", [each for each in measurement.killed if each.scenario])
    lines += _table("Killed, for no portal can start with them", "why", measurement.dead)
    if measurement.equivalent:
        rows = [[code(name), escaped(why, 400)] for name, why in measurement.equivalent.items()]
        lines += ["## Known to make no difference, and not counted", "", table(["mutant", "why"], rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(title: str, by: str, outcomes: list[Outcome]) -> list[str]:
    rows = [
        [
            code(each.name),
            escaped(each.says, 240),
            f"{escaped(each.title)}, {code(each.place)}" if each.title else escaped(each.reason, 200),
            f"{each.seconds:.1f}",
        ]
        for each in outcomes
    ]
    return (
        [f"## {title}", "", table(["mutant", "change", by, "seconds"], rows, numbers=1), ""] if rows else []
    )


def _module(outcome: Outcome) -> str:
    return outcome.name.partition(".")[0]


def _diff_style(line: str) -> str:
    if line.startswith(("+++", "---", "@@")):
        return "dim"
    return {"+": "green", "-": "red"}.get(line[:1], "")
