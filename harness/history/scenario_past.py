"""How a scenario fared over time, in words: failing since when, flaky, new, slower than usual.

It is judged by what it did, not by what was expected of it: one that is marked as known to fail and fails is
red, and green where it passed against expectation. Where it was skipped, interrupted or not run at all, it
said nothing, and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from harness.history.past_run import LETTERS, RETRIED
from harness.report.model import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

FLAKY_RUNS: Final = 50
"""How many of the last runs in which a scenario was judged are looked at for flakiness."""
_FLAKY_SPELLS: Final = 2
_USUAL_RUNS: Final = 20
"""How many of the last green runs say what is usual."""
_LEAST_USUAL: Final = 5
"""From so many on something is usual at all."""
_SLOWER_FACTOR: Final = 2.0
_SLOWER_SECONDS: Final = 1.0
"""It takes both for one to be slow: on a busy machine short ones take twice as long, and long ones longer."""
_STATUSES: Final = {letter: status for status, letter in LETTERS.items()} | {RETRIED: Status.PASSED}
_GREEN: Final = LETTERS[Status.PASSED] + LETTERS[Status.XPASSED]
_RED: Final = LETTERS[Status.FAILED] + LETTERS[Status.ERROR] + LETTERS[Status.XFAILED]
_JUDGED: Final = _GREEN + _RED + RETRIED


class Ran(NamedTuple):
    """A scenario in one run. There are half a million of them, hence the letter and no more."""

    letter: str
    """As the history keeps it."""
    seconds: float
    started: str
    """When the run began: ISO 8601, UTC."""
    run_id: str
    revision: str

    @property
    def status(self) -> Status:
        return _STATUSES[self.letter]

    @property
    def retried(self) -> bool:
        """It passed, but only when it was run again."""
        return self.letter == RETRIED

    @property
    def is_green(self) -> bool:
        return self.letter in _GREEN

    @property
    def is_red(self) -> bool:
        return self.letter in _RED

    @property
    def day(self) -> str:
        return self.started[:10]


@dataclass(frozen=True)
class Streak:
    """Runs in which a scenario failed one after the other."""

    since: str
    """The day of the first, UTC."""
    runs: int
    passed_before: int
    """In how many runs before it the scenario passed, one after the other; 0 where none is known."""

    def __str__(self) -> str:
        return f"failing since {self.since} ({runs_in_words(self.runs)})"


@dataclass(frozen=True)
class Flakiness:
    failed: int
    """In how many it failed, or passed only when it was run again."""
    runs: int
    """Of how many that were looked at."""

    def __str__(self) -> str:
        return f"flaky: {self.failed} of the last {self.runs} runs failed"


@dataclass(frozen=True)
class Slowness:
    """In seconds."""

    now: float
    usual: float

    def __str__(self) -> str:
        return f"slower than usual: {self.now:.1f} s instead of {self.usual:.1f} s"


@dataclass(frozen=True)
class ScenarioPast:
    """All that is known of one scenario, the oldest run first."""

    ran: Sequence[Ran] = ()
    is_new: bool = False
    """The last run is the first to have it, and there was a whole run before."""

    @cached_property
    def judged(self) -> list[Ran]:
        return [each for each in self.ran if each.letter in _JUDGED]

    @property
    def past(self) -> list[tuple[str, float]]:
        """Status, as the model names it, and seconds, of each run."""
        return [(each.status.value, each.seconds) for each in self.ran]

    @property
    def passing_seconds(self) -> list[float]:
        """How long it took whenever it passed: of one that failed, the time tells nothing."""
        return [each.seconds for each in self.judged if each.is_green]

    @cached_property
    def usual_seconds(self) -> float | None:
        """The median of the last green runs but the last of all; None where there are too few."""
        before = self.passing_seconds[:-1] if self._ended_green else self.passing_seconds
        return median(before[-_USUAL_RUNS:]) if len(before) >= _LEAST_USUAL else None

    @cached_property
    def failing(self) -> Streak | None:
        """The failures that it has ended with; None where it passed in the last run that judged it."""
        return _streak(self.judged)

    @cached_property
    def recovered(self) -> Streak | None:
        """The failures before the last run, in which it passed."""
        return _streak(self.judged[:-1]) if self._ended_green else None

    @cached_property
    def flakiness(self) -> Flakiness | None:
        """Whether it both passed and failed for no reason that shows.

        So it is where, in the last 50 runs that judged it on this target, it failed in two spells or more
        with a pass between them, or passed only by being run again. One spell of failures is a fault, mended
        or not, and no flakiness.
        """
        last = self.judged[-FLAKY_RUNS:]
        spells = sum(not green for green, _ in groupby(last, key=lambda each: each.is_green))
        if spells < _FLAKY_SPELLS and not any(each.retried for each in last):
            return None
        return Flakiness(sum(not each.is_green for each in last), len(last))

    @property
    def slowness(self) -> Slowness | None:
        usual = self.usual_seconds
        if usual is None or not self._ended_green:
            return None
        now = self.judged[-1].seconds
        is_slow = now >= usual * _SLOWER_FACTOR and now - usual >= _SLOWER_SECONDS
        return Slowness(now, usual) if is_slow else None

    @property
    def sentences(self) -> list[str]:
        """What stands out, the most important first."""
        told = ["new"] if self.is_new else []
        told += [_in_words(self.failing, ended=self.ran[-1])] if self.failing else []
        told += [f"passes again, after {self.recovered}"] if self.recovered else []
        told += [str(each) for each in (self.flakiness, self.slowness) if each]
        return [sentence for sentence in told if sentence]

    @property
    def sentence(self) -> str | None:
        return "; ".join(self.sentences) or None

    @property
    def _ended_green(self) -> bool:
        """Whether it passed in the very last run that had it."""
        return bool(self.ran) and self.ran[-1].is_green


def _streak(judged: Sequence[Ran]) -> Streak | None:
    red = list(takewhile(lambda each: each.is_red, reversed(judged)))
    if not red:
        return None
    before = judged[: len(judged) - len(red)]
    passed = sum(1 for _ in takewhile(lambda each: not each.is_red, reversed(before)))
    return Streak(red[-1].day, len(red), passed)


def _in_words(failing: Streak, *, ended: Ran) -> str:
    if not ended.is_red:
        return f"failed when it last ran to its end; {failing}"
    if failing.runs > 1:
        return str(failing) if failing.passed_before else f"{failing}, not known to have passed before"
    passed = failing.passed_before
    return (
        f"newly failing: passed in the {runs_in_words(passed) if passed > 1 else 'run'} before"
        if passed
        else ""
    )


def runs_in_words(count: int) -> str:
    """Return "1 run" or "2 runs"."""
    return f"{count} run{'' if count == 1 else 's'}"
