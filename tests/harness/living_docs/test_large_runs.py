"""Large runs: what a scenario may cost in the site, and a search that answers as one types.

`benchmarks/living_docs.py` measures the same on a thousand scenarios, and more exactly.
"""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from benchmarks.invented_run import InventedPast, invented_run, invented_scenario
from harness.living_docs import build_site
from harness.living_docs.library import read_library
from harness.living_docs.rendering import ASSETS, TEMPLATES, Renderer
from harness.living_docs.search_index import filters, search_script
from harness.report.model import Run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

_SCENARIOS = 100
_SECONDS, _BYTES = 0.010, 50_000
"""Per scenario of six steps with a picture each: of the processor, and on the disk."""
_MANY = 10_000


def test_a_scenario_costs_and_weighs_little(tmp_path: Path) -> None:
    run = invented_run(tmp_path, _SCENARIOS)
    into = tmp_path / "site"
    build_site(run, folder=tmp_path / "run", into=into, root=tmp_path)  # compiles the templates
    begun = time.process_time()
    build_site(run, folder=tmp_path / "run", into=into, root=tmp_path, history=InventedPast())
    assert time.process_time() - begun < _SCENARIOS * _SECONDS
    files = [path for path in into.rglob("*") if path.is_file()]
    assert len([path for path in files if path.suffix == ".jpg"]) == 6 * _SCENARIOS
    assert sum(path.stat().st_size for path in files) < _SCENARIOS * _BYTES


def test_ten_thousand_scenarios_are_searched_as_one_types(tmp_path: Path, browser: Browser) -> None:
    run = Run(
        run_id="invented",
        seed=1,
        target="reference",
        portal="http://hup.localhost",
        mail_server="embedded",
        started="2026-03-02T09:30:00+00:00",
        scenarios=[invented_scenario(number) for number in range(_MANY)],
    )
    library = read_library(tmp_path, run)
    script = search_script(library)
    assert len(script) < 400 * _MANY
    assert len(json.loads(script.removeprefix("var livingDocs = ").rstrip(";\n"))["scenarios"]) == _MANY
    (tmp_path / "search.js").write_text(script, encoding="utf-8")
    page_text = Renderer({"run": run, "rules": {}, "took": 0.0}).page(
        "search.html", "scenarios.html", library=library, filters=filters(library)
    )
    (tmp_path / "scenarios.html").write_text(page_text, encoding="utf-8")
    for name in ASSETS:
        shutil.copyfile(TEMPLATES / name, tmp_path / name)

    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "scenarios.html").as_uri())
    hits = page.locator("#hits > li")
    expect(page.get_by_role("status")).to_have_text("All 10,000 scenarios; these are the first 200")
    expect(hits).to_have_count(200)
    page.get_by_label("Words").press_sequentially("order 9876")
    expect(page.get_by_role("status")).to_have_text("1 of 10,000 scenarios")
    expect(hits).to_have_count(1)
    expect(hits).to_contain_text("a receipt for order 9876 reaches the employee")
    # The work for one key, without what a busy machine adds to it: the best of several.
    work = page.evaluate("""() => {
      const field = document.getElementById("q"), times = [];
      for (const words of ["r", "re", "receipt", "receipt for", "order 77", "employee 1"]) {
        const start = performance.now();
        field.value = words;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[2];
    }""")
    assert work < 250, "milliseconds from a key to its hits"
    context.close()
