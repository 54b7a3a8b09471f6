"""What stands out in how a scenario fared, from sequences of its states."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from harness.history.scenario_past import Ran, ScenarioPast


def _past(letters: str, seconds: list[float] | None = None, *, is_new: bool = False) -> ScenarioPast:
    """A run a day from the first of March on; a letter each, as the history keeps them."""
    return ScenarioPast(
        [
            Ran(
                letter,
                seconds[index] if seconds else 1.0,
                f"{date(2026, 3, 1) + timedelta(days=index)}T09:30:00.000+00:00",
                f"run{index}",
                "",
            )
            for index, letter in enumerate(letters)
        ],
        is_new=is_new,
    )


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ("", None),
        ("p", None),
        ("pppp", None),
        ("s", None),
        # failing
        ("f", None),
        ("pf", "newly failing: passed in the run before"),
        ("pppf", "newly failing: passed in the 3 runs before"),
        ("ppe", "newly failing: passed in the 2 runs before"),
        ("pff", "failing since 2026-03-02 (2 runs)"),
        ("ppfefefef", "failing since 2026-03-03 (7 runs)"),
        ("ff", "failing since 2026-03-01 (2 runs), not known to have passed before"),
        ("pxx", "failing since 2026-03-02 (2 runs)"),
        # what said nothing is left out, and hides no failure
        ("pfsinif".replace("n", ""), "failing since 2026-03-02 (2 runs)"),
        ("pfs", "failed when it last ran to its end; failing since 2026-03-02 (1 run)"),
        ("psss", None),
        # mended
        ("pffp", "passes again, after failing since 2026-03-02 (2 runs)"),
        ("pffu", "passes again, after failing since 2026-03-02 (2 runs)"),
        ("pffs", "failed when it last ran to its end; failing since 2026-03-02 (2 runs)"),
        ("pffpp", None),
        ("pffps", None),
        # flaky
        (
            "pfpf",
            "newly failing: passed in the run before; flaky: 2 of the last 4 runs failed",
        ),
        ("pfpfpp", "flaky: 2 of the last 6 runs failed"),
        ("ppr", "flaky: 1 of the last 3 runs failed"),
        ("p" * 40 + "fpfppf" + "p" * 30, "flaky: 3 of the last 50 runs failed"),
        ("pfp" + "p" * 48 + "fp", "passes again, after failing since 2026-04-21 (1 run)"),
        ("pfp" + "s" * 100 + "fpp", "flaky: 2 of the last 6 runs failed"),
    ],
)
def test_sentence(letters: str, sentence: str | None) -> None:
    assert _past(letters).sentence == sentence


def test_retried_success_ends_a_failure_and_is_none_of_those_that_follow() -> None:
    assert _past("pffr").failing is None
    assert _past("pffr").recovered is None
    failing = _past("prf").failing
    assert failing is not None
    assert (failing.runs, failing.passed_before) == (1, 2)


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        ([1.1, 1.0, 1.2, 1.1, 1.1, 4.2], "slower than usual: 4.2 s instead of 1.1 s"),
        ([1.1, 1.0, 1.2, 1.1, 1.1, 2.0], None),  # not twice as long
        ([0.2, 0.2, 0.2, 0.2, 0.2, 1.1], None),  # a second does not matter
        ([1.1, 1.0, 1.2, 1.1, 4.2], None),  # nothing is usual yet
        ([1.1, 90.0, 1.2, 1.1, 1.1, 4.2], "slower than usual: 4.2 s instead of 1.1 s"),
        ([30.0] * 10 + [1.0] * 20 + [5.0], "slower than usual: 5.0 s instead of 1.0 s"),
        ([4.0] * 20 + [4.2], None),
    ],
)
def test_slowness(seconds: list[float], sentence: str | None) -> None:
    assert _past("p" * len(seconds), seconds).sentence == sentence


def test_time_of_failures_counts_for_nothing() -> None:
    past = _past("pppppfp", [1.0, 1.0, 1.0, 1.0, 1.0, 60.0, 1.1])
    assert past.usual_seconds == 1.0
    assert past.passing_seconds == [1.0, 1.0, 1.0, 1.0, 1.0, 1.1]
    assert _past("pppppf", [1.0, 1.0, 1.0, 1.0, 1.0, 60.0]).slowness is None


def test_past_is_told_in_the_words_of_the_model() -> None:
    assert _past("pfxur", [1.0, 2.0, 3.0, 4.0, 5.0]).past == [
        ("passed", 1.0),
        ("failed", 2.0),
        ("xfailed", 3.0),
        ("xpassed", 4.0),
        ("passed", 5.0),
    ]


def test_new_scenario_says_so_first() -> None:
    assert _past("f", is_new=True).sentences == ["new"]
