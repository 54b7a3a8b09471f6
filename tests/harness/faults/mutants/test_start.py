"""How a measurement of mutants begins, and what it takes over from the last one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.faults.breach import FaultsError
from harness.faults.mutants import start
from harness.faults.mutants.record import MutantsMeasurement
from harness.faults.mutants.start import begin, modules_of
from harness.faults.options import parse
from harness.faults.record import Result
from tests.harness.faults.conftest import LISTING
from tests.harness.faults.mutants.conftest import DIFFS, measured, outcome

CAUGHT, SURVIVED, DEAD = Result.CAUGHT, Result.SURVIVED, Result.DEAD
ALL = ["links.Number.0", "links.Number.1", "links.Not.0", "links.Not.1"]
NUMBERS = {"links.Number.0": CAUGHT, "links.Number.1": SURVIVED}


@pytest.fixture(autouse=True)
def _same_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if everything were as it was when `measured` was made."""
    monkeypatch.setattr(start, "digest_of", lambda *_: "d")
    monkeypatch.setattr(start, "revision_of", lambda *_: "c0ffee0")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mutants.json"


def began(path: Path, *arguments: str) -> tuple[MutantsMeasurement, list[str]]:
    return begin(parse(["--mutants", *arguments]), LISTING, path)


def stopped(results: dict[str, Result], **others: Any) -> MutantsMeasurement:  # noqa: ANN401 - fields of all types
    return measured(results, finished=None, control=None, seconds=60, features=7, **others)


def test_all_of_them(path: Path) -> None:
    made, notices = began(path, "--at-least", "80", "--patience", "2", "--jobs", "3")
    assert (made.asked, made.is_whole, made.sampled_from) == (ALL, True, None)
    assert (made.made, made.left_out) == (9, {"another mutant does the same": 4})
    assert (made.at_least, made.patience, made.jobs) == (80, 2, 3)
    assert made.equivalent == {"pricing.Number.0": "nobody asks"}
    assert [(each.name, each.result) for each in made.own] == [("links.Not.1", DEAD)]
    assert notices == []


def test_one_that_is_known_and_named_is_measured(path: Path) -> None:
    made, _ = began(path, "pricing.Number.0")
    assert (made.asked, made.equivalent, made.modules) == (["pricing.Number.0"], {}, ["pricing"])
    assert not made.is_whole


def test_a_sample_says_what_it_is_from(path: Path) -> None:
    made, _ = began(path, "--sample", "2", "--seed", "3")
    assert (len(made.asked), made.sampled_from, made.is_whole) == (2, 4, False)
    assert set(made.asked) < set(ALL)


def test_nothing_left_to_measure(path: Path) -> None:
    with pytest.raises(FaultsError, match="no mutant is left to measure"):
        began(path, "pricing")


@pytest.mark.parametrize("option", ["--resume", "--survivors"])
def test_nothing_to_go_on_with(path: Path, option: str) -> None:
    with pytest.raises(FaultsError, match=r"nothing to go on with in .*: begin with \./run faults --mutants"):
        began(path, option)


def test_one_that_came_to_its_end_is_not_resumed(path: Path) -> None:
    measured(NUMBERS, finished="2026-03-02T09:40:00+00:00").write(path)
    with pytest.raises(FaultsError, match="came to its end: there is nothing to resume"):
        began(path, "--resume")


def test_resumed_where_it_was_stopped(path: Path) -> None:
    stopped(NUMBERS, asked=ALL, is_whole=True).write(path)
    made, notices = began(path, "--resume")
    assert notices == ["resumed after 2 of 4"]
    assert (made.asked, made.pending) == (ALL, ["links.Not.0"])
    assert made.done == [*NUMBERS, "links.Not.1"]
    assert (made.seconds, made.features, made.started) == (60, 7, "2026-03-02T09:30:00+00:00")
    assert made.is_whole


def test_what_one_before_the_last_has_measured_does_not_count(path: Path) -> None:
    stopped(NUMBERS, done=["links.Number.1"]).write(path)
    made, _ = began(path, "--resume")
    assert made.pending == ["links.Number.0"]


def test_what_was_asked_for_is_asked_for_again(path: Path) -> None:
    asked = ["links.Number.0", "links.Number.1", "links.Gone.0"]
    stopped({"links.Number.0": CAUGHT}, asked=asked, modules=["links"], sampled_from=4).write(path)
    made, _ = began(path, "--resume")
    assert (made.asked, made.pending) == (["links.Number.0", "links.Number.1"], ["links.Number.1"])
    assert (made.is_whole, made.sampled_from, made.modules) == (False, 4, ["links"])


@pytest.mark.parametrize("option", ["--resume", "--survivors"])
def test_a_name_that_stands_for_another_change_now_is_measured_again(path: Path, option: str) -> None:
    before = stopped({"links.Number.0": CAUGHT}, asked=["links.Number.0"])
    before.outcomes["links.Number.0"].detail = DIFFS["links.Number.1"]
    before.write(path)
    made, _ = began(path, option)
    assert made.pending == ["links.Number.0"]


def test_with_other_files_all_is_measured_again(path: Path) -> None:
    stopped(NUMBERS, digest="other").write(path)
    made, notices = began(path, "--resume")
    assert notices == [
        "what was measured before (2) is of other files than these (revision b2fb88e): all is measured again"
    ]
    assert made.pending == list(NUMBERS)
    assert made.seconds == 0


def test_survivors_alone_are_measured_again(path: Path) -> None:
    results = {**NUMBERS, "links.Not.0": Result.UNPROVEN, "links.Not.1": DEAD}
    measured(results, seconds=60, is_whole=True).write(path)
    made, notices = began(path, "--survivors")
    assert notices == ["2 of 4 count as killed, as they were"]
    assert made.pending == ["links.Number.1", "links.Not.0"]
    assert (made.control, made.finished, made.seconds) == (None, None, 60)


def test_others_that_count_as_they_were_may_be_of_other_files(path: Path) -> None:
    before = measured(NUMBERS)
    before.outcomes["links.Number.0"] = outcome("links.Number.0", CAUGHT, digest="older")
    before.write(path)
    made, notices = began(path, "--survivors")
    assert notices == [
        "1 of 2 count as killed, as they were, 1 of them with other features or another portal than now"
    ]
    assert made.pending == ["links.Number.1"]


def test_survivors_that_are_known_to_make_no_difference_now_are_no_longer_asked(path: Path) -> None:
    measured({"links.Number.0": CAUGHT, "pricing.Number.0": SURVIVED}).write(path)
    made, _ = began(path, "--survivors")
    assert made.asked == ["links.Number.0"]
    assert "pricing.Number.0" in made.equivalent


def test_what_cannot_be_read_is_told_and_forgotten_if_asked(path: Path) -> None:
    path.write_text('{"schema_version": 9}')
    with pytest.raises(FaultsError, match="cannot be read"):
        began(path)
    assert began(path, "--fresh")[0].asked == ALL


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        ([], []),
        (["pricing", "links.Number.0", "links"], ["links", "pricing"]),
        (["*.Number.*"], []),
        (["link?", "pricing"], []),
        (["--resume"], ["cards"]),
        (["--survivors"], ["cards"]),
    ],
)
def test_which_modules_have_to_be_listed(path: Path, arguments: list[str], modules: list[str]) -> None:
    measured({}, modules=["cards"]).write(path)
    assert modules_of(parse(["--mutants", *arguments]), path) == modules
    path.unlink()
    assert modules_of(parse(["--mutants", "--resume"]), path) == []
