"""How long the living documentation of a large run takes, what it weighs, and how soon its search answers.

Run `.venv/bin/python -m benchmarks.living_docs` in the repository.
The run is invented: by default 1,000 scenarios of 6 steps, each step with a picture of its own of 6 kB, in
feature files of 20; one in a hundred is red, with evidence, and each has a past of 50 runs. The search is
asked in a browser, on 10,000 scenarios, from a key to its hits being there. Exit code 1 if a limit is passed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.invented_run import InventedPast, invented_run
from harness.browsers import find
from harness.living_docs import build_site, read_back

SECONDS, MEGABYTES, MILLISECONDS = 10.0, 50.0, 100.0
"""Limits: of the build, of the site's files together, and of the median answer to a key."""


def weight(site: Path) -> float:
    """Return the megabytes of all files of a site."""
    return sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 1_000_000


def search_times(site: Path, words: str) -> list[float]:
    """Return the milliseconds from each key to its hits being drawn."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(headed=False).executable)
        page = browser.new_page()
        page.goto((site / "scenarios.html").as_uri())
        times: list[float] = page.evaluate(
            """async words => {
              const field = document.getElementById("q"), times = [];
              for (let end = 1; end <= words.length; end++) {
                const start = performance.now();
                field.value = words.slice(0, end);
                field.dispatchEvent(new Event("input", { bubbles: true }));
                await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
                times.push(performance.now() - start);
              }
              return times;
            }""",
            words,
        )
        browser.close()
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scenarios", type=int, default=1_000, help="of the site (default: %(default)s)")
    parser.add_argument("--searched", type=int, default=10_000, help="of the search (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "large"
        run = invented_run(root, options.scenarios)
        start = time.perf_counter()
        build_site(run, folder=root / "run", into=root / "site", root=root, history=InventedPast())
        built = time.perf_counter() - start
        weighs = weight(root / "site")
        start = time.perf_counter()
        assert len(read_back(root / "site")) == options.scenarios
        read = time.perf_counter() - start
        print(f"{options.scenarios} scenarios: {built:.1f} s, {weighs:.1f} MB; read back in {read:.1f} s")

        root = Path(name) / "searched"
        run = invented_run(root, options.searched, pictures=False)
        build_site(run, folder=root / "run", into=root / "site", root=root)
        times = search_times(root / "site", "receipt for order 77")
        median = statistics.median(times)
        print(f"search among {options.searched}: median {median:.0f} ms, slowest key {max(times):.0f} ms")
    return 0 if built <= SECONDS and weighs <= MEGABYTES and median <= MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
