"""`./run rules`: what is covered by what, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.cli import rules
from harness.faults.record import Measurement, Outcome, Result
from harness.rulebook import RULEBOOK
from harness.traceability.last_run import LastRun

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Told = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def told(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Run the command on the small project; what it returns, prints, and complains of."""
    monkeypatch.setattr(rules, "ROOT", root)
    monkeypatch.setattr(rules, "REPORTS", root / "reports")

    def run(*arguments: str) -> tuple[int, list[str], str]:
        code = rules.run(list(arguments))
        said = capsys.readouterr()
        return code, [line.rstrip() for line in said.out.splitlines() if line.strip()], said.err

    return run


def test_every_rule_has_its_scenarios_and_how_they_ended(
    told: Told, keep_results: Callable[..., Path]
) -> None:
    keep_results()
    code, lines, _ = told()
    assert code == 1
    summed_up = "1 failed, 1 skipped, 1 passed"
    assert lines[:-4] == [
        "The link",
        "  HUP-LINK-1  One use",
        "    passed                         features/links.feature:7  Used twice",
        f"    {summed_up}  features/links.feature:11  After <hours> hours (3 rows)",
        "  HUP-LINK-10  A day",
        # Only the rows whose table says so check it.
        "    1 failed, 1 passed             features/links.feature:11  After <hours> hours (2 rows)",
        "Qualities",
        "  HUP-QUALITY-1  Open to everyone",
        "    no scenario",
    ]
    assert lines[-4].startswith("last run: abcdefgh, ")
    assert lines[-4].endswith(", 5 minutes ago")
    assert lines[-3:] == [
        "2 of 2 rules covered",
        "0 of 1 qualities covered",
        "0 of 2 rules and 0 of 1 qualities held in the last run",
    ]


def test_what_would_be_noticed_is_told_once_it_was_measured(told: Told, root: Path) -> None:
    path = root / "reports/faults/faults.json"
    assert not [line for line in told("HUP-LINK-1")[1] if "noticed" in line]
    measured = Measurement(revision="", digest="", started="", patience=5, jobs=1)
    for name, result in {"works-twice": Result.CAUGHT, "works-never": Result.SURVIVED}.items():
        measured.outcomes[name] = Outcome(
            name=name,
            rules=["HUP-LINK-1"],
            says="It does.",
            result=result,
            seconds=1,
            measured="",
            revision="",
            digest="",
        )
    measured.write(path)
    _, lines, _ = told("HUP-LINK-1")
    assert "    1 of 2 ways to break it would be noticed (./run faults HUP-LINK-1)" in lines
    path.write_text("{")
    assert told("HUP-LINK-1")[1][0] == "The link"


@pytest.mark.parametrize(
    ("words", "found", "code"),
    [
        (["HUP-LINK-1"], ["HUP-LINK-1"], 0),
        (["hup-link-1"], ["HUP-LINK-1"], 0),
        (["HUP-LINK"], ["HUP-LINK-1", "HUP-LINK-10"], 0),
        (["LINK-10", "QUALITY"], ["HUP-LINK-10", "HUP-QUALITY-1"], 1),
        (["lives", "day"], ["HUP-LINK-10"], 0),
        (["twice"], ["HUP-LINK-1"], 0),
        (["every"], ["HUP-QUALITY-1"], 1),
        (["--uncovered"], ["HUP-QUALITY-1"], 1),
        (["--uncovered", "HUP-LINK"], [], 0),
    ],
)
def test_list_can_be_narrowed(told: Told, words: list[str], found: list[str], code: int) -> None:
    result, lines, _ = told(*words)
    assert [line.split()[0] for line in lines if line.startswith("  HUP-")] == found
    assert result == code


def test_one_rule_is_shown_with_its_text(told: Told) -> None:
    _, lines, _ = told("HUP-LINK-10")
    assert "    It lives for a day." in lines
    assert "    It lives for a day." not in told("HUP-LINK")[1]
    assert lines[-1] == "1 of 1 rules covered"


def test_rule_holds_where_all_its_scenarios_passed(told: Told, keep_results: Callable[..., Path]) -> None:
    keep_results(scenarios=2)
    _, lines, _ = told("HUP-LINK")
    assert "    1 not run, 1 passed  features/links.feature:11  After <hours> hours (2 rows)" in lines
    assert lines[-3].endswith(", 5 minutes ago, partial: 2 of 4 scenarios")
    assert lines[-1] == "0 of 2 rules held in the last run"


def test_what_nobody_meant_is_told_with_what_may_have_been(told: Told) -> None:
    assert told("HUP-LINK-11")[::2] == (
        2,
        "run: no rule has 'HUP-LINK-11'; did you mean HUP-LINK-1 (One use), or HUP-LINK-10 (A day)?\n",
    )
    assert told("pigeon")[2] == "run: no rule has 'pigeon'; ./run rules lists all of them.\n"


def test_broken_feature_is_named(told: Told, root: Path) -> None:
    (root / "features" / "b.feature").write_text(
        "Feature: B\n  Scenario: S\n    Given rain\n    If it rains\n"
    )
    code, lines, error = told()
    assert (code, lines) == (2, [])
    assert error.startswith("run: features/b.feature:4: ")


def test_without_results_nothing_was_ever_run(told: Told) -> None:
    _, lines, _ = told("HUP-LINK-1")
    assert "    never run  features/links.feature:7  Used twice" in lines
    assert lines[-2:] == ["no run has left results yet: ./run e2e", "1 of 1 rules covered"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "Invalid JSON"),
        ("{}", "run_id: Field required"),
        ('{"schema_version": 0}', "schema_version: Input should be 1"),
    ],
)
def test_results_that_cannot_be_read_say_so(told: Told, root: Path, text: str, problem: str) -> None:
    path = root / "reports" / "latest" / "results.json"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    code, lines, _ = told("HUP-LINK-1")
    assert code == 0
    assert lines[-2].startswith(f"the results in {path} are broken, or of another version of this project (")
    assert problem in lines[-2]
    assert "    never run  features/links.feature:7  Used twice" in lines


def test_run_without_scenarios_hides_none_before_it(root: Path, keep_results: Callable[..., Path]) -> None:
    keep_results("20260101T000000Z-aaaaaaaa", scenarios=1)
    keep_results("20260102T000000Z-bbbbbbbb", scenarios=2)
    (root / "reports" / "latest").mkdir()
    assert len(LastRun.of(root / "reports").states()) == 2


def test_run_that_was_stopped_is_told(root: Path, keep_results: Callable[..., Path]) -> None:
    keep_results(exit_status=pytest.ExitCode.INTERRUPTED)
    assert LastRun.of(root / "reports").told([]).endswith(", 5 minutes ago, interrupted: Ctrl-C")


def test_own_rulebook_is_listed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    rules.run([])
    said = capsys.readouterr().out
    ids = [
        line.split()[1].rstrip(":") for line in RULEBOOK.read_text().splitlines() if line.startswith("### ")
    ]
    assert [line.split()[0] for line in said.splitlines() if line.startswith("  HUP-")] == ids
    assert " of 50 rules covered\n" in said
    assert " of 10 qualities covered\n" in said
