"""What a browser says, shows and loses, gathered from a real one."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from harness.report.browser_watch import BrowserWatch
from tests.harness.report.pages_served import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext

_BROKEN = """\
<title>Broken</title><h1>Not here</h1><img src=/none.png alt="">
<script>console.warn("careful"); throw new Error("script error")</script>
"""
_PAGES = {"/": (200, "<title>Good</title><h1>Welcome</h1>"), "/broken": (404, _BROKEN)}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(lambda path: _PAGES.get(path, (404, "no"))) as address:
        yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A context that nobody else watches."""
    context = browser.new_context()
    yield context
    context.close()


def test_everything_is_kept_of_a_broken_page(context: BrowserContext, site: str, tmp_path: Path) -> None:
    watch = BrowserWatch()
    watch.watch(context)
    page = context.new_page()
    page.goto(f"{site}/broken")
    page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
    files = watch.capture(tmp_path)

    assert files == ["screenshot.png", "page.txt", "trace.zip"]
    assert (tmp_path / "screenshot.png").read_bytes().startswith(b"\x89PNG")
    text = (tmp_path / "page.txt").read_text(encoding="utf-8")
    assert text.startswith(f"{site}/broken\nBroken\n")
    assert '- heading "Not here" [level=1]' in text
    with zipfile.ZipFile(tmp_path / "trace.zip") as trace:
        assert b"/broken" in trace.read("trace.trace")
    console = "\n".join(watch.console)
    assert f"warning: careful ({site}/broken:2)" in console
    assert "uncaught: Error: script error" in console
    requests = list(watch.requests)
    assert f"404 {site}/broken" in requests
    assert f"404 {site}/none.png" in requests
    assert any(line.startswith("failed GET http://127.0.0.1:9/: ") for line in requests)
    assert watch.problems == []


def test_full_detail_has_pictures_and_every_request(
    context: BrowserContext, site: str, tmp_path: Path
) -> None:
    watch = BrowserWatch("full")
    watch.watch(context)
    context.new_page().goto(f"{site}/")
    watch.capture(tmp_path)
    assert f"200 GET {site}/" in watch.requests
    with zipfile.ZipFile(tmp_path / "trace.zip") as trace:
        assert trace.read("trace.network")


def test_every_window_is_pictured(context: BrowserContext, site: str, tmp_path: Path) -> None:
    watch = BrowserWatch()
    watch.watch(context)
    for path in ("/", "/broken"):
        context.new_page().goto(site + path)
    files = watch.capture(tmp_path)
    assert {"screenshot.png", "screenshot-2.png", "page.txt", "page-2.txt"} <= set(files)
    assert [shown.title for shown in watch.pages] == ["Good", "Broken"]


def test_nothing_is_traced_where_somebody_else_does(context: BrowserContext, tmp_path: Path) -> None:
    context.tracing.start()
    watch = BrowserWatch("none")
    watch.watch(context)
    assert watch.capture(tmp_path) == []
    context.tracing.stop()
    assert watch.problems == []


def test_trace_that_is_running_already_is_named_and_harms_nothing(context: BrowserContext) -> None:
    context.tracing.start()
    watch = BrowserWatch()
    watch.watch(context)
    assert [problem.partition(":")[0] for problem in watch.problems] == ["the trace"]


def test_page_that_crashed_is_named(context: BrowserContext, site: str, tmp_path: Path) -> None:
    watch = BrowserWatch()
    watch.watch(context)
    page = context.new_page()
    page.goto(f"{site}/")
    with page.expect_event("crash"), pytest.raises(Exception, match=r"crash|ERR_ABORTED"):
        page.goto("chrome://crash")
    files = watch.capture(tmp_path)
    assert watch.has_crashed
    assert files == ["trace.zip"]
    assert watch.problems == [f"screenshot of {site}/: the page has crashed"]


def test_context_that_is_closed_is_named(browser: Browser, tmp_path: Path) -> None:
    watch = BrowserWatch()
    context = browser.new_context()
    watch.watch(context)
    context.close()
    assert watch.capture(tmp_path) == []
    assert watch.problems[0].startswith("trace.zip: ")
