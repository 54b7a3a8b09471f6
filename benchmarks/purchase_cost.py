"""What a scenario costs on top of the browser actions it is made of.

One purchase, from the program page to the receipt, runs by turns as the scenario of the features
(everything on: steps, pages, evidence, fixtures) and as a bare Playwright script that does the same in the
browser. Both run in one process, with one browser, against one portal and one mail catcher.

    ./run bench purchase            # 25 of each, after two of each that do not count
    ./run bench purchase --rounds 50

Exit status 0 when the median scenario costs at most 1.05 times the median script, else 1.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from pathlib import Path

import httpx
import pytest
from _pytest.runner import runtestprotocol
from playwright.sync_api import Browser, Page, expect

from harness.loopback import LoopbackTransport
from harness.run_context import RUN_CONTEXT
from harness.targets import Target

SCENARIO = "tests/features/test_employee.py::test_from_the_program_page_to_the_receipt"
BARE = "benchmarks/purchase_cost.py::test_bare_purchase"
LIMIT = 1.05
WARM_UP = 2
PASSWORD = "correct horse battery staple"  # noqa: S105 - of accounts that live for a second

_serial = itertools.count()
_bare_seconds: list[float] = []


class Turns:
    """Runs scenario and script by turns, and keeps what each took."""

    def __init__(self, rounds: int) -> None:
        self._rounds = rounds
        self.scenario: list[float] = []
        self.failed = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        by_id = {item.nodeid: item for item in session.items}
        scenario, bare = by_id[SCENARIO], by_id[BARE]
        for turn in range(self._rounds + WARM_UP):
            # Who goes first changes, so that neither always meets the warmer machine.
            for item in (scenario, bare) if turn % 2 else (bare, scenario):
                seconds = self._run(item)
                if item is scenario:
                    self.scenario.append(seconds)
        return True

    def _run(self, item: pytest.Item) -> float:
        if isinstance(item, pytest.Function):
            item._initrequest()
        start = time.perf_counter()
        reports = runtestprotocol(item, nextitem=item, log=False)
        seconds = time.perf_counter() - start
        for report in reports:
            if report.failed:
                self.failed = True
                sys.stderr.write(f"{report.longreprtext}\n")
        return seconds


def test_bare_purchase(browser: Browser, pytestconfig: pytest.Config) -> None:
    """The script: no pages, no steps, no evidence; only the arranging is shared out, and it is timed too."""
    target = pytestconfig.stash[RUN_CONTEXT].target
    start = time.perf_counter()
    name = f"bare-{pytestconfig.stash[RUN_CONTEXT].run_id}-{next(_serial)}"
    with httpx.Client(transport=LoopbackTransport(), timeout=30) as http:
        _arrange(http, target, name)
        context = browser.new_context()
        _purchase(context.new_page(), http, target, name)
        context.close()
    _bare_seconds.append(time.perf_counter() - start)


def _arrange(http: httpx.Client, target: Target, name: str) -> None:
    assert target.control_secret is not None
    secret = {"Authorization": f"Bearer {target.control_secret.get_secret_value()}"}
    organization = {"name": name, "domains": [f"{name}.example"], "licenses": {"E3": 2000}}
    account = {"email": f"me@home-{name}.example", "password": PASSWORD, "display_name": name}
    for path, body in (("organizations", organization), ("accounts", account)):
        http.post(f"{target.control_url}/control/{path}", json=body, headers=secret).raise_for_status()


def _purchase(page: Page, http: httpx.Client, target: Target, name: str) -> None:
    page.goto(f"{target.program_url}/")
    page.get_by_role("link", name="Get Started", exact=True).first.click()
    page.get_by_label("Work email address").fill(f"me@{name}.example")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1, name="Check your inbox")).to_be_visible()
    page.goto(_link(http, target, f"me@{name}.example"))
    page.get_by_role("button", name="Confirm and continue").click()
    page.get_by_label("Email address").fill(f"me@home-{name}.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("article", name="Microsoft 365 Family").get_by_role("link", name="Buy").click()
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.get_by_label("Expiry date").fill("12/34")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Buy now").click()
    expect(page.get_by_role("heading", level=1, name="Thank you for your order")).to_be_visible()


def _link(http: httpx.Client, target: Target, address: str) -> str:
    """The mail is there when the page is: the portal hands it over first."""
    found = http.get(f"{target.mail_url}/api/v1/search", params={"query": f'addressed:"{address}"'}).json()
    text = http.get(f"{target.mail_url}/api/v1/message/{found['messages'][0]['ID']}").json()["Text"]
    return next(word for word in str(text).split() if word.startswith(target.program_url))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="purchase_cost", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=25, help="how often each runs (default: 25, at least 20)")
    options, passed_on = parser.parse_known_args(arguments)
    turns = Turns(max(options.rounds, 20))
    code = pytest.main(
        ["-n", "0", "-q", "--no-header", "--no-summary", SCENARIO, BARE, *passed_on], plugins=[turns]
    )
    if turns.failed or not turns.scenario:
        sys.stderr.write("no figures: a purchase failed, or none could run\n")
        return int(code) or 1
    scenario, bare = turns.scenario[WARM_UP:], _bare_seconds[WARM_UP:]
    ratio = statistics.median(scenario) / statistics.median(bare)
    for name, seconds in (("scenario", scenario), ("bare script", bare)):
        low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
        print(f"{name:<12} median {middle:.3f} s   min {low:.3f} s   max {high:.3f} s   of {len(seconds)}")
    print(f"ratio of the medians: {ratio:.3f} (at most {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    raise SystemExit(main())
