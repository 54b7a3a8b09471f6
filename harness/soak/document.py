"""`soak.md`: what a soak has found, for people."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from harness.soak.campaign import order_of
from harness.soak.differences import widest_spread
from harness.soak.told import findings, in_run, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.soak.record import Soak

_SPREADS: Final = 10
_COMMAND: Final = "replay"


def markdown(soak: Soak, folder: Path) -> str:
    sentence, _ = verdict(soak)
    told = shlex.join(["./run", "e2e", *soak.arguments])
    again = shlex.join(["./run", "e2e", *order_of("SEED"), *soak.arguments])
    lines = [
        *("# Soak", ""),
        *(f"{sentence[0].upper()}{sentence[1:]}.", ""),
        f"Revision {soak.revision or 'unknown'}, seed {soak.seed}, begun {soak.started}. Each run was",
        *(f"`{told}`, with an order and data of its own.", ""),
        *("## What differed", "", *(list(_found(soak, folder)) or ["Nothing."]), ""),
        "A scenario that passes when it is replayed alone may depend on the others. This runs all of them",
        *("with the order and the data of a run, given that run's seed:", "", f"    {again}", ""),
        *("## Runs", "", "| run | seed | result | seconds | scenarios | what differed |"),
        *("| --: | --: | --- | --: | --: | --- |", *_runs(soak), ""),
        *("## Scenarios whose time varies most", "", "| scenario | least | median | most |"),
        *("| --- | --: | --: | --: |", *_spreads(soak)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _found(soak: Soak, folder: Path) -> Iterator[str]:
    for indent, parts in findings(soak, folder):
        text = "".join(part if isinstance(part, str) else part[0] for part in parts)
        label, _, rest = text.partition(" ")
        told = f"{label} `{rest.strip()}`" if label == _COMMAND else _plain(text)
        yield f"{' ' * indent}- {told}"


def _runs(soak: Soak) -> Iterator[str]:
    for run in soak.runs:
        told = "; ".join(in_run(soak.scenarios[each], run.number) for each in run.noted) or run.reason
        figures = f"{run.number} | {run.seed} | {run.result.value} | {run.seconds:.1f} | {run.scenarios}"
        yield f"| {figures} | {_cell(told)} |"


def _spreads(soak: Soak) -> Iterator[str]:
    for each in widest_spread(soak, _SPREADS):
        yield (
            f"| {_cell(each.scenario.title)} | {each.least:.1f} s | {each.median:.1f} s | {each.most:.1f} s |"
        )


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")


def _plain(text: str) -> str:
    """Let nothing of a text be taken for Markdown."""
    return text.replace("\\", "\\\\").replace("<", "&lt;").replace("*", "\\*").replace("`", "\\`")
