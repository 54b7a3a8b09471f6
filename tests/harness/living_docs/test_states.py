"""Every way in which a scenario can end is told with its own word, on its page and read back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.integrity.told import Told
from harness.living_docs import read_back
from harness.living_docs.words import BY_WORD, duration, of_status

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.living_docs.conftest import Site

_NEVER = ("not run", "not run", "not run")
_ENDINGS = {
    "A second use is refused": ("passed", ("passed", "passed", "passed")),
    "A link that is 1 h old": ("passed", ("passed", "passed", "passed")),
    "A link that is 24 h 01 min old": ("failed", ("passed", "failed", "not run")),
    "Its second step has no definition": ("failed", ("passed", "undefined", "not run")),
    "Its first step has no definition": ("failed", ("undefined", "not run", "not run")),
    "Its target cannot do it": ("skipped", ("skipped", "not run", "not run")),
    "Its background fails": ("failed", ("failed", "not run", "not run")),
    "Its set-up fails": ("error", _NEVER),
    "Its teardown fails": ("error", ("passed", "passed", "passed")),
    "Its worker was killed": ("error", ("passed", "interrupted", "not run")),
    "It is expected to fail": ("failed as expected", ("passed", "failed", "not run")),
    "It was expected to fail and passed": ("passed unexpectedly", ("passed", "passed", "passed")),
    "It takes too long": ("failed", ("passed", "failed", "not run")),
    "It was running when the run was stopped": ("interrupted", ("passed", "interrupted", "not run")),
    "Its turn never came": ("not run", _NEVER),
    "It failed, was run again and passed": ("passed on a retry", ("passed", "passed", "passed")),
}


def test_each_ending_is_told_in_its_own_words(sample_site: Site) -> None:
    names = {scenario.node_id: scenario.name for scenario in sample_site.run.scenarios}
    told = {names[node_id]: each for node_id, each in read_back(sample_site.path).items()}
    assert told == {name: Told(status, steps) for name, (status, steps) in _ENDINGS.items()}


def test_what_is_read_back_is_what_one_sees(sample_site: Site, tmp_path: Path) -> None:
    key = next(each.key for each in sample_site.run.scenarios if each.name == "Its turn never came")
    page = sample_site.text(f"scenarios/{key}.html")
    (tmp_path / "scenarios").mkdir()
    lie = page.replace(">not run<", ">passed<", 1)
    (tmp_path / "scenarios" / "lie.html").write_text(lie, encoding="utf-8")
    assert [each.status for each in read_back(tmp_path).values()] == ["passed"]


def test_a_page_that_is_cut_off_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "half.html").write_text("<!DOCTYPE html><html", encoding="utf-8")
    assert read_back(tmp_path) == {}


def test_states_differ_in_word_and_in_sign() -> None:
    signs = [said.sign for said in BY_WORD.values()]
    assert len(set(signs)) == len(signs)


def test_a_past_state_of_another_version_is_told_as_it_is() -> None:
    assert of_status("exploded").word == "exploded"
    assert of_status("xfailed").word == "failed as expected"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0, "0.00 s"),
        (9.994, "9.99 s"),
        (9.996, "10.0 s"),
        (59.96, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3600, "1 h 00 min"),
    ],
)
def test_times_are_told_as_one_says_them(seconds: float, told: str) -> None:
    assert duration(seconds) == told
