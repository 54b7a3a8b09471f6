"""What the page of one scenario shows, beyond what stands in the model."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from harness.living_docs.trend_view import TrendView, drawn
from harness.living_docs.words import of_step
from harness.report.condense import condense, plain
from harness.report.failure_file import PHASES
from harness.report.replay import replay_line

if TYPE_CHECKING:
    from pathlib import Path

    from harness.living_docs.history_view import Trend
    from harness.living_docs.mail_pages import MailPages, MailView
    from harness.living_docs.site_files import SiteFiles
    from harness.living_docs.words import Said
    from harness.report.model import Failure, Scenario, Step

MISSING: Final = "evidence that is missing"
"""The note under which a scenario says what could not be had."""
_MOST_SHOWN: Final = 12_000
"""Bytes of a log that are shown; the whole of it is linked."""
_MOST_MESSAGE: Final = 6_000
_GIST_LINES: Final = 12
_GIST_WIDTH: Final = 120
_TITLES: Final = {
    "console.txt": "Console of the browser",
    "requests.txt": "Requests that failed",
    "portal.log": "Log of the portal",
    "output.txt": "Output of the test",
    "mails.txt": "List of mails",
    "page.txt": "The page, as a screen reader has it",
}
_ORDER: Final = ("console", "requests", "portal", "output", "page", "mails")
_REPLAY: Final = re.compile(r"^## Replay\n\n`{3,}\n(.+)\n`{3,}$", re.MULTILINE)
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp")


class Bar(NamedTuple):
    """Where in a scenario's time a step lies, in hundredths of it."""

    start: float
    length: float


@dataclass(frozen=True)
class StepView:
    number: int
    step: Step
    said: Said
    bar: Bar | None
    frames: list[int]
    """Numbers of its pictures in the film."""
    mails: list[int]
    """Numbers of the mails that arrived during it."""


@dataclass(frozen=True)
class Frame:
    """A picture of the film."""

    number: int
    file: str
    width: int
    height: int
    step: int
    words: str
    window: str


@dataclass(frozen=True)
class Shown:
    """A file of the evidence with what is shown of it."""

    title: str
    file: str
    text: str
    cut: bool
    lines: int


@dataclass
class FailureView:
    failure: Failure
    where: str
    claim: str
    """The first line of the message."""
    rest: str
    """What follows it, in few lines."""
    whole: str
    """All that follows it, where that is more."""


@dataclass
class ScenarioView:
    scenario: Scenario
    steps: list[StepView] = field(default_factory=list)
    film: list[Frame] = field(default_factory=list)
    lost_pictures: int = 0
    failures: list[FailureView] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """Of the pages that were open when it failed: file, and what it shows."""
    shown: list[Shown] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    """Other evidence: file, and its name."""
    traces: list[tuple[str, str]] = field(default_factory=list)
    """File, and the command that opens it."""
    mails: list[MailView] = field(default_factory=list)
    replay: str = ""
    remark: str = ""
    """What its history says."""
    trend: TrendView | None = None


