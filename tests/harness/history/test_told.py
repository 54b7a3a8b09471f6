"""What the end of a run says of those before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from harness.history.history import History
from harness.history.told import news
from harness.report.model import Run, Status
from tests.harness.sample_run import scenario, steps

_STATUSES = {
    "p": Status.PASSED,
    "r": Status.PASSED,
    "f": Status.FAILED,
    "s": Status.SKIPPED,
    "n": Status.NOT_RUN,
}


def _told(*pasts: str) -> list[str]:
    """Have a scenario for each of these; a letter for each run, the last of which tells."""
    history = History(None)
    run = None
    for index, letters in enumerate(zip(*pasts, strict=True)):
        run = Run(
            run_id=f"run{index}",
            seed=1,
            target="reference",
            portal="",
            mail_server="",
            started=f"{date(2026, 3, 1) + timedelta(days=index)}T09:30:00.000+00:00",
            exit_status=0,
            scenarios=[
                scenario(
                    f"S{at}", _STATUSES[letter], steps(), line=at, earlier=[Status.FAILED] * (letter == "r")
                )
                for at, letter in enumerate(letters)
            ],
        )
        history.add(run)
    assert run is not None
    return [line.replace("The confirmation link: ", "") for line in news(run, history.of("reference"))]


@pytest.mark.parametrize(
    ("past", "told"),
    [
        ("ppp", []),
        ("f", []),
        ("ff", []),
        ("pff", []),  # it was told when it was news
        ("ppf", ["Newly failing: S0 (passed in the 2 runs before)"]),
        ("pffp", ["Passes again: S0 (failed in the 2 runs before, since 2026-03-02)"]),
        ("pfpf", ["Flaky: S0 (2 of the last 4 runs failed)"]),
        ("pr", ["Flaky: S0 (1 of the last 2 runs failed)"]),
        ("pfpfpp", []),
        ("pfn", []),
        ("pfs", []),
    ],
)
def test_news_is_told_once(past: str, told: list[str]) -> None:
    assert _told(past) == told


def test_failures_come_first_and_of_many_some() -> None:
    assert _told("ffp", *["ppf"] * 7) == [
        *(f"Newly failing: S{at} (passed in the 2 runs before)" for at in range(1, 6)),
        "… and 2 more",
        "Passes again: S0 (failed in the 2 runs before, since 2026-03-01)",
    ]
