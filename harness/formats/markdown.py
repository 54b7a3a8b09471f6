"""A run on one page of Markdown: `summary.md`, and the page of a CI job."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from harness.formats.markdown_text import block, code, escaped, table
from harness.report.condense import condense, in_one_line
from harness.report.failure_file import PHASES, known_rules
from harness.report.model import UNSUCCESSFUL, Run, Scenario, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.report.model import Failure
    from harness.rulebook import Rule

_WIDEST: Final = 160
_MESSAGE_LINES: Final = 6
_MOST: Final = 100
"""Scenarios told of each state; results.json has them all."""
_MOST_MESSAGES: Final = 30
_SLOWEST: Final = 5
_SLOW: Final = 3.0
"""Seconds from which a scenario is worth naming."""
_HEADINGS: Final = {
    Status.FAILED: "Failed",
    Status.ERROR: "Error",
    Status.INTERRUPTED: "Interrupted",
    Status.XPASSED: "Passed, though expected to fail",
    Status.XFAILED: "Failed, as expected",
    Status.NOT_RUN: "Not run",
}


def summary_markdown(
    run: Run,
    *,
    notices: Sequence[str] = (),
    folder: str | None = None,
    rules: Mapping[str, Rule] | None = None,
) -> str:
    """Return the run on one page: how it went, what failed and why, what was left out, what it was.

    `notices` are what readers have to know of the report itself. Evidence is linked, relative to the run's
    folder; for a page that stands elsewhere `folder` says where that is, and evidence is named. `rules` is
    the rulebook, this project's unless given.
    """
    parts = [f"# {_verdict(run)}", *_more_of_the_verdict(run), _counts(run)]
    if notices:
        parts.append("## This report itself\n\n" + "\n".join(f"- {escaped(each)}" for each in notices))
    if run.other_tests.counts:
        others = ", ".join(f"{count} {word}" for word, count in sorted(run.other_tests.counts.items()))
        parts.append(f"Other tests: {others}")
    parts += _broken_rules(run, known_rules() if rules is None else rules)
    for status, heading in _HEADINGS.items():
        found = [scenario for scenario in run.scenarios if scenario.status == status]
        if found:
            lines = [_told(scenario, folder, index) for index, scenario in enumerate(found[:_MOST])]
            parts.append(f"## {heading}\n\n" + "\n".join([*lines, *_left_out(len(found))]))
    if run.other_tests.failed:
        names = [f"- {code(name)}" for name in run.other_tests.failed[:_MOST]]
        parts.append(
            "## Other tests that failed\n\n" + "\n".join([*names, *_left_out(len(run.other_tests.failed))])
        )
    parts += _run_again(run, folder)
    parts += _skipped(run, folder)
    parts += _features(run)
    parts += _slow(run)
    parts.append("## Facts\n\n" + "\n".join(f"- {name}: {escaped(value)}" for name, value in _facts(run)))
    return "\n\n".join(parts) + "\n"


def _verdict(run: Run) -> str:
    total = len(run.scenarios)
    red = sum(each.status in UNSUCCESSFUL for each in run.scenarios)
    held = sum(each.status in (Status.PASSED, Status.XPASSED) for each in run.scenarios)
    if not total:
        return "⚠️ No scenario was run"
    if red:
        return f"❌ {red} of {_scenarios(total)} {'does' if red == 1 else 'do'} not hold"
    if run.other_tests.failed:
        return f"❌ {_scenarios(held)} of {total} held, but other tests failed"
    if run.exit_status not in (0, None):
        return f"❌ {_scenarios(held)} of {total} held, but the run failed"
    if held < total:
        return f"⚠️ Nothing failed, but {total - held} of {_scenarios(total)} did not show that they hold"
    return f"✅ {'The scenario holds' if total == 1 else f'All {total} scenarios hold'}"


def _more_of_the_verdict(run: Run) -> Iterator[str]:
    if run.exit_status not in (0, 1):
        yield f"**The run did not come to its end: {escaped(run.exit_reason)}.**"
    elif run.exit_status == 1 and not any(each.status in UNSUCCESSFUL for each in run.scenarios):
        yield f"**It ended so: {escaped(run.exit_reason)}.**"
    again = sum(_flaky(each) for each in run.scenarios)
    if again:
        yield f"**{_scenarios(again)} passed only when run again.**"
    if run.selection:
        yield f"Only a part of the features was asked for: {code(run.selection)}"


def _counts(run: Run) -> str:
    counts = Counter(scenario.status for scenario in run.scenarios)
    shares = [f"{counts[status]} {status.value}" for status in Status if counts[status]]
    return f"**{_scenarios(len(run.scenarios))}: {', '.join(shares)}**"


def _broken_rules(run: Run, rules: Mapping[str, Rule]) -> Iterator[str]:
    broken: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        if scenario.status in UNSUCCESSFUL:
            for rule in scenario.rules:
                broken.setdefault(rule, []).append(scenario)
    if broken:
        order = {rule: index for index, rule in enumerate(rules)}
        rows = [
            [
                rule,
                escaped(rules[rule].title) if rule in rules else "not in the rulebook",
                "<br>".join(
                    [escaped(each.title) for each in broken[rule][:3]]
                    + ([f"and {len(broken[rule]) - 3} more"] if len(broken[rule]) > 3 else [])  # noqa: PLR2004
                ),
            ]
            for rule in sorted(broken, key=lambda rule: (order.get(rule, len(order)), rule))
        ]
        yield "## Rules that do not hold\n\n" + table(["rule", "what it says", "as seen by"], rows)


def _told(scenario: Scenario, folder: str | None, index: int, more: str = "") -> str:
    """Return a scenario as an item of a list, with what went wrong."""
    rules = f" ({', '.join(scenario.rules)})" if scenario.rules else ""
    title = escaped(scenario.title)
    if scenario.folder and folder is None:
        title = f"[{title}]({scenario.folder}/failure.md)"
    failures = scenario.failures if scenario.status in UNSUCCESSFUL else []
    why = in_one_line(failures[0].message, _WIDEST) if failures else scenario.reason
    lines = [f"- {title}{rules}, {escaped(scenario.place)}" + (f": {escaped(why)}" if why else "") + more]
    if failures and index < _MOST_MESSAGES:
        lines += _where(scenario, failures[0])
        message = condense(failures[0].message, lines=_MESSAGE_LINES, width=_WIDEST)
        if len(message) > 1:
            lines.append(block(message, "  "))
        lines += [
            f"  - also: {PHASES[each.phase].lower()}: {escaped(in_one_line(each.message, _WIDEST))}"
            for each in failures[1:]
        ]
    if scenario.folder and folder is not None:
        lines.append(f"  - {code(f'{folder}/{scenario.folder}/failure.md')}")
    return "\n".join(lines)


def _where(scenario: Scenario, failure: Failure) -> list[str]:
    if failure.step is not None and failure.step < len(scenario.steps):
        step = scenario.steps[failure.step]
        return [f"  - at: {escaped(f'{step.keyword} {step.text}')}"]
    return [f"  - {PHASES[failure.phase].lower()}"]


def _run_again(run: Run, folder: str | None) -> Iterator[str]:
    found = [scenario for scenario in run.scenarios if _flaky(scenario)]
    if found:
        lines = [
            _told(
                each, folder, _MOST, f" (before that: {', '.join(status.value for status in each.earlier)})"
            )
            for each in found[:_MOST]
        ]
        yield "## Passed only when run again\n\n" + "\n".join([*lines, *_left_out(len(found))])


def _skipped(run: Run, folder: str | None) -> Iterator[str]:
    """Tell what was left out, by reason: one missing setting can leave out dozens."""
    by_reason: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        if scenario.status == Status.SKIPPED:
            by_reason.setdefault(scenario.reason, []).append(scenario)
    lines = []
    for reason, found in by_reason.items():
        if len(found) == 1:
            lines.append(_told(found[0], folder, _MOST))
            continue
        lines.append(f"- {escaped(reason) or 'no reason given'}: {_scenarios(len(found))}")
        lines += [f"  - {escaped(each.title)}, {escaped(each.place)}" for each in found[:_MOST]]
        lines += [f"  {line}" for line in _left_out(len(found))]
    if lines:
        yield "## Skipped\n\n" + "\n".join(lines)


def _features(run: Run) -> Iterator[str]:
    states = [status for status in Status if any(each.status == status for each in run.scenarios)]
    by_path: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        by_path.setdefault(scenario.feature.path, []).append(scenario)
    rows = []
    for path, found in sorted(by_path.items()):
        counts = Counter(each.status for each in found)
        mark = "❌" if any(each.status in UNSUCCESSFUL for each in found) else ""
        actor = PurePosixPath(path).parent.name
        name = f"{mark} {escaped(found[0].feature.name)}".strip()
        numbers = [str(counts[status] or "") for status in states]
        rows.append([escaped(actor), name, *numbers, f"{sum(each.seconds for each in found):.1f} s"])
    if rows:
        head = ["of", "feature", *(status.value for status in states), "time"]
        yield "## Features\n\n" + table(head, rows, numbers=len(states) + 1)


def _slow(run: Run) -> Iterator[str]:
    slow = sorted(run.scenarios, key=lambda each: each.seconds, reverse=True)[:_SLOWEST]
    lines = [f"- {each.seconds:.1f} s: {escaped(each.title)}" for each in slow if each.seconds >= _SLOW]
    if lines:
        yield "## Slowest\n\n" + "\n".join(lines)


def _facts(run: Run) -> Iterator[tuple[str, str]]:
    yield "run", run.run_id
    yield "target", f"{run.target} ({run.portal}), mail: {run.mail_server}"
    if run.revision:
        yield "features", f"revision {run.revision}"
    if run.browser:
        yield "browser", run.browser
    yield "seed", f"{run.seed}, {run.workers or 'no'} workers"
    yield "started", f"{run.started}, finished {run.finished or 'never'}"
    yield "ended", run.exit_reason


def _flaky(scenario: Scenario) -> bool:
    return scenario.status == Status.PASSED and any(each in UNSUCCESSFUL for each in scenario.earlier)


def _left_out(count: int) -> list[str]:
    return [f"- … and {count - _MOST} more: results.json has them all"] if count > _MOST else []


def _scenarios(count: int) -> str:
    return f"{count} scenario{'' if count == 1 else 's'}"
