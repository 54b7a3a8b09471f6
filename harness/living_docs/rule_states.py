"""Whether each rule of the rulebook holds, as far as a run can say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harness import rulebook
from harness.living_docs.library import by_key, or_none
from harness.living_docs.words import NOT_IN_RUN, Said, of_scenario
from harness.report.model import Status, StepStatus
from harness.traceability.coverage import Check, coverage_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from harness.living_docs.library import Library
    from harness.report.model import Scenario
    from harness.rulebook import Rule
    from harness.traceability.coverage import RunKey

HOLDS: Final = Said("holds", "✓", "good")
BROKEN: Final = Said("does not hold", "✗", "bad")
OPEN: Final = Said("open", "?", "unsure")
UNCOVERED: Final = Said("no scenario", "\N{EN DASH}", "unsure")
_ORIGIN: Final = {"faq": "From the FAQ", "derived": "Derived", "quality": "Quality"}


@dataclass(frozen=True)
class RuleCheck:
    """A scenario, or an outline with all of its rows, that checks a rule."""

    check: Check
    runs: list[Scenario | None]


@dataclass
class RuleEntry:
    rule: Rule
    checks: list[RuleCheck] = field(default_factory=list)
    label: str = ""
    """Its id, without what all rules of its chapter begin with."""

    @property
    def is_quality(self) -> bool:
        return self.rule.source == "quality"

    @property
    def origin(self) -> str:
        return _ORIGIN[self.rule.source]

    @property
    def runs(self) -> list[Scenario | None]:
        return [run for check in self.checks for run in check.runs]

    @property
    def breaches(self) -> list[Scenario]:
        """Return the scenarios that saw it broken."""
        return [run for run in self.runs if run is not None and is_breach(run)]

    @property
    def said(self) -> Said:
        if not self.checks:
            return UNCOVERED
        if self.breaches:
            return BROKEN
        if not any(self.runs):
            return NOT_IN_RUN
        return HOLDS if all(run and run.status == Status.PASSED for run in self.runs) else OPEN

    @property
    def why(self) -> str:
        """Return what is to be added to the state: why it is open, or how far one may trust it."""
        if self.said == OPEN:
            words = {of_scenario(run).word for run in self.runs} - {"passed"}
            return "of its scenarios, some are: " + ", ".join(sorted(words))
        if self.said == HOLDS and any(of_scenario(run).tone == "unsure" for run in self.runs):
            return "but a scenario passed on a retry only"
        return ""


def is_breach(scenario: Scenario) -> bool:
    """Say whether it saw its rules broken: a step failed, and not for want of a definition.

    Where something around the steps broke, or nobody has said what a step means, nothing is known of it.
    """
    undefined = any(step.status == StepStatus.UNDEFINED for step in scenario.steps)
    return scenario.status in {Status.FAILED, Status.XFAILED} and not undefined


def read_rules(root: Path, library: Library, scenarios: Iterable[Scenario]) -> tuple[list[RuleEntry], str]:
    """Return the rules in the order of the rulebook, and why that could not be read, or ""."""
    try:
        rules = rulebook.load(rulebook.path_for(root))
    except (rulebook.RulebookError, UnicodeDecodeError) as error:
        return [], str(error)
    ran = by_key(scenarios)
    written = [entry.text.for_coverage(root) for entry in library.features]
    covered = coverage_of(rules, written, root)
    return [
        RuleEntry(each.rule, [RuleCheck(check, _runs(check, ran)) for check in each.checks])
        for each in covered.values()
    ], ""


def chapters_of(rules: Iterable[RuleEntry]) -> list[tuple[str, list[RuleEntry]]]:
    """Return the rules by chapter of the rulebook, in its order."""
    found: dict[str, list[RuleEntry]] = {}
    for entry in rules:
        found.setdefault(entry.rule.group, []).append(entry)
    for entries in found.values():
        groups = {entry.rule.id.rpartition("-")[0] for entry in entries}
        for entry in entries:
            parts = entry.rule.id.split("-")
            entry.label = parts[-1] if len(groups) == 1 else "-".join(parts[-2:])
    return list(found.items())


def _runs(check: Check, ran: Mapping[RunKey, list[Scenario]]) -> list[Scenario | None]:
    return [run for key in check.runs for run in or_none(ran.get(key, []))]
