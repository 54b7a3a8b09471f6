"""The control: a scenario that fails with a portal in order, too, has not noticed any breach."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from harness.child_run import last_lines, results_of
from harness.faults.hunt import RUNS, child_of, now
from harness.faults.order import Order
from harness.faults.record import Control, Result
from harness.report.condense import in_one_line
from harness.report.model import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.faults.hunt import Circumstances
    from harness.faults.record import Measurement
    from harness.report.model import Scenario

_FOLDER: Final = "control"
_LOOK_EVERY: Final = 0.2
_WIDEST: Final = 240
_NOTICED: Final = frozenset({Result.CAUGHT, Result.ELSEWHERE})


def control(measurement: Measurement, around: Circumstances, *, progressed: Callable[[int], None]) -> None:
    """Run what has noticed something once more, and take back what that proves to be no proof.

    With the same patience, and as many at once, so that the machine is about as busy. Raises OSError.
    """
    noticed = [each for each in measurement.own if each.result in _NOTICED and each.scenario]
    node_ids = list(dict.fromkeys(each.scenario for each in noticed if each.scenario))
    if not node_ids:
        measurement.control = Control(scenarios=0, seconds=0, measured=now())
        return
    started = time.monotonic()
    failed = _run(node_ids, measurement.jobs, around, progressed)
    measurement.control = Control(
        scenarios=len(node_ids),
        failed=failed,
        seconds=round(time.monotonic() - started, 1),
        measured=now(),
    )
    for outcome in noticed:
        why = failed.get(outcome.scenario or "")
        if why is not None:
            outcome.result = Result.UNPROVEN
            outcome.reason = f"what noticed it does not pass with a portal in order either: {why}"
            outcome.folder = f"{RUNS}/{_FOLDER}"


def _run(
    node_ids: list[str], jobs: int, around: Circumstances, progressed: Callable[[int], None]
) -> dict[str, str]:
    """Return why scenarios did not pass, by node id."""
    folder = around.folder / RUNS / _FOLDER
    workers = str(min(jobs, len(node_ids)))
    child = child_of(folder, Order(named=node_ids, only_these=True), around, ["-n", workers])
    try:
        while (code := child.wait(_LOOK_EVERY)) is None:
            progressed(child.scenarios_done())
    finally:
        child.close()
    run = results_of(folder)
    if run is None:
        said = "".join(f", {line.strip('= ')}" for line in last_lines(folder)[-1:])
        return dict.fromkeys(node_ids, f"the control could not run (exit code {code}{said})")
    found = {each.node_id: each for each in run.scenarios}
    return {node_id: why for node_id in node_ids if (why := _why_not_passed(found.get(node_id))) is not None}


def _why_not_passed(scenario: Scenario | None) -> str | None:
    if scenario is None:
        return "it is not there"
    if scenario.status is Status.PASSED:
        return None
    message = scenario.failures[0].message if scenario.failures else scenario.reason
    return f"{scenario.status.value}, {in_one_line(message, _WIDEST)}" if message else scenario.status.value
