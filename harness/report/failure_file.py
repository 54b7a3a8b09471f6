"""`failure.md`: a red scenario for someone who has only its folder."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from harness import rulebook
from harness.report.model import StepStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.report.model import Failure, OpenPage, Scenario, Step

MARKS = {
    StepStatus.PASSED: "✓",
    StepStatus.FAILED: "✗",
    StepStatus.UNDEFINED: "?",
    StepStatus.SKIPPED: "\N{EN DASH}",
    StepStatus.INTERRUPTED: "✗",
    StepStatus.NOT_RUN: "\N{EN DASH}",
}
PHASES = {
    "setup": "Before the first step, while preparing the scenario",
    "step": "In a step",
    "call": "In the test itself, outside of its steps",
    "teardown": "After the last step, while cleaning up",
    "process": "The process that ran the scenario died",
}
_SHOWN = 30


def failure_markdown(scenario: Scenario, *, sections: Mapping[str, Sequence[str]], replay: str) -> str:
    """Return the whole text; `sections` are the files' lines by title, as they may be shown."""
    parts = [f"# {scenario.title}", _facts(scenario)]
    parts += _rules(scenario)
    parts += ["## Steps", _block([line for step in scenario.steps for line in step_lines(step)])]
    for failure in scenario.failures:
        parts += _failure(failure)
    parts += _pages(scenario.pages)
    for title, lines in sections.items():
        shown = list(lines[-_SHOWN:])
        if len(lines) > len(shown):
            shown.insert(0, f"… {len(lines) - len(shown)} earlier lines are in the file")
        parts += [f"## {title}", _block(shown or ["nothing"])]
    if scenario.notes:
        parts += [
            "## Data and notes",
            "\n".join(f"- {key}: {value}" for key, value in scenario.notes.items()),
        ]
    files = [name for name in scenario.evidence if name != "failure.md"]
    if files:
        parts += ["## Files", "\n".join(f"- [{name}]({name})" for name in files)]
    if any(name.startswith("trace") for name in scenario.evidence):
        parts += [
            (
                "Open the trace with `python -m playwright show-trace trace.zip`. Secrets in it are masked, "
                "so its links lead nowhere."
            )
        ]
    parts += ["## Replay", _block([replay])]
    for failure in scenario.failures:
        if failure.traceback:
            parts += ["## Traceback", _block(failure.traceback.splitlines())]
    return "\n\n".join(parts)


def step_lines(step: Step) -> list[str]:
    """Return a step as its file has it, behind a mark for its state: several lines with a table or text."""
    took = f"  ({step.seconds:.2f} s)" if step.seconds else ""
    lines = [f"{MARKS[step.status]} {step.keyword} {step.text}{took}"]
    if step.table:
        widths = [max(len(cell) for cell in column) for column in zip(*step.table, strict=True)]
        for row in step.table:
            cells = " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            lines.append(f"    | {cells} |")
    if step.docstring is not None:
        lines += ['    """', *(f"    {line}" for line in step.docstring.splitlines()), '    """']
    return lines


def _facts(scenario: Scenario) -> str:
    facts = [f"- {scenario.status.value}, {scenario.seconds:.2f} s, in {scenario.place}"]
    if scenario.rule:
        facts.append(f"- {scenario.rule.keyword}: {scenario.rule.name}")
    if scenario.example:
        facts.append("- row: " + ", ".join(f"{key} = {value}" for key, value in scenario.example.items()))
    if scenario.started:
        facts.append(f"- started {scenario.started}, {scenario.worker or 'in one process'}")
    if scenario.request_id:
        facts.append(f"- X-Request-ID: {scenario.request_id}")
    return "\n".join(facts)


def _rules(scenario: Scenario) -> list[str]:
    known = known_rules()
    lines = [f"- **{tag}** {known[tag].text}" if tag in known else f"- **{tag}**" for tag in scenario.rules]
    return ["## Rules it checks", "\n".join(lines)] if lines else []


def _failure(failure: Failure) -> list[str]:
    parts = ["## What went wrong", f"{PHASES[failure.phase]}:", _block(failure.message.splitlines())]
    if failure.places:
        parts.append("At " + ", called from ".join(f"`{place}`" for place in reversed(failure.places)) + ":")
        parts.append(_block([failure.source], "python"))
    if failure.snippets:
        parts += ["Put this into a step module and say what it means:"]
        parts += [_block(["\n\n".join(failure.snippets)], "python")]
    return parts


def _pages(pages: Sequence[OpenPage]) -> list[str]:
    parts = []
    for page in pages:
        parts += [f"## Page: {page.title or page.url}", f"<{page.url}>"]
        if page.screenshot:
            parts.append(f"![what the browser showed]({page.screenshot})")
    return parts


def _block(lines: Sequence[str], language: str = "") -> str:
    text = "\n".join(lines)
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"


@cache
def known_rules() -> dict[str, rulebook.Rule]:
    """Return the rulebook, or nothing where it can't be read: a report is no place to complain of that."""
    try:
        return rulebook.load()
    except rulebook.RulebookError:
        return {}
