"""Whether all accounts of a run say what pytest saw, scenario by scenario and step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.integrity.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.integrity.accounts import Account
    from harness.integrity.witness import Seen, Witness
    from harness.report.model import Run


def told_by(run: Run) -> dict[str, Told]:
    """Return what a run's model says of each scenario, by node id."""
    return {
        scenario.node_id: Told(scenario.status.value, tuple(step.status.value for step in scenario.steps))
        for scenario in run.scenarios
    }


def disagreements(
    witness: Witness, run: Run, accounts: Iterable[tuple[Account, Mapping[str, Told]]]
) -> list[str]:
    """Return a sentence for each scenario of which an account does not say what was seen."""
    titles = {scenario.node_id: scenario.title for scenario in run.scenarios}
    counts = {scenario.node_id: len(scenario.steps) for scenario in run.scenarios}
    found = [
        f"pytest saw “{title}” {seen.verdict}, although {lost}"
        for node_id, title in titles.items()
        if (lost := _lost(seen := witness.seen(node_id)))
    ]
    for account, told in accounts:
        for node_id, title in titles.items():
            said = told.get(node_id)
            seen = witness.seen(node_id)
            if said is None:
                found.append(f"{account.name} leaves out “{title}”, which {_came_to(seen)}")
            else:
                found += [
                    f"{account.name} says of “{title}” {what}"
                    for what in _differences(account, seen, said, counts[node_id])
                ]
        found += [
            f"{account.name} tells of {node_id}, which is no scenario of this run"
            for node_id in told
            if node_id not in titles
        ]
    return found


def _differences(account: Account, seen: Seen, said: Told, count: int) -> list[str]:
    found = []
    wanted = account.scenario_words(seen)
    if said.status != wanted:
        found.append(f"that it is “{said.status}”; pytest saw it {_came_to(seen)}, which is “{wanted}” there")
    steps = account.step_words(seen, count)
    if len(said.steps) != len(steps):
        return [*found, f"that it has {len(said.steps)} steps; it has {len(steps)}"]
    for number, (step, allowed) in enumerate(zip(said.steps, steps, strict=True), start=1):
        if step not in allowed:
            words = " or ".join(f"“{word}”" for word in sorted(allowed))
            found.append(f"that step {number} is “{step}”; what pytest saw is {words} there")
    return found


def _lost(seen: Seen) -> str:
    """Say which step of one that passed did not: all accounts would agree, and none of them were true."""
    if seen.verdict not in ("passed", "xpassed"):
        return ""
    states = enumerate(seen.steps, start=1)
    number, state = next(((number, state) for number, state in states if state != "passed"), (0, ""))
    words = {"not run": "was not run", "begun": "did not come to its end", "undefined": "has no definition"}
    return f"its step {number} {words.get(state, state)}" if number else ""


def _came_to(seen: Seen) -> str:
    return f"{seen.verdict}, after {' and '.join(seen.earlier)}" if seen.earlier else seen.verdict
