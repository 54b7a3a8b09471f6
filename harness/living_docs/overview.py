"""The start page: the state of the program in one look, and what somebody has to look into."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from harness.living_docs import words
from harness.living_docs.rule_states import BROKEN, HOLDS, UNCOVERED
from harness.report.condense import in_one_line
from harness.report.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harness.living_docs.history_view import Trend
    from harness.living_docs.library import Library
    from harness.living_docs.rule_states import RuleEntry
    from harness.living_docs.words import Said
    from harness.report.model import Run, Scenario

MOST_FAILURES: Final = 50
_MOST_SLOW: Final = 10
_MOST_REMARKABLE: Final = 30
_WIDEST: Final = 240
_ALL_RAN: Final = "all tests ran"
_FINISHED: Final = frozenset({0, 1})
"""Exit codes of runs that nobody stopped."""


@dataclass(frozen=True)
class Verdict:
    """What a product owner wants to know, in a sentence, and what has to be said with it."""

    sentence: str
    tone: str
    warnings: list[str] = field(default_factory=list)
    """What makes it less than the whole truth, such as that only a part of the features was run."""
    stopped: str = ""
    """That the run did not come to its end, which is to be said louder."""


@dataclass(frozen=True)
class Broken:
    """A scenario that somebody has to look into."""

    scenario: Scenario
    said: Said
    message: str
    page: str
    """Title of the page that was open."""
    picture: str | None
    trend: str
    """What its history says."""


@dataclass(frozen=True)
class Overview:
    verdict: Verdict
    states: list[tuple[int, Said]]
    """How many scenarios ended how, those that the run did not have among them; the worst first."""
    broken: list[Broken]
    reasons: list[tuple[str, Said, list[Scenario]]]
    """Why scenarios were skipped, or expected to fail."""
    slowest: list[tuple[Scenario, float]]
    """With the share of the slowest one, in hundredths."""
    remarkable: list[tuple[Scenario, str]]
    """What stands out over several runs, or several attempts in this one."""
    facts: list[tuple[str, str]]


def overview_of(
    run: Run, library: Library, rules: Sequence[RuleEntry], trends: Mapping[str, Trend]
) -> Overview:
    """Look through a run."""
    everything = [scenario for entry in library.features for scenario in entry.scenarios]
    red = [scenario for scenario in run.scenarios if scenario.status in words.RED]
    return Overview(
        verdict=verdict_of(run, library, rules),
        states=words.counted(everything),
        broken=[_broken(scenario, trends) for scenario in sorted(red, key=_severity)],
        reasons=_reasons(run.scenarios),
        slowest=_slowest(run.scenarios),
        remarkable=_remarkable(run.scenarios, trends),
        facts=_facts(run),
    )


def verdict_of(run: Run, library: Library, rules: Sequence[RuleEntry]) -> Verdict:
    """Say in a sentence whether the rules hold, and in others what it does not cover."""
    ran = [each for each in run.scenarios if each.status != Status.NOT_RUN]
    red = [scenario for scenario in run.scenarios if scenario.status in words.RED]
    broken = [entry for entry in rules if entry.said == BROKEN]
    stopped = _stopped(run)
    warnings = _loose_ends(run, library)
    if len(ran) < library.total:
        warnings.insert(
            0, f"Only a part: {len(ran):,} of {words.plural(library.total, 'scenario')} were run."
        )
    if broken:
        sentence, tone = f"{_shares(broken, rules)} {'does' if len(broken) == 1 else 'do'} not hold", "bad"
    elif red:
        ended = f"{words.plural(len(red), 'scenario')} did not come to a good end"
        sentence, tone = f"No rule was seen broken, but {ended}" if rules else ended, "bad"
    else:
        sentence, whole = _of_green(ran, library, rules)
        is_bad = run.exit_status not in {0, None} or bool(run.other_tests.failed)
        tone = "bad" if is_bad else "good" if whole and not (warnings or stopped) else "unsure"
    return Verdict(sentence, tone, warnings, stopped)


def _of_green(ran: Sequence[Scenario], library: Library, rules: Sequence[RuleEntry]) -> tuple[str, bool]:
    """Return what is to be said of a run in which nothing broke, and whether that is all one could wish."""
    holding = [entry for entry in rules if entry.said == HOLDS]
    if rules and len(holding) == len(rules):
        return f"All {_kinds(rules)} hold", True
    if not ran:
        return "Nothing was run", False
    if library.missing or not rules:
        passed = sum(scenario.status == Status.PASSED for scenario in ran)
        if passed == len(ran):
            return "Nothing that was run failed", not rules
        return f"{passed:,} of {words.plural(len(ran), 'scenario')} that were run passed, none failed", False
    left = [entry for entry in rules if entry.said != HOLDS]
    uncovered = sum(entry.said == UNCOVERED for entry in left)
    without = f", {uncovered} of them for want of a scenario" if uncovered else ""
    return f"{_shares(holding, rules)} hold; {len(left)} could not be checked{without}", False


def _stopped(run: Run) -> str:
    """Return what is to be said of a run that did not come to its end."""
    left = sum(scenario.status in {Status.NOT_RUN, Status.INTERRUPTED} for scenario in run.scenarios)
    if run.finished is not None and run.exit_status in _FINISHED and not left:
        return ""
    rest = f" {words.plural(left, 'scenario')} had not ended." if left else ""
    if run.exit_reason.startswith(_ALL_RAN):
        return f"This run did not come to its end.{rest}"
    return f"This run was stopped: {run.exit_reason}.{rest}"


def _loose_ends(run: Run, library: Library) -> list[str]:
    found = list(library.problems)
    if run.other_tests.failed:
        count = len(run.other_tests.failed)
        found.append(
            f"{words.plural(count, 'test that is no scenario', 'tests that are no scenarios')} failed."
        )
    fine = all(scenario.status not in words.RED for scenario in run.scenarios)
    if run.exit_status == 1 and fine and not run.other_tests.failed:
        found.append(f"The run itself ended with exit code 1: {run.exit_reason}.")
    retried = sum(words.of_scenario(scenario) == words.ON_A_RETRY for scenario in run.scenarios)
    if retried:
        found.append(f"{words.plural(retried, 'scenario')} passed on a retry only.")
    return found


def _split(entries: Iterable[RuleEntry]) -> list[tuple[int, str, str]]:
    entries = list(entries)
    rules = sum(not entry.is_quality for entry in entries)
    return [(rules, "rule", "rules"), (len(entries) - rules, "quality", "qualities")]


def _kinds(rules: Sequence[RuleEntry]) -> str:
    """Return "50 rules and 10 qualities"."""
    return " and ".join(words.plural(count, one, many) for count, one, many in _split(rules) if count)


def _shares(some: Sequence[RuleEntry], rules: Sequence[RuleEntry]) -> str:
    """Return "2 of 50 rules and 1 of 10 qualities"; a kind of which there are none of these is left out."""
    pairs = zip(_split(some), _split(rules), strict=True)
    found = [f"{few} of {words.plural(all_, one, many)}" for (few, one, many), (all_, _, _) in pairs if few]
    return " and ".join(found) or f"0 of {_kinds(rules)}"


def _broken(scenario: Scenario, trends: Mapping[str, Trend]) -> Broken:
    message = in_one_line(scenario.failures[0].message, _WIDEST) if scenario.failures else scenario.reason
    screenshots = [page.screenshot for page in scenario.pages if page.screenshot]
    picture = f"{scenario.folder}/{screenshots[0]}" if screenshots and scenario.folder else None
    if picture is None:
        taken = [picture.file for step in scenario.steps for picture in step.pictures]
        picture = taken[-1] if taken else None
    told = _sentence(trends, scenario)
    page = next((page.title for page in scenario.pages if page.title), "")
    return Broken(scenario, words.of_scenario(scenario), message, page, picture, told)


def _reasons(scenarios: Iterable[Scenario]) -> list[tuple[str, Said, list[Scenario]]]:
    found: dict[tuple[str, Said], list[Scenario]] = {}
    for scenario in scenarios:
        if scenario.status in {Status.SKIPPED, Status.XFAILED}:
            reason = scenario.reason or "no reason was given"
            found.setdefault((reason, words.of_scenario(scenario)), []).append(scenario)
    ordered = sorted(found.items(), key=lambda item: -len(item[1]))
    return [(reason, said, those) for (reason, said), those in ordered]


def _slowest(scenarios: Iterable[Scenario]) -> list[tuple[Scenario, float]]:
    ordered = sorted((each for each in scenarios if each.seconds), key=lambda each: -each.seconds)
    longest = ordered[0].seconds if ordered else 1.0
    return [(scenario, 100 * scenario.seconds / longest) for scenario in ordered[:_MOST_SLOW]]


def _remarkable(scenarios: Iterable[Scenario], trends: Mapping[str, Trend]) -> list[tuple[Scenario, str]]:
    retried, others = [], []
    for scenario in scenarios:
        told = _sentence(trends, scenario)
        if words.of_scenario(scenario) == words.ON_A_RETRY:
            before = ", ".join(status.value for status in scenario.earlier)
            retried.append(
                (scenario, "; ".join(filter(None, [f"passed on a retry; before: {before}", told])))
            )
        elif told:
            others.append((scenario, told))
    return [*retried, *others][:_MOST_REMARKABLE]


def _sentence(trends: Mapping[str, Trend], scenario: Scenario) -> str:
    trend = trends.get(scenario.key)
    return (trend.sentence if trend else None) or ""


def _facts(run: Run) -> list[tuple[str, str]]:
    finished = f"{moment(run.finished)}, after {_took(run)}" if run.finished else "never"
    facts = [
        ("Started", moment(run.started)),
        ("Finished", finished),
        ("Ended", run.exit_reason),
        ("Target", run.target),
        ("Portal", run.portal),
        ("Mail catcher", run.mail_server),
        ("Weather", run.weather or "none"),
        ("Browser", run.browser),
        ("Revision", run.revision),
        ("Asked for", run.selection or "all features"),
        ("Seed", str(run.seed)),
        ("Workers", str(run.workers) if run.workers else "one process"),
        ("Run", run.run_id),
    ]
    return [(name, value) for name, value in facts if value]


def _took(run: Run) -> str:
    return words.duration(seconds_of(run))


def seconds_of(run: Run) -> float:
    """Return how long the run took; 0 where that is not known."""
    try:
        begun, ended = (
            datetime.fromisoformat(run.started),
            datetime.fromisoformat(run.finished or run.started),
        )
        return max((ended - begun).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return 0.0


def moment(iso: str | None) -> str:
    """Return a time as one writes it; what is no time, as it is."""
    try:
        at = datetime.fromisoformat(iso or "")
    except ValueError:
        return iso or ""
    return f"{at.day} {at:%B %Y, %H:%M} {at:%Z}".strip()


def _severity(scenario: Scenario) -> int:
    return words.SEVERITY.index(words.of_scenario(scenario).word)
