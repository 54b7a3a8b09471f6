"""The page of a feature has its words as they stand in the file, with a state for each scenario and row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.living_docs import build_site, read_back
from harness.living_docs.library import read_library
from harness.living_docs.rule_states import read_rules
from harness.report.model import Status
from tests.harness.living_docs.conftest import small_project
from tests.harness.sample_run import EMPLOYEE, sample_run, scenario, steps

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.living_docs.conftest import Site


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_reads_like_its_file(sample_site: Site) -> None:
    page = sample_site.text("features/employee/link.html")
    text = _words(page)
    for words in (
        "The link is one person's proof of working".replace("'", "&#39;"),
        "Background Given what step 1 says",
        "Rule It works once And never again.",
        "A second use is refused ✓ passed A second use is refused",
        "When the link is &lt;age&gt; old",
        "Then what step 3 says:",
        "Examples: In time",
        "Examples: Too late",
    ):
        assert words in text, words
    assert "for those who write" not in page


def test_each_row_has_a_state_and_leads_to_its_scenario(sample_site: Site) -> None:
    page = sample_site.text("features/employee/link.html")
    for row, word in (("1 h", "passed"), ("24 h 01 min", "failed"), ("720 h", "not in this run")):
        line = next(line for line in page.splitlines() if f'<td dir="auto">{row}</td>' in line)
        rest = page[page.index(line) :].partition("</tr>")[0]
        assert f'<span class="word">{word}</span>' in rest
        assert ("href=" in rest) == (word != "not in this run")


def test_what_was_not_run_is_named(sample_site: Site) -> None:
    text = _words(sample_site.text("features/employee/link.html"))
    assert "A link that nobody tried · not in this run" in text


def test_what_the_file_no_longer_has_is_told_by_the_run(sample_site: Site) -> None:
    text = _words(sample_site.text("features/employee/link.html"))
    assert "(not in the file any more)" in text
    assert "Its target cannot do it » skipped" in text


def test_a_feature_without_a_file_is_told_by_the_run(sample_site: Site) -> None:
    page = sample_site.text("features/admin/way.html")
    assert "The administrator&#39;s way &lt;b&gt;&amp; more&lt;/b&gt;" in page
    assert "features/admin/way.feature cannot be read" in page
    assert "Its background fails" in page


def test_a_file_that_is_no_gherkin_is_told_and_ends_nothing(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    (root / "features" / "employee" / "broken.feature").write_text("Nothing:\n", encoding="utf-8")
    (root / "features" / "employee" / "bytes.feature").write_bytes(b"\xff\xfe")
    into = root / "site"
    build_site(sample_run(root / "run"), folder=root / "run", into=into, root=root)
    page = (into / "index.html").read_text(encoding="utf-8")
    assert "features/employee/broken.feature is no Gherkin" in page
    assert "features/employee/bytes.feature cannot be read" in page


def test_a_rulebook_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    (root / "rules" / "rulebook.md").write_text("### Nothing\n", encoding="utf-8")
    into = root / "site"
    build_site(sample_run(root / "run"), folder=root / "run", into=into, root=root)
    assert "expected a heading such as" in (into / "index.html").read_text(encoding="utf-8")


def test_two_browsers_are_two_runs_of_one_scenario(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    run = sample_run(root / "run")
    run.scenarios = [
        scenario(
            "A second use is refused", status, steps(), node_id=f"test_x[{name}]", key=name, feature=EMPLOYEE
        )
        for name, status in (("chromium", Status.PASSED), ("firefox", Status.FAILED))
    ]
    build_site(run, folder=root / "run", into=root / "site", root=root)
    page = (root / "site" / "features" / "employee" / "link.html").read_text(encoding="utf-8")
    assert 'href="../../scenarios/chromium.html"' in page
    assert 'href="../../scenarios/firefox.html"' in page
    assert {each.status for each in read_back(root / "site").values()} == {"passed", "failed"}
    rules, _ = read_rules(root, read_library(root, run), run.scenarios)
    assert {entry.rule.id: entry.said.word for entry in rules}["HUP-LINK-3"] == "does not hold"


def test_rules_have_states(sample_site: Site) -> None:
    page = sample_site.text("rules.html")
    states = {
        match[1]: match[2]
        for match in re.finditer(
            r'<article class="rule \w+" id="([^"]+)">.*?class="word">([^<]+)<', page, re.DOTALL
        )
    }
    assert states == {
        "HUP-LINK-3": "open",
        "HUP-LINK-4": "does not hold",
        "HUP-LINK-9": "no scenario",
        "HUP-ACCESS-1": "does not hold",
        "HUP-ACCESS-2": "does not hold",
        "HUP-ACCESS-3": "does not hold",
    }
