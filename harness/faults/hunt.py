"""One breach: the features run against the portal that it breaks, until one of them notices."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from harness.child_run import Child, last_lines, results_of, run_folder
from harness.faults.order import Order
from harness.faults.record import Outcome, Result
from harness.report.condense import in_one_line
from harness.report.model import Status, StepStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from harness.faults.breach import Breach
    from harness.report.model import Run, Scenario

RUNS: Final = "runs"
"""Folder of what the runs have left, beside the file of the outcomes."""
_LOOK_EVERY: Final = 0.2
"""Seconds between two looks at how far a run is."""
_PASSED, _FAILED = 0, 1
_WIDEST: Final = 240
_NEVER_ENDED: Final = frozenset({Status.NOT_RUN, Status.INTERRUPTED, Status.SKIPPED})
_RED: Final = frozenset({Status.FAILED, Status.ERROR, Status.XPASSED})


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is the same for all breaches of a campaign."""

    command: Sequence[str]
    """What takes the arguments of `./run e2e`."""
    folder: Path
    """Of the outcomes."""
    patience: float
    revision: str
    digest: str
    own_rule_only: bool = False
    """Whether scenarios of other rules are left out, where those of the own have not noticed."""
    passed_on: tuple[str, ...] = ()
    """For every run."""

    def arguments(self, reports: Path, order: Path) -> list[str]:
        """Return what each run is told, beside what breaks its portal."""
        return [
            *("-p", "harness.faults.order", "--try-first", str(order)),
            *("--patience", f"{self.patience:g}", "--evidence", "none", "--history", "none"),
            # Nobody is to find these runs' site, or their failures with --lf.
            *("-p", "no:hup-publisher", "-p", "no:cacheprovider", "--reports", str(reports)),
            *self.passed_on,
        ]


def hunt(
    breach: Breach,
    order: Order,
    around: Circumstances,
    *,
    began: Callable[[Child], None],
    progressed: Callable[[int], None],
    is_over: Callable[[], bool],
) -> tuple[Outcome, Run | None] | None:
    """Return what came of it, or None where `is_over` said so before. Raises OSError."""
    folder = around.folder / RUNS / breach.name
    started = time.monotonic()
    arguments = ["-n", "0", "-x", *breach.arguments]
    child = child_of(folder, order, around, arguments, breach.environment)
    began(child)
    code: int | None = None
    try:
        while (code := child.wait(_LOOK_EVERY)) is None and not is_over():
            progressed(child.scenarios_done())
    finally:
        stopped, code = code is None, child.close()
    run = results_of(folder)
    if stopped:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    outcome = outcome_of(breach, run, code, around, folder=folder, seconds=time.monotonic() - started)
    if outcome.is_good:
        shutil.rmtree(folder, ignore_errors=True)
    return outcome, run


def child_of(
    folder: Path,
    order: Order,
    around: Circumstances,
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
) -> Child:
    """Begin a run that leaves what it leaves in `folder`, in place of what is there. Raises OSError."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    path = folder / "order.json"
    path.write_text(order.model_dump_json(), encoding="utf-8")
    return Child([*around.command, *around.arguments(folder, path), *arguments], folder, environment)


def outcome_of(
    breach: Breach, run: Run | None, code: int, around: Circumstances, *, folder: Path, seconds: float
) -> Outcome:
    """Tell what a run that came to its end says of a breach."""
    scenarios = run.scenarios if run is not None else []
    own = [each for each in scenarios if not set(breach.rules).isdisjoint(each.rules)]
    red = next((each for each in scenarios if each.status in _RED), None)
    outcome = Outcome(
        name=breach.name,
        rules=list(breach.rules),
        says=breach.says,
        detail=breach.detail,
        any_rule=breach.any_rule,
        result=Result.SURVIVED,
        after=sum(each.status not in _NEVER_ENDED for each in scenarios),
        of_rules=len(own),
        skipped=sum(each.status is Status.SKIPPED for each in own),
        seconds=round(seconds, 1),
        seed=run.seed if run is not None else None,
        measured=now(),
        revision=around.revision,
        digest=around.digest,
    )
    broke = _why_broken(run, code, red, folder)
    if broke:
        outcome.result, outcome.reason = Result.BROKE, broke
    elif red is None:
        outcome.reason = _why_survived(outcome, own_rule_only=around.own_rule_only)
    else:
        caught = breach.any_rule or red in own
        outcome.result = Result.CAUGHT if caught else Result.ELSEWHERE
        outcome.scenario, outcome.title, outcome.place = red.node_id, red.title, red.place
        outcome.step = next(f"{s.keyword} {s.text}" for s in red.steps if s.status is StepStatus.FAILED)
        outcome.message = in_one_line(red.failures[0].message, _WIDEST) if red.failures else ""
        if not caught:
            outcome.reason = _why_elsewhere(outcome, red)
    if not outcome.is_good:
        made = run_folder(folder)
        outcome.folder = (made or folder).relative_to(around.folder).as_posix()
    return outcome


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def failed_in_a_step(scenario: Scenario) -> bool:
    """Say whether it is an expectation of its own that did not hold, as far as that can be told."""
    return scenario.status is Status.FAILED and any(
        step.status is StepStatus.FAILED for step in scenario.steps
    )


def _why_broken(run: Run | None, code: int, red: Scenario | None, folder: Path) -> str:
    if run is None or code not in {_PASSED, _FAILED}:
        said = last_lines(folder)
        told = next((each for each in said if each.startswith(("ERROR", "run:", "portal:"))), "")
        what = told or (run.exit_reason if run is not None else (said[-1].strip("= ") if said else ""))
        return f"the run ended with exit code {code}{f': {what}' if what else ''}"
    if red is not None and not failed_in_a_step(red):
        why = in_one_line(red.failures[0].message, _WIDEST) if red.failures else red.status.value
        return f"around the steps of {red.title!r} something failed: {why}"
    if red is None and code == _FAILED:
        return "the run failed, but none of its scenarios did"
    if not any(each.status not in _NEVER_ENDED for each in run.scenarios):
        return "no scenario was run"
    return ""


def _why_survived(outcome: Outcome, *, own_rule_only: bool) -> str:
    if outcome.rules and not outcome.of_rules:
        return f"no scenario carries @{' or @'.join(outcome.rules)}, and no other one noticed"
    if outcome.rules and outcome.skipped == outcome.of_rules:
        return "all scenarios of its rule were skipped, and no other one noticed"
    if own_rule_only:
        return f"none of the {outcome.after} scenarios of its rule noticed; others were not asked"
    return f"none of {outcome.after} scenarios noticed"


def _why_elsewhere(outcome: Outcome, red: Scenario) -> str:
    own = f"the {outcome.of_rules} scenarios of {' and '.join(outcome.rules)} did not notice"
    skipped = f" ({outcome.skipped} of them were skipped)" if outcome.skipped else ""
    return f"{own}{skipped}; the first that did is of {', '.join(red.rules)}"
