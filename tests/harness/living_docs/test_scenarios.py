"""The page of a scenario: what broke comes first, then the evidence, then what happened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.history.past_run import PastRun
from harness.history.target_history import TargetHistory
from harness.living_docs import build_site
from harness.living_docs.history_view import Trend, trends_of
from harness.living_docs.trend_view import drawn
from tests.harness.sample_run import sample_run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.living_docs.conftest import Site

_RED = "A link that is 24 h 01 min old"


def _in_order(page: str, *words: str) -> None:
    places = [page.find(word) for word in words]
    assert all(place >= 0 for place in places), dict(zip(words, places, strict=True))
    assert places == sorted(places), dict(zip(words, places, strict=True))


def test_a_failure_comes_before_its_evidence_and_that_before_the_steps(sample_site: Site) -> None:
    _in_order(
        sample_site.page_of(_RED),
        "What broke",
        "HUP-LINK-4",
        "A link works for 24 hours.",
        "In step 2: When what step 2 says",
        "the link still works",
        "Expected: &lt;expired&gt;",
        "steps/confirming.py:41",
        'alt="The page when it failed: Confirmed"',
        "Console of the browser",
        "what it says",
        "Requests that failed",
        "Log of the portal",
        "./run e2e --seed 8412",
        'id="steps"',
    )


def test_a_step_without_a_definition_is_no_breach_of_a_rule(sample_site: Site) -> None:
    page = sample_site.page_of("Its second step has no definition")
    assert "rule-broken" not in page
    assert "@when(&#34;what step 2 says&#34;)" in page


def test_a_trace_comes_with_the_one_command_that_opens_it(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "reports" / "a run")
    red = next(each for each in run.scenarios if each.name == _RED)
    red.evidence.append("trace.zip")
    (tmp_path / "reports" / "a run" / str(red.folder) / "trace.zip").write_bytes(b"PK")
    build_site(run, folder=tmp_path / "reports" / "a run", into=tmp_path / "site", root=tmp_path)
    page = (tmp_path / "site" / "scenarios" / f"{red.key}.html").read_text(encoding="utf-8")
    command = f".venv/bin/playwright show-trace &#39;reports/a run/{red.folder}/trace.zip&#39;"
    assert f"<code>{command}</code>" in page
    assert (tmp_path / "site" / str(red.folder) / "trace.zip").read_bytes() == b"PK"


def test_the_line_to_replay_is_the_one_that_the_run_gave(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    red = next(each for each in run.scenarios if each.name == _RED)
    line = "./run e2e --target staging --seed 8412 'x'"
    summary = tmp_path / "run" / str(red.folder) / "failure.md"
    summary.write_text(f"# x\n\n## Replay\n\n```\n{line}\n```\n", encoding="utf-8")
    build_site(run, folder=tmp_path / "run", into=tmp_path / "site", root=tmp_path)
    page = (tmp_path / "site" / "scenarios" / f"{red.key}.html").read_text(encoding="utf-8")
    assert "./run e2e --target staging" in page


def test_a_long_log_is_cut_at_its_beginning_and_linked_whole(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    red = next(each for each in run.scenarios if each.name == _RED)
    lines = [f"line {number}" for number in range(5000)]
    (tmp_path / "run" / str(red.folder) / "portal.log").write_text("\n".join(lines), encoding="utf-8")
    build_site(run, folder=tmp_path / "run", into=tmp_path / "site", root=tmp_path)
    page = (tmp_path / "site" / "scenarios" / f"{red.key}.html").read_text(encoding="utf-8")
    assert "line 4999" in page
    assert "line 1\n" not in page
    assert "The whole file" in page


def test_the_film_is_a_list_of_figures_that_names_windows(sample_site: Site) -> None:
    page = sample_site.page_of("A second use is refused")
    film = page.partition('<section class="film"')[2].partition("</section>")[0]
    assert re.findall(r'alt="([^"]*)"', film) == [
        "After step 2, window 1",
        "After step 3, window 1",
        "After step 3, window 2",
    ]
    assert film.count('loading="lazy"') == 3


def test_bars_show_where_the_time_went(sample_site: Site) -> None:
    page = sample_site.page_of("A second use is refused")
    assert re.findall(r'<rect x="([\d.]+)" width="([\d.]+)"', page) == [
        ("5.9", "29.4"),
        ("35.3", "29.4"),
        ("64.7", "29.4"),
    ]


def test_data_and_row_are_shown(sample_site: Site) -> None:
    assert "Contoso &amp; Söhne" in sample_site.page_of("A second use is refused")
    assert '<th dir="auto">age</th>' in sample_site.page_of(_RED)


def test_what_a_retry_hides_is_told(sample_site: Site) -> None:
    page = sample_site.page_of("It failed, was run again and passed")
    assert "Before, it ended: failed." in page


class _History:
    def trend(self, key: str) -> Trend | None:
        past = [("passed", 1.0), ("failed", 2.0), ("exploded", 0.5)]
        return Trend(past, "failing since 2026-03-01") if "24-h" in key else None


def test_a_trend_is_told_on_both_pages(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    build_site(run, folder=tmp_path / "run", into=tmp_path / "site", root=tmp_path, history=_History())
    start = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert start.count("failing since 2026-03-01") == 2
    red = next(each for each in run.scenarios if each.name == _RED)
    page = (tmp_path / "site" / "scenarios" / f"{red.key}.html").read_text(encoding="utf-8")
    assert "With the runs before: failing since 2026-03-01." in page
    assert "1 passed, 1 failed, 1 exploded; between 0.50 s and 2.00 s" in page
    assert 'class="bad" d="M4 100v-100h3v100z"' in page


def test_no_past_is_no_trend() -> None:
    assert drawn(Trend()) is None


def test_the_history_that_is_kept_can_be_asked(tmp_path: Path) -> None:
    run = sample_run(tmp_path / "run")
    before = run.model_copy(update={"run_id": "earlier"})
    trends = trends_of(TargetHistory([PastRun.of(before), PastRun.of(run)]), run.scenarios)
    assert trends[run.scenarios[0].key] == Trend([("passed", run.scenarios[0].seconds)])
