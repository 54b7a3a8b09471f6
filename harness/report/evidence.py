"""Everything that explains why a scenario is red, put into a folder of its own once it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.report.browser_watch import BrowserWatch
from harness.report.condense import in_one_line
from harness.report.failure import message_of
from harness.report.failure_file import failure_markdown
from harness.report.keep import note_missing
from harness.report.portal_log import lines_of, readable
from harness.secrecy.cookies import of_cookies
from harness.secrecy.masking import Masker
from harness.secrecy.registry import Registry
from harness.secrecy.traces import scrub_or_set_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from playwright.sync_api import BrowserContext

    from harness.report.mails import CaughtMail
    from harness.report.model import OpenPage, Scenario


_WIDEST = 200


class Evidence:
    """What a scenario lets be watched: its browser windows, its people's mail, the data it uses."""

    def __init__(
        self,
        request_id: str,
        *,
        browser: BrowserWatch,
        mails_to: Callable[[str], Iterable[CaughtMail]] | None = None,
        secrets: Registry | None = None,
    ) -> None:
        self.request_id = request_id
        """What this scenario's requests carry as X-Request-ID, so that the portal's log can be read by it."""
        self.browser = browser
        self.notes: dict[str, str] = {}
        self._mails_to = mails_to
        self._secrets = Registry() if secrets is None else secrets
        self._addresses: dict[str, None] = {}

    def watch(self, context: BrowserContext) -> None:
        """Listen to all pages of a browser context, and trace it. To be called before its first page."""
        self.browser.watch(context)

    def watch_address(self, address: str) -> None:
        """Count the mails to `address` as evidence."""
        self._addresses.setdefault(address)

    def note(self, key: str, value: object) -> None:
        """Keep a piece of data that the scenario uses, for whoever reads of its failure. Nothing secret."""
        self.notes[key] = str(value)

    def secret(self, value: str, what: str) -> None:
        """Have `value` masked wherever it would be written or printed; `what` is what one may read of it."""
        self._secrets.add(value, what)

    def learn_cookies(self) -> None:
        """Have the secrets masked that the browser keeps by now, as far as it is there to be asked."""
        for value, what in of_cookies(self.browser.cookies()):
            self._secrets.add(value, what)

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(self._addresses)

    def mails_to(self, address: str) -> list[CaughtMail]:
        """Return the mails that have arrived so far; raises whatever the mail server's client raises."""
        return list(self._mails_to(address)) if self._mails_to else []


@dataclass
class EvidenceFolder:
    """The folder of one red scenario. Filled as far as possible: what is missing is named, nothing raises."""

    path: Path
    scenario: Scenario
    replay: str
    portal_log: Path | None = None
    masker: Masker = field(default_factory=Masker)
    unscrubbed: Path | None = None
    """Where traces go that may hold secrets; without it they are deleted."""
    _captured: bool = False
    _files: list[str] = field(default_factory=list)
    _sections: dict[str, list[str]] = field(default_factory=dict)

    def capture_browser(self, evidence: Evidence) -> None:
        """Take what would be gone after the teardown: pictures, pages, traces. Only the first call counts."""
        if self._captured:
            return
        self._captured = True
        self._guarded("the folder", lambda: self.path.mkdir(parents=True, exist_ok=True))
        self._guarded("cookies", evidence.learn_cookies)
        self._guarded("browser", lambda: self._files.extend(evidence.browser.capture(self.path)))
        self._guarded("traces", self._scrub_traces)

    def complete(self, evidence: Evidence | None, output: Sequence[tuple[str, str]] = ()) -> None:
        """Write all the rest. May be called again when the teardown fails as well."""
        self._guarded("the folder", lambda: self.path.mkdir(parents=True, exist_ok=True))
        if evidence is not None:
            self.scenario.notes |= {key: self.masker.text(value) for key, value in evidence.notes.items()}
            self.scenario.pages = [self._masked(page) for page in evidence.browser.pages]
            self._lines("console.txt", "Console", list(evidence.browser.console))
            self._lines("requests.txt", "Failed requests", list(evidence.browser.requests))
            for problem in evidence.browser.problems:
                self._missing(problem)
            self._guarded("mails", lambda: self._write_mails(evidence))
        self._guarded("portal.log", self._write_portal_log)
        if output:
            text = "\n".join(f"----- {title} -----\n{content.rstrip()}" for title, content in output)
            self._lines("output.txt", "Output", text.splitlines())
        self.scenario.evidence = sorted({*self._files, "failure.md"})
        self._guarded("failure.md", self._write_summary)

    def _scrub_traces(self) -> None:
        for name in [name for name in self._files if name.endswith(".zip")]:
            problem = scrub_or_set_aside(self.path / name, self.masker, aside=self.unscrubbed)
            if problem is not None:
                self._files.remove(name)
                self._missing(f"{name}: {problem}")

    def _write_mails(self, evidence: Evidence) -> None:
        listed: list[str] = []
        without: list[str] = []
        for address in evidence.addresses:
            try:
                mails = evidence.mails_to(address)
            except Exception as error:  # noqa: BLE001 - a mail server that is gone must not hide the failure
                self._missing(f"mails to {address}: {in_one_line(message_of(error), _WIDEST)}")
                continue
            if not mails:
                without.append(f"none to {address}")
            for mail in mails:
                name = f"mails/{len(listed) + 1:02}.eml"
                (self.path / "mails").mkdir(exist_ok=True)
                (self.path / name).write_bytes(self.masker.bytes(mail.raw))
                self._add(name)
                listed.append(f"{name}: to {address}, from {mail.sender_address}: {mail.subject}")
        self._lines("mails.txt", "Mails", listed + without)

    def _write_portal_log(self) -> None:
        if self.portal_log is None or self.scenario.request_id is None:
            return
        lines = lines_of(self.portal_log, self.scenario.request_id)
        if lines:
            self._write("portal.log", "\n".join(lines))
        self._sections["Portal log"] = [self.masker.text(readable(line)) for line in lines]

    def _masked(self, page: OpenPage) -> OpenPage:
        masked = {"url": self.masker.text(page.url), "title": self.masker.text(page.title)}
        return page.model_copy(update=masked)

    def _write_summary(self) -> None:
        text = failure_markdown(self.scenario, sections=self._sections, replay=self.replay)
        self._write("failure.md", text)

    def _lines(self, name: str, title: str, lines: list[str]) -> None:
        if lines:
            self._guarded(name, lambda: self._write(name, "\n".join(lines)))
            self._sections[title] = [self.masker.text(line) for line in lines]

    def _write(self, name: str, text: str) -> None:
        (self.path / name).write_text(self.masker.text(text) + "\n", encoding="utf-8")
        self._add(name)

    def _add(self, name: str) -> None:
        if name not in self._files:
            self._files.append(name)

    def _guarded(self, what: str, do: Callable[[], object]) -> None:
        try:
            do()
        except Exception as error:  # noqa: BLE001 - evidence never changes what happened to a scenario
            self._missing(f"{what}: {type(error).__name__}: {error}")

    def _missing(self, what: str) -> None:
        note_missing(self.scenario, self.masker.text(what))
