"""What a measurement has found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.cli.console import counted
from harness.faults.record import Result
from harness.progress.lines import duration
from harness.report.replay import replay_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harness.cli.console import Part
    from harness.faults.record import Measurement, Outcome
    from harness.rulebook import Rule

_RED: Final = "bold red"
_STYLES: Final = {
    Result.CAUGHT: "green",
    Result.DEAD: "green",
    Result.SURVIVED: _RED,
    Result.ELSEWHERE: _RED,
    Result.BROKE: _RED,
    Result.UNPROVEN: _RED,
}
_WORDS_WIDTH: Final = max(len(each.value) for each in Result)
_TO_DO: Final = {
    Result.SURVIVED: "write a scenario of {rules} that notices, or let one look closer",
    Result.ELSEWHERE: "let a scenario of {rules} notice it, or give that one's tag to the scenario that did",
    Result.BROKE: "let the fault break its rule alone, so that the portal starts and can be arranged",
    Result.UNPROVEN: "make that scenario steady (./run soak), or give it more time (--patience)",
}


def line_of(outcome: Outcome) -> list[Part]:
    """Return the one line that is said of a breach as soon as it was measured."""
    return [
        (f"{outcome.result.value:<{_WORDS_WIDTH}}", _STYLES[outcome.result]),
        f"  {outcome.seconds:6.1f} s  {outcome.name}",
        *([] if outcome.any_rule else [f" ({', '.join(outcome.rules)})"]),
        *([("  " + outcome.title, "dim")] if outcome.title else []),
    ]


def matrix(measurement: Measurement, rules: Mapping[str, Rule]) -> Iterator[tuple[int, list[Part]]]:
    """Yield rule by rule what breaks it and what noticed, each line with its indent."""
    names = max((len(each.name) for each in measurement.own), default=0)
    for rule_id, outcomes in by_rule(measurement, rules).items():
        title = rules[rule_id].title if rule_id in rules else "not in the rulebook"
        yield 0, [(rule_id, "bold cyan"), f"  {title}"]
        for each in outcomes:
            after = f"{counted(each.after, 'scenario'):>13}  {each.seconds:5.1f} s"
            found = f"  {each.title}  {each.place}" if each.title else ""
            yield (
                2,
                [
                    f"{each.name:<{names}}  ",
                    (f"{each.result.value:<{_WORDS_WIDTH}}", _STYLES[each.result]),
                    f"  {after}",
                    (found, "dim"),
                ],
            )
        if not outcomes:
            yield 2, [("no fault breaks it", _RED)]


def findings(measurement: Measurement, folder: Path) -> Iterator[tuple[int, list[Part]]]:
    """Yield what is not as it should be, with what to do."""
    for each in measurement.own:
        if not each.is_good:
            yield from _finding(each, folder)
    if measurement.without:
        rules = f"{counted(len(measurement.without), 'rule')} without any fault"
        yield 0, [(rules, _RED), f"  {', '.join(measurement.without)}"]
        yield 2, ["to do     add one for each to faults/library, so that its scenarios show their worth"]


def _finding(outcome: Outcome, folder: Path) -> Iterator[tuple[int, list[Part]]]:
    yield 0, [(f"{outcome.name}: {outcome.result.value}", _RED), f"  {outcome.says}"]
    yield 2, [f"why       {outcome.reason}"]
    if outcome.title:
        yield 2, [f"noticed   {outcome.title}  {outcome.place}"]
        yield 2, [f"in        {outcome.step}: {outcome.message}"]
    for line in outcome.detail.splitlines():
        yield 2, [f"change    {line}"]
    yield 2, [f"to do     {_TO_DO[outcome.result].format(rules=' or '.join(outcome.rules))}"]
    if outcome.folder:
        yield 2, [f"see       {folder / outcome.folder}"]
    if outcome.scenario and not outcome.detail:
        line = replay_line(outcome.scenario, seed=outcome.seed, arguments=["--fault", outcome.name])
        yield 2, [f"replay    {line}"]


def verdict(measurement: Measurement) -> tuple[str, str]:
    """Return the sentences that the measurement comes to, and their style."""
    own = measurement.own
    good = sum(each.is_good for each in own)
    what = counted(len(own), "fault")
    if good == len(own):
        noticed = "1 fault is noticed" if good == 1 else f"all {what} are noticed"
        said = [f"{noticed}, each by a scenario of its own rule" if own else "nothing was measured"]
    else:
        others = [
            f"{count} {result.value}"
            for result in Result
            if result is not Result.CAUGHT and (count := sum(each.result is result for each in own))
        ]
        said = [f"{good} of {what} are noticed by a scenario of their own rule; {', '.join(others)}"]
    if measurement.without:
        said.append(f"{counted(len(measurement.without), 'rule')} without any fault")
    if measurement.pending:
        said.append(f"{len(measurement.pending)} not measured yet")
    elif measurement.control is None:
        said.append("the control is not done yet")
    return "; ".join(said), "green" if measurement.holds else _RED


def times(measurement: Measurement) -> str:
    """Return how long it took, in all and for each."""
    own, control = measurement.own, measurement.control
    if not own:
        return "nothing was measured"
    each = measurement.seconds / len(own)
    longest = max(own, key=lambda one: one.seconds)
    whole = f"{duration(measurement.seconds)} for {len(own)}, {measurement.jobs} at once"
    told = [
        f"{each:.1f} s per {measurement.word}: {whole}",
        f"longest {longest.name}, {longest.seconds:.1f} s",
    ]
    if control is not None and control.scenarios:
        passed = control.scenarios - len(control.failed)
        told.append(
            f"control: {passed} of {control.scenarios} scenarios passed with the portal in order, "
            f"{control.seconds:.0f} s"
        )
    return "; ".join(told)


def by_rule(measurement: Measurement, rules: Mapping[str, Rule]) -> dict[str, list[Outcome]]:
    """Return the outcomes of each rule, in the order of the rulebook, those without any at their place."""
    found: dict[str, list[Outcome]] = {
        rule_id: []
        for rule_id in rules
        if rule_id in measurement.without or any(rule_id in each.rules for each in measurement.own)
    }
    for outcome in measurement.own:
        for rule_id in outcome.rules:
            found.setdefault(rule_id, []).append(outcome)
    return found
