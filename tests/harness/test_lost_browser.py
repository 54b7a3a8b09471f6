"""A browser that dies at the wrong moment: while it opens a window."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error

from harness.lost_browser import mind_loss


@pytest.fixture
def a_browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """One of this test's own, to be killed."""
    browser = browser_type.launch(**browser_type_launch_args)
    yield browser
    browser.close()


@pytest.fixture
def context(a_browser: Browser) -> BrowserContext:
    context = a_browser.new_context()
    mind_loss(context)
    return context


def process_of(browser: Browser) -> int:
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return next(int(each["id"]) for each in told["processInfo"] if each["type"] == "browser")


def children_of(pid: int) -> list[int]:
    children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*children, *(each for child in children for each in children_of(child))]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("halted", ["the browser", "what draws its pages"])
def test_window_that_is_never_opened(a_browser: Browser, context: BrowserContext, halted: str) -> None:
    pid = process_of(a_browser)
    if not Path(f"/proc/{pid}/task").exists():
        pytest.skip("the processes of a browser are found through /proc, which this system does not have")
    # So that it is asked for a window, and does not come to the end of it.
    for each in [pid] if halted == "the browser" else children_of(pid):
        os.kill(each, signal.SIGSTOP)
    killer = threading.Timer(0.5, os.kill, (pid, signal.SIGKILL))
    killer.start()

    with pytest.raises(Error, match="Target page, context or browser has been closed"):
        context.new_page()
    killer.join()


def test_windows_open_as_ever(context: BrowserContext) -> None:
    first, second = context.new_page(), context.new_page()
    first.set_content("<h1>First</h1>")
    assert context.pages == [first, second]
    assert first.inner_text("h1") == "First"
    context.close()
    with pytest.raises(Error, match="has been closed"):
        context.new_page()


def test_a_playwright_that_is_made_otherwise_inside_is_left_alone() -> None:
    class OtherContext:
        def new_page(self) -> str:
            return "a page"

    context: Any = OtherContext()
    mind_loss(context)
    assert context.new_page() == "a page"
