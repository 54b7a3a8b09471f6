"""The start page says in a sentence whether the rules hold, and what makes that less than the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.living_docs.library import read_library
from harness.living_docs.overview import Verdict, overview_of, verdict_of
from harness.living_docs.rule_states import read_rules
from harness.report.model import OtherTests, Run, Status
from tests.harness.living_docs.conftest import small_project
from tests.harness.sample_run import sample_run, scenario, steps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harness.report.model import Scenario
    from tests.harness.living_docs.conftest import Site

_BOOK = """\
# Book

## All

### HUP-LINK-3: One use
*From the FAQ*

Once.

### HUP-QUALITY-1: In time
*Quality*

Soon.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with a rule and a quality, and no features but those of the run."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "rulebook.md").write_text(_BOOK, encoding="utf-8")
    return tmp_path


def _verdict(root: Path, scenarios: Sequence[Scenario], **more: object) -> Verdict:
    _write_feature(root, scenarios)
    fields: dict[str, object] = {
        "run_id": "abcdefgh",
        "seed": 1,
        "target": "reference",
        "portal": "http://hup.localhost",
        "mail_server": "embedded",
        "started": "2026-03-02T09:30:00+00:00",
        "finished": "2026-03-02T09:31:00+00:00",
        "exit_status": 0,
        "exit_reason": "all tests ran",
        "scenarios": [each.model_dump() for each in scenarios],
    }
    run = Run.model_validate({**fields, **more})
    library = read_library(root, run)
    rules, _ = read_rules(root, library, run.scenarios)
    return verdict_of(run, library, rules)


def _write_feature(root: Path, scenarios: Sequence[Scenario]) -> None:
    for each in scenarios:
        path = root / each.feature.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text("Feature: The confirmation link\n", encoding="utf-8")
        with path.open("a", encoding="utf-8") as file:
            file.write(f"  @{' @'.join(each.rules)}\n  Scenario: {each.name}\n    Given it\n")


def _one(status: Status, *rules: str, line: int = 3, earlier: Sequence[Status] = ()) -> Scenario:
    return scenario(f"scenario {line}", status, steps(), rules=rules, line=line, earlier=list(earlier))


def test_all_hold(root: Path) -> None:
    both = [_one(Status.PASSED, "HUP-LINK-3"), _one(Status.PASSED, "HUP-QUALITY-1", line=4)]
    assert _verdict(root, both) == Verdict("All 1 rule and 1 quality hold", "good", [])


def test_a_broken_one_is_counted_among_its_kind(root: Path) -> None:
    both = [_one(Status.PASSED, "HUP-LINK-3"), _one(Status.FAILED, "HUP-QUALITY-1", line=4)]
    assert _verdict(root, both, exit_status=1) == Verdict("1 of 1 quality does not hold", "bad", [])


def test_an_expected_failure_is_a_rule_that_does_not_hold(root: Path) -> None:
    both = [_one(Status.XFAILED, "HUP-LINK-3"), _one(Status.PASSED, "HUP-QUALITY-1", line=4)]
    assert _verdict(root, both).sentence == "1 of 1 rule does not hold"


def test_an_error_around_the_steps_is_red_but_no_breach(root: Path) -> None:
    both = [_one(Status.ERROR, "HUP-LINK-3"), _one(Status.PASSED, "HUP-QUALITY-1", line=4)]
    verdict = _verdict(root, both, exit_status=1)
    assert verdict.sentence == "No rule was seen broken, but 1 scenario did not come to a good end"
    assert verdict.tone == "bad"


def test_a_skipped_or_missing_scenario_leaves_its_rule_open(root: Path) -> None:
    verdict = _verdict(root, [_one(Status.SKIPPED, "HUP-LINK-3")])
    assert verdict.sentence.endswith("2 could not be checked, 1 of them for want of a scenario")
    assert verdict.tone == "unsure"


def test_a_retry_is_told(root: Path) -> None:
    both = [
        _one(Status.PASSED, "HUP-LINK-3", earlier=[Status.FAILED]),
        _one(Status.PASSED, "HUP-QUALITY-1", line=4),
    ]
    assert _verdict(root, both).warnings == ["1 scenario passed on a retry only."]
    assert _verdict(root, both).tone == "unsure"


def test_a_part_of_the_features_is_told(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    verdict = _verdict(root, [])
    assert verdict.sentence == "Nothing was run"
    assert verdict.warnings == ["Only a part: 0 of 5 scenarios were run."]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"exit_status": 2, "exit_reason": "interrupted: Ctrl-C"},
            "This run was stopped: interrupted: Ctrl-C.",
        ),
        ({"finished": None, "exit_status": None, "exit_reason": "running"}, "This run was stopped: running."),
        ({"exit_status": 1, "exit_reason": "secrets"}, "The run itself ended with exit code 1: secrets."),
        (
            {"exit_status": 1, "other_tests": OtherTests(failed=["tests/test_x.py::test_y"]).model_dump()},
            "1 test that is no scenario failed.",
        ),
    ],
)
def test_a_green_run_that_is_not_whole_says_so(root: Path, fields: dict[str, object], words: str) -> None:
    both = [_one(Status.PASSED, "HUP-LINK-3"), _one(Status.PASSED, "HUP-QUALITY-1", line=4)]
    verdict = _verdict(root, both, **fields)
    assert [*filter(None, [verdict.stopped]), *verdict.warnings] == [words]
    assert verdict.tone != "good"


def test_what_somebody_has_to_look_into_comes_the_worst_first(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    root = small_project(tmp_path)
    library = read_library(root, run)
    rules, _ = read_rules(root, library, run.scenarios)
    found = overview_of(run, library, rules, {})
    words = [each.said.word for each in found.broken]
    assert words == ["failed"] * 5 + ["error"] * 3 + ["interrupted", "passed unexpectedly"]
    assert found.broken[0].message.startswith("the link still works")
    assert [(reason, len(those)) for reason, _, those in found.reasons] == [
        ("target staging has no control API", 1),
        ("the portal does not do that yet", 1),
    ]
    assert [told for _, told in found.remarkable] == ["passed on a retry; before: failed"]


def test_the_start_page_shows_it_all(sample_site: Site) -> None:
    page = sample_site.text("index.html")
    assert "3 of 5 rules and 1 of 1 quality do not hold" in page
    for words in (
        "the link still works",
        "target staging has no control API",
        "Only a part: 15 of 18 scenarios were run.",
        "This run did not come to its end. 2 scenarios had not ended.",
        "chromium 140.0",
        "1a2b3c4",
        "8412",
    ):
        assert words in page
