"""What a scenario's browser windows said and showed.

Listening is as good as free, and so is a trace without pictures; everything else happens only once the
scenario has failed. Measured on a purchase of eight pages, against the same without any of it: console, page
errors and failed requests 0 %; every response 1 to 2 %; a trace of the actions alone 1 to 3 %, with DOM
snapshots 8 to 15 %, with snapshots and pictures 23 %. Hence the lean trace, and `--evidence full` for a
replay.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from harness.report.condense import in_one_line
from harness.report.model import OpenPage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    # For types alone: it takes a fifth of a second to import, and not every run has a browser.
    from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Request, Response, WebError

    from harness.report.pictures import PictureBook

Detail = Literal["lean", "full", "none"]

_MOST_LINES = 500
_WIDEST = 200
_PATIENCE_MS = 5_000
_FAILED_STATUS = 400
# How Chromium words an answer of 400 or more on its console; the address is the message's location.
_CONSOLE_STATUS = re.compile(r"the server responded with a status of (\d{3})")


@dataclass
class BrowserWatch:
    """Listens to a scenario's browser contexts. Nothing in it ever raises because of a browser."""

    detail: Detail = "lean"
    """Of the trace; `none` where somebody else traces these contexts."""
    masked: Callable[[str], str] = str
    """Takes the secrets out of what is written."""
    on_address: Callable[[str], object] = str
    """Told each address that a window, or a frame in it, has arrived at."""
    pictures: PictureBook | None = None
    console: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_LINES))
    requests: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_LINES))
    """Failed requests, and answers of 400 or more; with full detail every answer."""
    problems: list[str] = field(default_factory=list)
    """Evidence that could not be had, and why."""
    pages: list[OpenPage] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)
    """Addresses that a window has come to, whole, so with whatever secret they hold."""
    _contexts: list[BrowserContext] = field(default_factory=list)
    _crashed: set[Page] = field(default_factory=set)

    @property
    def has_crashed(self) -> bool:
        """Whether the process behind one of the pages has died."""
        return bool(self._crashed)

    def watch(self, context: BrowserContext) -> None:
        """Listen from now on, and start the trace."""
        self._contexts.append(context)
        context.on("console", self._on_console)
        context.on("weberror", self._on_page_error)
        context.on("requestfailed", self._on_request_failed)
        context.on("page", self._on_page)
        chromium = context.browser is not None and context.browser.browser_type.name == "chromium"
        if self.detail == "full" or not chromium:
            context.on("response", self._on_response)
        if self.detail != "none":
            full = self.detail == "full"
            try:
                context.tracing.start(screenshots=full, snapshots=full, sources=full)
            except Exception as error:  # noqa: BLE001 - a browser that is gone must not hide the failure
                self._problem("the trace", error)

    def capture(self, folder: Path) -> list[str]:
        """Write what the browser shows and the trace into `folder`; return the names of the files."""
        files: list[str] = []
        for number, page in enumerate(self._open_pages(), start=1):
            suffix = "" if number == 1 else f"-{number}"
            files += self._capture_page(page, folder, suffix)
        for number, context in enumerate(self._contexts, start=1):
            if self.detail == "none":
                break
            name = "trace.zip" if number == 1 else f"trace-{number}.zip"
            try:
                context.tracing.stop(path=folder / name)
                files.append(name)
            except Exception as error:  # noqa: BLE001 - a browser that is gone must not hide the failure
                self._problem(name, error)
        return files

    def cookies(self) -> Iterator[Mapping[str, Any]]:
        """Yield the cookies of all contexts that are still there."""
        for context in self._contexts:
            with suppress(Exception):  # one that is closed, or whose browser is gone
                yield from context.cookies()

    def _open_pages(self) -> Iterator[Page]:
        for context in self._contexts:
            for page in context.pages:
                if page in self._crashed:
                    self.problems.append(f"screenshot of {page.url}: the page has crashed")
                elif page.is_closed():
                    self.problems.append(f"screenshot of {page.url}: the page is closed")
                else:
                    yield page

    def _capture_page(self, page: Page, folder: Path, suffix: str) -> list[str]:
        shown = OpenPage(url=page.url)
        self.pages.append(shown)
        files: list[str] = []
        try:
            name = f"screenshot{suffix}.png"
            page.screenshot(
                path=folder / name,
                full_page=True,
                timeout=_PATIENCE_MS,
                animations="disabled",
                caret="initial",
            )
            shown.screenshot = name
            files.append(name)
        except Exception as error:  # noqa: BLE001 - a browser that is gone must not hide the failure
            self._problem(f"screenshot of {page.url}", error)
            return files  # a page that cannot be pictured would keep the next questions waiting as well
        try:
            name = f"page{suffix}.txt"
            outline = page.locator("body").aria_snapshot(timeout=_PATIENCE_MS)
            shown.title = page.title()
            text = self.masked(f"{page.url}\n{shown.title}\n\n{outline}\n")
            (folder / name).write_text(text, encoding="utf-8")
            files.append(name)
        except Exception as error:  # noqa: BLE001 - a browser that is gone must not hide the failure
            self._problem(f"text of {page.url}", error)
        return files

    def _problem(self, what: str, error: Exception) -> None:
        self.problems.append(f"{what}: {in_one_line(str(error), _WIDEST) or type(error).__name__}")

    def _on_console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        status = _CONSOLE_STATUS.search(message.text) if message.type == "error" else None
        if status and self.detail != "full":
            self.requests.append(f"{status[1]} {url}")
        self.console.append(
            f"{message.type}: {message.text} ({url}:{message.location.get('lineNumber', 0) + 1})"
        )

    def _on_page_error(self, error: WebError) -> None:
        raised = error.error
        self.console.append(f"uncaught: {raised.stack or raised.message}")

    def _on_request_failed(self, request: Request) -> None:
        self.requests.append(f"failed {request.method} {request.url}: {request.failure or 'no reason given'}")

    def _on_response(self, response: Response) -> None:
        self.on_address(response.url)
        if self.detail == "full" or response.status >= _FAILED_STATUS:
            self.requests.append(f"{response.status} {response.request.method} {response.url}")

    def _on_page(self, page: Page) -> None:
        page.on("crash", self._on_crash)
        page.on("framenavigated", self._on_navigated)
        if self.pictures is not None:
            self.pictures.watch(page)

    def _on_navigated(self, frame: Frame) -> None:
        self.visited.add(frame.url)
        self.on_address(frame.url)

    def _on_crash(self, page: Page) -> None:
        self._crashed.add(page)
        self.console.append(f"crashed: {page.url}")
