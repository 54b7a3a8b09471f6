"""What a witness makes of reports, what accounts may say of that, and what is told where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import pytest

from harness.integrity.accounts import JUNIT, MESSAGES, RESULTS, SITE, Account
from harness.integrity.gate import disagreements, told_by
from harness.integrity.told import Told
from harness.integrity.witness import TESTIMONY, Seen, Witness
from harness.report.model import Run, Scenario, Status, StepStatus
from tests.harness.sample_run import scenario, steps

if TYPE_CHECKING:
    from collections.abc import Sequence

_NODE = "tests/features/test_employee.py::test_8"
_PASSED, _FAILED, _NEVER = StepStatus.PASSED, StepStatus.FAILED, StepStatus.NOT_RUN


def _report(
    when: str, outcome: str, testimony: Sequence[str] = (), wasxfail: str | None = None
) -> pytest.TestReport:
    report = pytest.TestReport(
        nodeid=_NODE,
        location=("", 0, ""),
        keywords={},
        outcome=cast("Literal['passed', 'failed', 'skipped']", outcome),
        longrepr=None,
        when=cast("Literal['setup', 'call', 'teardown']", when),
    )
    setattr(report, TESTIMONY, list(testimony))
    if wasxfail is not None:
        report.wasxfail = wasxfail
    return report


def _witness(
    *attempts: Sequence[tuple[str, str]], testimony: Sequence[str] = (), starts: bool = True
) -> Witness:
    """Return one to whom this was reported: phase and outcome, for each attempt."""
    witness = Witness()
    for attempt in attempts:
        if starts:
            witness.pytest_runtest_logstart(_NODE)
        for when, outcome in attempt:
            plain = {"xfailed": "skipped", "xpassed": "passed"}.get(outcome, outcome)
            why = "known" if plain != outcome else None
            witness.pytest_runtest_logreport(_report(when, plain, testimony, why))
    return witness


def _run(*found: Scenario) -> Run:
    return Run(
        run_id="abcdefgh",
        seed=1,
        target="reference",
        portal="",
        mail_server="",
        started="",
        scenarios=list(found),
    )


_SETUP, _CALL, _END = ("setup", "passed"), ("call", "passed"), ("teardown", "passed")


@pytest.mark.parametrize(
    ("reports", "verdict"),
    [
        ([_SETUP, _CALL, _END], "passed"),
        ([_SETUP, ("call", "failed"), _END], "failed"),
        ([_SETUP, ("call", "failed"), ("teardown", "failed")], "failed"),
        ([("setup", "failed"), _END], "error"),
        ([_SETUP, _CALL, ("teardown", "failed")], "error"),
        ([_SETUP, ("call", "skipped"), ("teardown", "failed")], "error"),
        ([_SETUP, ("???", "failed")], "error"),
        ([("setup", "skipped"), _END], "skipped"),
        ([_SETUP, ("call", "skipped"), _END], "skipped"),
        ([_SETUP, _CALL, ("teardown", "skipped")], "skipped"),
        ([("setup", "xfailed"), _END], "xfailed"),
        ([_SETUP, ("call", "xfailed"), _END], "xfailed"),
        ([_SETUP, ("call", "xpassed"), ("teardown", "xfailed")], "xfailed"),
        ([_SETUP, ("call", "xpassed"), _END], "xpassed"),
        ([_SETUP, _CALL], "interrupted"),
        ([_SETUP], "interrupted"),
        ([], "interrupted"),
    ],
)
def test_verdict_is_pytests_own(reports: list[tuple[str, str]], verdict: str) -> None:
    assert _witness(reports).seen(_NODE).verdict == verdict


def test_what_never_began_was_not_run() -> None:
    assert Witness().seen(_NODE) == Seen("not run")


@pytest.mark.parametrize("starts", [True, False])
def test_attempts_are_kept_apart(*, starts: bool) -> None:
    witness = _witness([_SETUP, ("call", "rerun")], [_SETUP, _CALL, _END], starts=starts)
    seen = witness.seen(_NODE)
    assert (seen.verdict, seen.earlier) == ("passed", ("failed",))
    assert witness.tests == {_NODE}


@pytest.mark.parametrize(
    ("account", "words"),
    [
        (RESULTS, "passed"),
        (SITE, "passed on a retry"),
        (JUNIT, "passed after failure"),
        (MESSAGES, "PASSED after FAILED"),
    ],
)
def test_words_for_a_green_one_with_a_red_past(account: Account, words: str) -> None:
    assert account.scenario_words(Seen("passed", ("failed",), ("passed",))) == words


def test_words_for_the_latest_attempt_come_first() -> None:
    assert JUNIT.scenario_words(Seen("failed", ("error", "failed"))) == "failure after failure after error"
    assert SITE.scenario_words(Seen("passed", ("passed",), ("passed",))) == "passed"


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (Seen("failed", steps=("passed", "undefined")), "UNDEFINED"),
        (Seen("xfailed", steps=("passed", "undefined")), "UNDEFINED"),
        (Seen("failed", steps=("passed", "undefined"), is_failed_teardown=True), "FAILED"),
        (Seen("failed", steps=("passed", "failed")), "FAILED"),
    ],
)
def test_messages_have_a_word_for_what_lacks_a_definition(seen: Seen, words: str) -> None:
    assert MESSAGES.scenario_words(seen) == words


@pytest.mark.parametrize(
    ("account", "seen", "allowed"),
    [
        (RESULTS, Seen("not run"), [{"not run"}] * 2),
        (MESSAGES, Seen("not run"), [{"NOT STARTED"}] * 2),
        (RESULTS, Seen("error"), [{"not run"}] * 2),
        (RESULTS, Seen("interrupted"), [{"passed", "interrupted", "not run"}] * 2),
        (
            RESULTS,
            Seen("error", steps=("passed", "begun"), is_crash=True),
            [{"passed", "interrupted", "not run"}] * 2,
        ),
        (MESSAGES, Seen("xfailed", steps=("passed", "failed")), [{"PASSED"}, {"PENDING"}]),
        (MESSAGES, Seen("failed", steps=("passed", "failed")), [{"PASSED"}, {"FAILED"}]),
        (
            RESULTS,
            Seen("failed", steps=("begun", "not run"), before_teardown="failed"),
            [{"failed"}, {"not run"}],
        ),
        (
            RESULTS,
            Seen("error", steps=("begun", "not run"), before_teardown="skipped"),
            [{"skipped"}, {"not run"}],
        ),
        (RESULTS, Seen("xfailed", steps=("begun",), before_teardown="xfailed"), [{"failed", "skipped"}]),
        (RESULTS, Seen("error", steps=("begun",)), [{"interrupted"}]),
        (RESULTS, Seen("failed", steps=("undefined", "not run")), [{"undefined"}, {"undefined", "not run"}]),
        (RESULTS, Seen("failed", steps=("not run", "undefined")), [{"not run"}, {"undefined"}]),
    ],
)
def test_words_for_steps(account: Account, seen: Seen, allowed: list[set[str]]) -> None:
    assert account.step_words(seen, len(allowed)) == allowed


def test_an_account_that_agrees_is_not_named() -> None:
    run = _run(scenario("A use", Status.PASSED, steps(_PASSED, _PASSED)))
    witness = _witness([_SETUP, _CALL, _END], testimony=["passed", "passed"])
    assert disagreements(witness, run, [(RESULTS, told_by(run))]) == []


@pytest.mark.parametrize(
    ("told", "sentences"),
    [
        ({}, ["junit.xml leaves out “The confirmation link: A use”, which failed"]),
        (
            {_NODE: Told("passed", ("passed", "failed", "not run"))},
            [
                (
                    "junit.xml says of “The confirmation link: A use” that it is “passed”; "
                    "pytest saw it failed, which is “failure” there"
                )
            ],
        ),
        (
            {_NODE: Told("failure", ("passed", "failed"))},
            ["junit.xml says of “The confirmation link: A use” that it has 2 steps; it has 3"],
        ),
        (
            {_NODE: Told("failure", ("passed", "passed", "failed"))},
            [
                (
                    "junit.xml says of “The confirmation link: A use” that step 2 is “passed”; "
                    "what pytest saw is “failed” there"
                ),
                (
                    "junit.xml says of “The confirmation link: A use” that step 3 is “failed”; "
                    "what pytest saw is “not run” there"
                ),
            ],
        ),
        (
            {_NODE: Told("failure", ("passed", "failed", "not run")), "a::b": Told("passed", ())},
            ["junit.xml tells of a::b, which is no scenario of this run"],
        ),
    ],
)
def test_an_account_that_does_not_agree_is_named_with_the_scenario(
    told: dict[str, Told], sentences: list[str]
) -> None:
    run = _run(scenario("A use", Status.FAILED, steps(_PASSED, _FAILED, _NEVER)))
    witness = _witness([_SETUP, ("call", "failed"), _END], testimony=["passed", "failed", "not run"])
    assert disagreements(witness, run, [(JUNIT, told)]) == sentences


def test_the_past_is_told_with_what_is_left_out() -> None:
    run = _run(scenario("A use", Status.PASSED, steps(_PASSED)))
    witness = _witness([_SETUP, ("call", "rerun")], [_SETUP, _CALL, _END], testimony=["passed"])
    assert disagreements(witness, run, [(SITE, {})]) == [
        "living-docs leaves out “The confirmation link: A use”, which passed, after failed"
    ]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("not run", "was not run"),
        ("begun", "did not come to its end"),
        ("failed", "failed"),
        ("undefined", "has no definition"),
    ],
)
def test_what_passed_without_all_its_steps_is_named_though_all_agree(state: str, words: str) -> None:
    run = _run(scenario("A use", Status.PASSED, steps(_PASSED, _PASSED)))
    witness = _witness([_SETUP, _CALL, _END], testimony=["passed", state])
    assert disagreements(witness, run, []) == [
        f"pytest saw “The confirmation link: A use” passed, although its step 2 {words}"
    ]
