"""`soak.md`: what a soak has found, for people."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from harness.cli.console import unstyled
from harness.formats.markdown_text import bullets, code, escaped, table
from harness.soak.campaign import order_of
from harness.soak.differences import widest_spread
from harness.soak.told import findings, in_run, verdict

if TYPE_CHECKING:
    from pathlib import Path

    from harness.soak.differences import Spread
    from harness.soak.record import RunRecord, Soak

_SPREADS: Final = 10
_WIDEST: Final = 400
_COMMANDS: Final = ("replay", "evidence")
_OF_RUNS: Final = ("run", "seed", "result", "what differed", "seconds", "scenarios")
_OF_SPREADS: Final = ("scenario", "least", "median", "most")


def markdown(soak: Soak, folder: Path) -> str:
    sentence, _ = verdict(soak)
    told = shlex.join(["./run", "e2e", *soak.arguments])
    again = shlex.join(["./run", "e2e", *order_of("SEED"), *soak.arguments])
    found = [(indent, unstyled(parts)) for indent, parts in findings(soak, folder)]
    lines = [
        *("# Soak", ""),
        *(f"{sentence[0].upper()}{sentence[1:]}.", ""),
        f"Revision {soak.revision or 'unknown'}, seed {soak.seed}, begun {soak.started}. Each run was",
        *(f"{code(told)}, with an order and data of its own.", ""),
        *("## What differed", "", *(bullets(found, _COMMANDS, _WIDEST) or ["Nothing."]), ""),
        "A scenario that passes when it is replayed alone may depend on the others. This runs all of them",
        *("with the order and the data of a run, given that run's seed:", "", f"    {again}", ""),
        *("## Runs", "", table(_OF_RUNS, [_run(soak, each) for each in soak.runs], numbers=2), ""),
        *("## Scenarios whose time varies most", ""),
        table(_OF_SPREADS, [_spread(each) for each in widest_spread(soak, _SPREADS)], numbers=3),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _run(soak: Soak, run: RunRecord) -> list[str]:
    told = "; ".join(in_run(soak.scenarios[each], run.number) for each in run.noted) or run.reason
    what = [run.result.value, escaped(told, _WIDEST)]
    return [str(run.number), str(run.seed), *what, f"{run.seconds:.1f}", str(run.scenarios)]


def _spread(spread: Spread) -> list[str]:
    return [
        escaped(spread.scenario.title),
        *(f"{seconds:.1f} s" for seconds in (spread.least, spread.median, spread.most)),
    ]