class ScenarioViews:
    """Makes the views of a run, and puts into the site what they show."""

    def __init__(self, files: SiteFiles, mails: MailPages, *, seed: int, run_path: str) -> None:
        self._files = files
        self._mails = mails
        self._seed = seed
        self._run_path = run_path
        """The run's own folder, as one names it in the project's folder."""

    def of(self, scenario: Scenario, trend: Trend) -> ScenarioView:
        view = ScenarioView(scenario, remark=trend.sentence or "", trend=drawn(trend))
        view.mails = [self._mails.view(mail) for mail in scenario.mails]
        self._add_film(view)
        self._add_steps(view)
        view.failures = [_failure(scenario, failure) for failure in scenario.failures]
        if scenario.folder:
            self._add_evidence(view, scenario.folder)
        if scenario.failures:
            view.replay = self._replay(scenario)
        return view

    def _replay(self, scenario: Scenario) -> str:
        """Return the line that the run itself gave, which knows its target, or one that knows the seed."""
        text = (self._files.read(f"{scenario.folder}/failure.md") or b"").decode("utf-8", "replace")
        found = _REPLAY.search(text)
        return found[1] if found else replay_line(scenario.node_id, seed=self._seed)

    def _add_film(self, view: ScenarioView) -> None:
        several = any(picture.window > 1 for step in view.scenario.steps for picture in step.pictures)
        for number, step in enumerate(view.scenario.steps, 1):
            for picture in step.pictures:
                if not self._files.take(picture.file):
                    view.lost_pictures += 1
                    continue
                view.film.append(
                    Frame(
                        number=len(view.film) + 1,
                        file=picture.file,
                        width=picture.width,
                        height=picture.height,
                        step=number,
                        words=f"{step.keyword} {step.text}",
                        window=f"window {picture.window}" if several else "",
                    )
                )

    def _add_steps(self, view: ScenarioView) -> None:
        steps = view.scenario.steps
        whole = max(view.scenario.seconds, sum(step.seconds for step in steps), 0.001)
        at = 0.0
        for index, step in enumerate(steps):
            start = at if step.started is None else step.started
            at = start + step.seconds
            begin = min(100 * start / whole, 100.0)
            bar = Bar(begin, min(100 * step.seconds / whole, 100 - begin)) if step.seconds else None
            frames = [frame.number for frame in view.film if frame.step == index + 1]
            mails = [number for number, mail in enumerate(view.scenario.mails, 1) if mail.step == index]
            view.steps.append(StepView(index + 1, step, of_step(step.status), bar, frames, mails))

    def _add_evidence(self, view: ScenarioView, folder: str) -> None:
        titles = {page.screenshot: page.title or page.url for page in view.scenario.pages if page.screenshot}
        for name in sorted(view.scenario.evidence, key=_rank):
            file = f"{folder}/{name}"
            if not self._files.take(file):
                continue
            if name.endswith(_PICTURES):
                view.pictures.append((file, titles.get(name, "what the browser showed")))
            elif name.endswith(".zip"):
                path = shlex.quote(f"{self._run_path}/{file}")
                view.traces.append((file, f".venv/bin/playwright show-trace {path}"))
            elif name.endswith((".txt", ".log")):
                view.shown.append(self._shown(file, name))
            else:
                view.files.append((file, name))

    def _shown(self, file: str, name: str) -> Shown:
        content = self._files.read(file, _MOST_SHOWN) or b""
        cut = self._files.size(file) > len(content)
        text = plain(content.decode("utf-8", "replace")).rstrip()
        if cut:
            text = text.partition("\n")[2] or text  # the first line is but half of one
        return Shown(_TITLES.get(name, name), file, text, cut, text.count("\n") + 1 if text else 0)


def run_path(folder: Path, root: Path) -> str:
    """Return a run's folder as one names it in the project's folder."""
    folder, root = folder.absolute(), root.absolute()
    return (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix()


def _failure(scenario: Scenario, failure: Failure) -> FailureView:
    where = PHASES[failure.phase]
    if failure.step is not None and failure.step < len(scenario.steps):
        step = scenario.steps[failure.step]
        where = f"In step {failure.step + 1}: {step.keyword} {step.text}"
    message = plain(failure.message).strip()
    claim, _, rest = message.partition("\n")
    gist = condense(message, lines=_GIST_LINES, width=_GIST_WIDTH)[1:]
    if len(rest) > _MOST_MESSAGE:
        rest = rest[:_MOST_MESSAGE] + "\n… the rest stands in failure.md"
    is_whole = len(gist) >= len(rest.splitlines())
    return FailureView(
        failure,
        where,
        claim,
        rest.rstrip() if is_whole else "\n".join(gist),
        "" if is_whole else rest.rstrip(),
    )


def _rank(name: str) -> tuple[int, str]:
    first = next((index for index, word in enumerate(_ORDER) if name.startswith(word)), len(_ORDER))
    return first, name
