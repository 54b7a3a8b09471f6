"""`faults.md`: what was measured, for people who read neither code nor JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.cli.console import counted, unstyled
from harness.faults.told import by_rule, findings, times, verdict
from harness.formats.markdown_text import bullets, code, escaped, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harness.faults.record import Measurement, Outcome
    from harness.rulebook import Rule

_EXPLAINED: Final = (
    "Each line below is a way in which the portal was broken on purpose, and the scenario that noticed it. "
    "A rule whose breach nothing would notice is a rule that nobody checks."
)
_WIDEST: Final = 400
_COMMANDS: Final = ("replay", "see", "change")


def markdown(measurement: Measurement, rules: Mapping[str, Rule], folder: Path) -> str:
    sentence, _ = verdict(measurement)
    when = measurement.finished or measurement.started
    lines = [
        *("# What the features would notice", ""),
        *(f"{sentence[0].upper()}{sentence[1:]}.", ""),
        *(_EXPLAINED, ""),
        f"Measured {when} at revision {measurement.revision or 'unknown'}, with the portal",
        f"{code(measurement.target)} and {counted(measurement.features, 'scenario')};",
        *(f"{escaped(times(measurement), _WIDEST)}.", ""),
    ]
    found = [(indent, unstyled(parts)) for indent, parts in findings(measurement, folder)]
    if found:
        lines += ["## What is to be done", "", *bullets(found, _COMMANDS, _WIDEST), ""]
    for rule_id, outcomes in by_rule(measurement, rules).items():
        title = rules[rule_id].title if rule_id in rules else "not in the rulebook"
        lines += [f"## {rule_id}: {escaped(title)}", ""]
        if outcomes:
            head = ["when", "noticed by", "name", "after", "seconds"]
            lines += [table(head, [_row(each) for each in outcomes], numbers=2), ""]
        else:
            lines += ["**No fault breaks it.**", ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(outcome: Outcome) -> list[str]:
    noticed = f"{escaped(outcome.title)}, {code(outcome.place)}" if outcome.title else ""
    if not outcome.is_good:
        state = f"**{outcome.result.value}**: {escaped(outcome.reason, _WIDEST)}"
        noticed = f"{state} ({noticed})" if noticed else state
    return [
        escaped(outcome.says, _WIDEST),
        noticed,
        code(outcome.name),
        str(outcome.after),
        f"{outcome.seconds:.1f}",
    ]
