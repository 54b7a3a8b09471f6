"""Every way in which a scenario can come out of a run that comes to its end, and what each output calls it.

One table: a scenario, what it says, and the very words of pytest, of `results.json`, of Cucumber Messages, of
JUnit's XML and of the site for it and its steps. The project in which they are run is made from it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final


@dataclass(frozen=True)
class Outcome:
    """A scenario and what is said of it. Steps are parted by commas, in all outputs but Messages the same."""

    name: str
    says: str
    """Its steps, parted by commas."""
    pytest: str
    """The words of `pytest -v` without any plugin of ours."""
    results: str
    messages: str
    junit: str
    site: str
    steps: str
    message_steps: str
    tags: str = ""
    background: str = ""

    def __str__(self) -> str:
        return self.name


FAILING_NOTHING: Final = (
    Outcome(
        "Passes", "it works, it works, it works",
        "PASSED", "passed", "PASSED", "passed", "passed",
        "passed, passed, passed", "PASSED, PASSED, PASSED",
    ),
    Outcome(
        "Is skipped in a step", "it works, it is not possible here, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "passed, skipped, not run", "PASSED, SKIPPED, SKIPPED",
    ),
    Outcome(
        "Is skipped by a mark", "it works, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@skip",
    ),
    Outcome(
        "Is skipped in what a step needs", "it works, what it needs is not here, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "passed, skipped, not run", "PASSED, SKIPPED, SKIPPED",
    ),
    Outcome(
        "Is skipped in its set-up", "it works, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@set_up_skips",
    ),
    Outcome(
        "Is skipped in its background", "it works, it works",
        "SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "skipped, not run, not run", "SKIPPED, SKIPPED, SKIPPED",
        background="it is not possible here",
    ),
    Outcome(
        "Fails as expected", "it works, it fails, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed, not run", "PASSED, PENDING, SKIPPED",
        tags="@known",
    ),
    Outcome(
        "Fails as expected and strictly so", "it works, it fails",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed", "PASSED, PENDING",
        tags="@known_strictly",
    ),
    Outcome(
        "Fails as expected in its set-up", "it works, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@known @set_up_fails",
    ),
    Outcome(
        "Fails as a step says that it may", "it works, it is given up, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed, not run", "PASSED, PENDING, SKIPPED",
    ),
    Outcome(
        "Is expected to fail and not even run", "it works, it works",
        "XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@known_and_not_run",
    ),
    Outcome(
        "Lacks a definition as expected", "it works, a pigeon is sent, it works",
        "XFAIL", "xfailed", "UNDEFINED", "skipped: expected failure", "failed as expected",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
        tags="@known",
    ),
    Outcome(
        "Passes unexpectedly", "it works, it works",
        "XPASS", "xpassed", "PASSED", "passed", "passed unexpectedly",
        "passed, passed", "PASSED, PASSED",
        tags="@known",
    ),
    Outcome(
        "Fails as expected and in its teardown, too", "it works, it fails, it works",
        "XFAIL, XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, failed, not run", "PASSED, PENDING, SKIPPED",
        tags="@known @teardown_fails",
    ),
    Outcome(
        "Fails as expected in its teardown", "it works, it works",
        "XPASS, XFAIL", "xfailed", "PENDING", "skipped: expected failure", "failed as expected",
        "passed, passed", "PASSED, PASSED",
        tags="@known @teardown_fails",
    ),
    Outcome(
        "Is skipped in its teardown", "it works, it works",
        "PASSED, SKIPPED", "skipped", "SKIPPED", "skipped", "skipped",
        "passed, passed", "PASSED, PASSED",
        tags="@teardown_skips",
    ),
    Outcome(
        "Passes when run again", "it works, it fails once, it works",
        "RERUN, PASSED", "passed", "PASSED after FAILED", "passed after failure", "passed on a retry",
        "passed, passed, passed", "PASSED, PASSED, PASSED",
        tags="@again",
    ),
    Outcome(
        "Passes when set up again", "it works, it works",
        "RERUN, PASSED", "passed", "PASSED after FAILED", "passed after error", "passed on a retry",
        "passed, passed", "PASSED, PASSED",
        tags="@again @set_up_fails_once",
    ),
    Outcome(
        "Passes once it is also cleaned up", "it works, it works",
        "PASSED, RERUN, PASSED", "passed", "PASSED after FAILED", "passed after error", "passed on a retry",
        "passed, passed", "PASSED, PASSED",
        tags="@again @teardown_fails_once",
    ),
    Outcome(
        "Is skipped when run again", "it works, it fails once, it is not possible here",
        "RERUN, SKIPPED", "skipped", "SKIPPED after FAILED", "skipped after failure", "skipped",
        "passed, passed, skipped", "PASSED, PASSED, SKIPPED",
        tags="@again",
    ),
)  # fmt: skip
FAILING: Final = (
    Outcome(
        "Fails in a step", "it works, it fails, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    ),
    Outcome(
        "Fails by pytest's own word", "it works, it is called a failure, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    ),
    Outcome(
        "Lacks its first definition", "a pigeon is sent, it works",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "undefined, not run", "UNDEFINED, SKIPPED",
    ),
    Outcome(
        "Lacks a definition in the middle", "it works, a pigeon is sent, it works",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
    ),
    Outcome(
        "Lacks two definitions", "it works, a pigeon is sent, it works, the pigeon returns",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "passed, undefined, not run, undefined", "PASSED, UNDEFINED, SKIPPED, UNDEFINED",
    ),
    Outcome(
        "Lacks a definition and is not cleaned up", "it works, a pigeon is sent, it works",
        "FAILED, ERROR", "failed", "FAILED", "failure", "failed",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Fails in its background", "it works, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "failed, not run, not run", "FAILED, SKIPPED, SKIPPED",
        background="it fails",
    ),
    Outcome(
        "Lacks a definition in its background", "it works, it works",
        "FAILED", "failed", "UNDEFINED", "failure", "failed",
        "undefined, not run, not run", "UNDEFINED, SKIPPED, SKIPPED",
        background="the pigeon is fed",
    ),
    Outcome(
        "Fails in what a step needs", "it works, what it needs is broken, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
    ),
    Outcome(
        "Fails in its set-up", "it works, it works",
        "ERROR", "error", "FAILED", "error", "error",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@set_up_fails",
    ),
    Outcome(
        "Fails in its teardown", "it works, it works",
        "PASSED, ERROR", "error", "FAILED", "error", "error",
        "passed, passed", "PASSED, PASSED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Fails in the end of what a step needs", "it works, its end will be broken, it works",
        "PASSED, ERROR", "error", "FAILED", "error", "error",
        "passed, passed, passed", "PASSED, PASSED, PASSED",
    ),
    Outcome(
        "Fails in a step and in its teardown", "it works, it fails, it works",
        "FAILED, ERROR", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Is skipped and fails in its teardown", "it works, it is not possible here, it works",
        "SKIPPED, ERROR", "error", "FAILED", "error", "error",
        "passed, skipped, not run", "PASSED, SKIPPED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Is given up and fails in its teardown", "it works, it is given up, it works",
        "XFAIL, ERROR", "error", "FAILED", "error", "error",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@teardown_fails",
    ),
    Outcome(
        "Fails and is skipped in its teardown", "it works, it fails, it works",
        "FAILED, SKIPPED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@teardown_skips",
    ),
    Outcome(
        "Passes though that is forbidden and fails in its teardown", "it works, it works",
        "FAILED, XFAIL", "failed", "FAILED", "failure", "failed",
        "passed, passed", "PASSED, PASSED",
        tags="@known_strictly @teardown_fails",
    ),
    Outcome(
        "Passes though that is forbidden", "it works, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, passed", "PASSED, PASSED",
        tags="@known_strictly",
    ),
    Outcome(
        "Takes too long in a step", "it works, it takes too long, it works",
        "FAILED", "failed", "FAILED", "failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@hurried",
    ),
    Outcome(
        "Takes too long in its set-up", "it works, it works",
        "ERROR", "error", "FAILED", "error", "error",
        "not run, not run", "SKIPPED, SKIPPED",
        tags="@hurried @set_up_takes_too_long",
    ),
    Outcome(
        "Fails when run again", "it works, it fails, it works",
        "RERUN, FAILED", "failed", "FAILED after FAILED", "failure after failure", "failed",
        "passed, failed, not run", "PASSED, FAILED, SKIPPED",
        tags="@again",
    ),
    Outcome(
        "Fails earlier when run again", "it works once, it fails",
        "RERUN, FAILED", "failed", "FAILED after FAILED", "failure after failure", "failed",
        "failed, not run", "FAILED, SKIPPED",
        tags="@again",
    ),
    Outcome(
        "Lacks a definition twice", "it works, a pigeon is sent, it works",
        "RERUN, FAILED", "failed", "UNDEFINED after FAILED", "failure after failure", "failed",
        "passed, undefined, not run", "PASSED, UNDEFINED, SKIPPED",
        tags="@again",
    ),
)  # fmt: skip


def feature_of(outcomes: tuple[Outcome, ...]) -> str:
    """Return a feature with a scenario for each; what has a background is in a rule of its own."""
    lines = ["Feature: Outcomes"]
    for outcome in sorted(outcomes, key=lambda each: bool(each.background)):
        if outcome.background:
            lines += [f"  Rule: {outcome.name}", "    Background:", f"      Given {outcome.background}"]
        lines += [f"    {outcome.tags}", f"    Scenario: {outcome.name}"]
        lines += [f"      Given {sentence}" for sentence in outcome.says.split(", ")]
    return "\n".join(lines) + "\n"


def markdown_of(outcomes: tuple[Outcome, ...]) -> str:
    """Return the table for people."""
    names = [field.name for field in fields(Outcome)]
    rows = [[str(getattr(outcome, name)) for name in names] for outcome in outcomes]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *rows]) + "\n"
