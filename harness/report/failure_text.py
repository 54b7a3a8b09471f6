"""A red scenario on a terminal: everything one needs first, on one screen."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.report.condense import clip, condense
from harness.report.failure_file import PHASES, known_rules
from harness.report.model import StepStatus

if TYPE_CHECKING:
    from harness.report.model import Failure, Scenario, Step

MOST_LINES = 40
MOST_COLUMNS = 100
_LEAST_COLUMNS = 60
_MOST_MESSAGE_LINES = 8
_MOST_STEPS = 9
_MOST_SNIPPET_LINES = 8
_MOST_RULES = 3


@dataclass(frozen=True)
class Line:
    text: str = ""
    markup: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks:
    """How the state of a step is shown; plain letters where an output cannot show signs."""

    passed: str = "✓"
    failed: str = "✗"
    undefined: str = "?"
    not_run: str = "\N{EN DASH}"

    @classmethod
    def for_encoding(cls, encoding: str | None) -> Marks:
        try:
            "✓✗\N{EN DASH}…".encode(encoding or "ascii")
        except (UnicodeEncodeError, LookupError):
            return cls(passed="+", failed="x", undefined="?", not_run="-")
        return cls()

    def of(self, status: StepStatus) -> str:
        return {
            StepStatus.PASSED: self.passed,
            StepStatus.FAILED: self.failed,
            StepStatus.INTERRUPTED: self.failed,
            StepStatus.UNDEFINED: self.undefined,
        }.get(status, self.not_run)


_COLOURS = {
    StepStatus.PASSED: {"green": True},
    StepStatus.FAILED: {"red": True, "bold": True},
    StepStatus.INTERRUPTED: {"red": True, "bold": True},
    StepStatus.UNDEFINED: {"yellow": True, "bold": True},
}


def failure_lines(
    scenario: Scenario,
    failure: Failure,
    *,
    columns: int,
    folder: str | None,
    replay: str,
    marks: Marks,
    history: str | None = None,
) -> list[Line]:
    """Return what to print of one failure: at most MOST_LINES lines, none wider than `columns`.

    Only the folder's path and the line to type are never cut, since a part of them is of no use. `history`
    is what past runs say of the scenario.
    """
    width = max(_LEAST_COLUMNS, min(columns, MOST_COLUMNS))
    lines = [Line(clip(f"{scenario.place}  ({_facts(scenario)})", width), {"cyan": True})]
    if history:
        lines.append(Line(clip(history, width), {"yellow": True}))
    # Trouble while cleaning up after a failure is told beside it, not all over again.
    if failure.phase != "teardown" or len(scenario.failures) == 1:
        lines += _rules(scenario, width)
        lines.append(Line())
        lines += _steps(scenario, width, marks)
        lines.append(Line())
    lines += _what_went_wrong(failure, width)
    lines += _page(scenario, width)
    lines.append(Line())
    if folder:
        lines.append(Line(f"{folder}/", {"bold": True}))
        lines += [Line(f"  {row}") for row in textwrap.wrap("  ".join(_file_names(scenario)), width - 2)[:2]]
    missing = scenario.notes.get("evidence that is missing")
    if missing:
        lines.append(Line(clip(f"missing: {missing}", width), {"yellow": True}))
    lines.append(Line(f"Replay: {replay}", {"bold": True}))
    return lines[:MOST_LINES]


def _facts(scenario: Scenario) -> str:
    facts = [scenario.status.value, f"{scenario.seconds:.1f} s"]
    return ", ".join([*facts, scenario.worker] if scenario.worker else facts)


def _rules(scenario: Scenario, width: int) -> list[Line]:
    known = known_rules()
    lines: list[Line] = []
    for tag in scenario.rules[:_MOST_RULES]:
        text = f"{tag}  {known[tag].text if tag in known else ''}".rstrip()
        wrapped = textwrap.wrap(text, width, subsequent_indent=" " * (len(tag) + 2))
        lines += [Line(row) for row in wrapped[:2]]
        if len(wrapped) > 2:  # noqa: PLR2004 - two lines a rule are enough to know which one it is
            lines[-1] = Line(clip(f"{wrapped[1]} …", width))
    more = scenario.rules[_MOST_RULES:]
    return [*lines, Line(clip(f"and {', '.join(more)}", width))] if more else lines


def _steps(scenario: Scenario, width: int, marks: Marks) -> list[Line]:
    steps = scenario.steps
    focus = scenario.current_step if scenario.current_step is not None else len(steps)
    # Of many steps, those around the one that failed.
    first = max(0, min(focus - _MOST_STEPS + 3, len(steps) - _MOST_STEPS))
    shown = steps[first : first + _MOST_STEPS]
    lines = [Line(f"    … {first} steps before", {"green": True})] if first else []
    lines += [_step(step, width, marks) for step in shown]
    after = len(steps) - first - len(shown)
    return [*lines, Line(f"    … {after} steps after")] if after else lines


def _step(step: Step, width: int, marks: Marks) -> Line:
    more = " +table" if step.table else " +text" if step.docstring is not None else ""
    text = f"  {marks.of(step.status)} {step.keyword} {step.text}"
    return Line(clip(text, width - len(more)) + more, _COLOURS.get(step.status, {}))


def _what_went_wrong(failure: Failure, width: int) -> list[Line]:
    lines: list[Line] = []
    if failure.phase != "step":
        lines.append(Line(clip(f"{PHASES[failure.phase]}:", width), {"red": True}))
    message = condense(failure.message, lines=_MOST_MESSAGE_LINES, width=width - 2)
    lines += [Line(f"  {row}".rstrip(), {"red": True}) for row in message]
    if failure.snippets:
        lines.append(Line("  Paste this into a step module and say what it means:"))
        code = [row for snippet in failure.snippets for row in [*snippet.splitlines(), ""]][:-1]
        lines += [Line(row, {"green": True}) for row in code[:_MOST_SNIPPET_LINES]]
        if len(code) > _MOST_SNIPPET_LINES:
            lines.append(Line("  (those of the other sentences are in failure.md)"))
    if failure.places:
        place = failure.places[-1]
        lines.append(Line(clip(f"  at {place}: {failure.source}", width), {"cyan": True}))
        if len(failure.places) > 1:
            callers = ", ".join(reversed(failure.places[:-1]))
            lines.append(Line(clip(f"  called from {callers}", width), {"cyan": True}))
    return lines


def _page(scenario: Scenario, width: int) -> list[Line]:
    """Return what the browser showed last; of several windows the first, which is mostly the person's own."""
    if not scenario.pages:
        return []
    page = scenario.pages[0]
    more = f" (and {len(scenario.pages) - 1} more)" if len(scenario.pages) > 1 else ""
    title = f"{page.title!r} " if page.title else ""
    return [Line(clip(f"  on the page {title}{page.url}{more}", width), {"cyan": True})]


def _file_names(scenario: Scenario) -> list[str]:
    names = [name for name in scenario.evidence if not name.startswith("mails/")]
    count = len(scenario.evidence) - len(names)
    first = [name for name in ("failure.md", "screenshot.png", "trace.zip") if name in names]
    rest = [name for name in names if name not in first]
    return [*first, *rest, *([f"mails/ ({count})"] if count else [])]
