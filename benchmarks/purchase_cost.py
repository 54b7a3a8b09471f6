"""What a scenario costs on top of the browser actions it is made of.

One purchase, from the program page to the receipt, runs by turns as the scenario of the features
(steps, pages, fixtures; `evidence_cost` measures the evidence) and as a bare Playwright script that does the
same in the browser. Both run in one process, with one browser, against one portal and one mail catcher.

    .venv/bin/python -m benchmarks.purchase_cost  # 25 of each, two more to warm up
    .venv/bin/python -m benchmarks.purchase_cost --rounds 50

Exit status 0 when the median scenario costs at most 1.05 times the median script, else 1.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Callable, Generator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.turns import ALONE, again
from harness.loopback import LoopbackTransport
from harness.run_context import RUN_CONTEXT
from harness.targets import Target

SCENARIO = "tests/features/test_employee.py::test_from_the_program_page_to_the_receipt"
BARE = "benchmarks/purchase_cost.py::test_bare_purchase"
LIMIT = 1.05
WARM_UP = 2
PASSWORD = "correct horse battery staple"  # noqa: S105 - of accounts that live for a second

_serial = itertools.count()


class Turns:
    """Runs scenario and script by turns, and keeps what each took."""

    def __init__(self, rounds: int) -> None:
        self._rounds = rounds
        self.scenario: list[float] = []
        self.bare: list[float] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        by_id = {item.nodeid: item for item in items}
        scenario, bare = by_id[SCENARIO], by_id[BARE]
        # Who goes first changes, so that neither always meets the warmer machine.
        items[:] = [
            again(item)
            for turn in range(self._rounds + WARM_UP)
            for item in ((scenario, bare) if turn % 2 else (bare, scenario))
        ]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        start = time.perf_counter()
        result = yield
        seconds = time.perf_counter() - start
        # The scenario counts whole, set-up and clean-up included; the script counts from its first line to
        # its last.
        if item.nodeid == SCENARIO:
            self.scenario.append(seconds)
        elif "seconds" in (properties := dict(item.user_properties)):
            self.bare.append(float(str(properties["seconds"])))
        return result


def test_bare_purchase(
    request: pytest.FixtureRequest,
    pytestconfig: pytest.Config,
    record_property: Callable[[str, object], None],
) -> None:
    """The script: no pages, no steps, no evidence; only the arranging is shared out, and it is timed too."""
    target = pytestconfig.stash[RUN_CONTEXT].target
    # Asked for as scenarios do, late: named as an argument it would be another browser than theirs.
    browser: Browser = request.getfixturevalue("browser")
    name = f"bare-{pytestconfig.stash[RUN_CONTEXT].run_id}-{next(_serial)}"
    # The scenarios' connections are open already: making this one does not count either.
    with httpx.Client(transport=LoopbackTransport(), timeout=30) as http:
        http.get(f"{target.control_url}/control/info", headers=_secret(target))
        http.get(f"{target.mail_url}/api/v1/info")
        start = time.perf_counter()
        _arrange(http, target, name)
        context = browser.new_context()
        number = _purchase(context.new_page(), http, target, name)
        _check(http, target, name, number)
        context.close()
        record_property("seconds", time.perf_counter() - start)


def _secret(target: Target) -> dict[str, str]:
    assert target.control_secret is not None
    return {"Authorization": f"Bearer {target.control_secret.get_secret_value()}"}


def _arrange(http: httpx.Client, target: Target, name: str) -> None:
    organization = {"name": name, "domains": [f"{name}.example"], "licenses": {"E3": 2000}}
    account = {"email": f"me@home-{name}.example", "password": PASSWORD, "display_name": name}
    for path, body in (("organizations", organization), ("accounts", account)):
        url = f"{target.control_url}/control/{path}"
        http.post(url, json=body, headers=_secret(target)).raise_for_status()


def _purchase(page: Page, http: httpx.Client, target: Target, name: str) -> str:
    """The same in the browser as the scenario: every page is seen to arrive before it is used."""

    def arrived(heading: str) -> None:
        expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()

    page.goto(f"{target.program_url}/")
    arrived("Home Use Program")
    page.get_by_role("link", name="Get Started", exact=True).first.click()
    arrived("Get started")
    page.get_by_label("Work email address").fill(f"me@{name}.example")
    page.get_by_role("button", name="Send me the link").click()
    arrived("Check your inbox")
    page.goto(_link(http, target, f"me@{name}.example"))
    arrived("Confirm your eligibility")
    page.get_by_role("button", name="Confirm and continue").click()
    arrived("Sign in")
    page.get_by_label("Email address").fill(f"me@home-{name}.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("article", name="Microsoft 365 Family").get_by_role("link", name="Buy").click()
    arrived("Checkout")
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.get_by_label("Expiry date").fill("12/34")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name="Buy now").click()
    arrived("Thank you for your order")
    number = page.get_by_role("term").filter(has_text="Order number")
    return number.locator("xpath=following-sibling::dd[1]").inner_text()


def _check(http: httpx.Client, target: Target, name: str, number: str) -> None:
    """What the scenario checks beyond the browser: the order in the books, the receipt in the mail."""
    account = f"me@home-{name}.example"
    url = f"{target.control_url}/control/orders"
    orders = http.get(url, params={"account": account}, headers=_secret(target)).json()["orders"]
    assert [order["number"] for order in orders] == [number]
    assert number in _text(http, target, account)


def _link(http: httpx.Client, target: Target, address: str) -> str:
    words = _text(http, target, address).split()
    return next(word for word in words if word.startswith(target.program_url))


def _text(http: httpx.Client, target: Target, address: str) -> str:
    """The mail is there when the page is: the portal hands it over first."""
    found = http.get(f"{target.mail_url}/api/v1/search", params={"query": f'addressed:"{address}"'}).json()
    return str(http.get(f"{target.mail_url}/api/v1/message/{found['messages'][0]['ID']}").json()["Text"])


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="purchase_cost", description="Compare a scenario with a bare script that does the same."
    )
    parser.add_argument("--rounds", type=int, default=25, help="runs of each (default: 25, at least 20)")
    options, passed_on = parser.parse_known_args(arguments)
    turns = Turns(max(options.rounds, 20))
    code = pytest.main(
        ["-n", "0", "-q", "-x", *ALONE, "--evidence", "none", SCENARIO, BARE, *passed_on], plugins=[turns]
    )
    if code != pytest.ExitCode.OK:
        sys.stderr.write("no figures: a purchase failed, or none could run\n")
        return int(code)
    scenario, bare = turns.scenario[WARM_UP:], turns.bare[WARM_UP:]
    ratio = statistics.median(scenario) / statistics.median(bare)
    for name, seconds in (("scenario", scenario), ("bare script", bare)):
        low, middle, high = min(seconds), statistics.median(seconds), max(seconds)
        print(f"{name:<12} median {middle:.3f} s   min {low:.3f} s   max {high:.3f} s   of {len(seconds)}")
    print(f"ratio of the medians: {ratio:.3f} (at most {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
