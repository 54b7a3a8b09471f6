"""How each account of a run has to say what was seen: written down here apart from who writes it.

On the left stands what was seen, on the right what a reader of the account finds. The writers know the same
in their own way; that these tables repeat it is their use, for a writer that errs does not agree with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.integrity.witness import Seen


@dataclass(frozen=True)
class Account:
    """One of them, and its words."""

    name: str
    scenarios: Mapping[str, str]
    steps: Mapping[str, str]
    unstarted: str
    """The word for steps of a scenario that never began."""
    undefined: str = ""
    """The word for one that failed, expected or not, by a step without a definition; where it has its own."""
    step_failed_as_expected: str = ""
    """The word for a step that failed where the scenario was expected to, where it has one of its own."""
    on_a_retry: str = ""
    """The word for one that passed when it was run again, where it has one of its own."""
    tells_attempts: bool = False
    """Whether it says of a scenario that was run again how it ended before."""

    def scenario_words(self, seen: Seen) -> str:
        """Return what it has to say of a scenario as a whole."""
        if self.on_a_retry and seen.verdict == "passed" and set(seen.earlier) - {"passed"}:
            return self.on_a_retry
        is_steps_fault = seen.verdict in ("failed", "xfailed") and not seen.is_failed_teardown
        lacks_meaning = is_steps_fault and "undefined" in seen.steps
        words = [self.undefined if self.undefined and lacks_meaning else self.scenarios[seen.verdict]]
        if self.tells_attempts:
            words += [self.scenarios[each] for each in reversed(seen.earlier)]
        return " after ".join(words)

    def step_words(self, seen: Seen, count: int) -> list[set[str]]:
        """Return what it may say of each of `count` steps."""
        if seen.verdict == "not run":
            return [{self.unstarted}] * count
        if seen.is_crash or not seen.steps:
            # How far it came is known by its process alone, which is gone; or no step was ever to be run.
            known = _AT_ALL if seen.is_crash or seen.verdict == "interrupted" else {"not run"}
            return [{self.steps[word] for word in known}] * count
        steps = dict(self.steps)
        if self.step_failed_as_expected and seen.verdict == "xfailed":
            steps["failed"] = self.step_failed_as_expected
        return [{steps[word] for word in words} for words in _step_states(seen)]


_AT_ALL: Final = frozenset({"passed", "interrupted", "not run"})
_OF_BEGUN: Final = {
    "failed": frozenset({"failed"}),
    "skipped": frozenset({"skipped"}),
    "xfailed": frozenset({"skipped", "failed"}),
}
"""What a step came to that neither passed nor failed, by what the scenario came to before its teardown."""


def _step_states(seen: Seen) -> list[frozenset[str]]:
    states = []
    for index, step in enumerate(seen.steps):
        if step == "begun":
            states.append(_OF_BEGUN.get(seen.before_teardown, frozenset({"interrupted"})))
        elif step == "not run" and "undefined" in seen.steps[:index]:
            # pytest-bdd looks no further than the first one; reports may say that others lack a meaning, too.
            states.append(frozenset({"not run", "undefined"}))
        else:
            states.append(frozenset({step}))
    return states


_STEPS: Final = {
    word: word for word in ("passed", "failed", "undefined", "skipped", "interrupted", "not run")
}
_STATES: Final = {
    word: word
    for word in ("passed", "failed", "error", "skipped", "xfailed", "xpassed", "interrupted", "not run")
}
RESULTS: Final = Account("results.json", _STATES, _STEPS, unstarted="not run")
SITE: Final = Account(
    "living-docs",
    {**_STATES, "xfailed": "failed as expected", "xpassed": "passed unexpectedly"},
    _STEPS,
    unstarted="not run",
    on_a_retry="passed on a retry",
)
JUNIT: Final = Account(
    "junit.xml",
    {
        "passed": "passed",
        "failed": "failure",
        "error": "error",
        "skipped": "skipped",
        "xfailed": "skipped: expected failure",
        "xpassed": "passed",
        "interrupted": "error",
        "not run": "skipped: not run",
    },
    _STEPS,
    unstarted="not run",
    tells_attempts=True,
)
MESSAGES: Final = Account(
    "messages.ndjson",
    {
        "passed": "PASSED",
        "failed": "FAILED",
        "error": "FAILED",
        "skipped": "SKIPPED",
        "xfailed": "PENDING",
        "xpassed": "PASSED",
        "interrupted": "FAILED",
        "not run": "NOT STARTED",
    },
    {
        "passed": "PASSED",
        "failed": "FAILED",
        "undefined": "UNDEFINED",
        "skipped": "SKIPPED",
        "interrupted": "UNKNOWN",
        "not run": "SKIPPED",
    },
    unstarted="NOT STARTED",
    undefined="UNDEFINED",
    step_failed_as_expected="PENDING",
    tells_attempts=True,
)
