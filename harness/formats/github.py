"""What a run tells GitHub Actions: annotations at the lines of features, and the page of its job."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harness.formats.markdown import summary_markdown
from harness.report.condense import clip, condense, plain
from harness.report.model import UNSUCCESSFUL, Run, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_ANNOTATIONS: Final = 10
"""GitHub shows no more errors of one step."""
MOST_BYTES: Final = 1 << 20
"""GitHub refuses the whole summary of a step that is larger."""
_CUT: Final = "\n\n… and more: this page can hold no more; the run's folder has all of it in summary.md\n"
_WIDEST: Final = 200
_LINES: Final = 8


def tell_github(
    run: Run,
    *,
    root: Path,
    folder: Path,
    notices: Sequence[str] = (),
    environ: Mapping[str, str] = os.environ,
) -> list[str]:
    """Return the lines to print, after adding to the job's page; nothing where this is not GitHub Actions.

    `root` is where the paths of features begin, `folder` the run's own, `notices` what readers have to know
    of the report itself. A page that can't be written is told.
    """
    if environ.get("GITHUB_ACTIONS") != "true":
        return []
    workspace = Path(environ.get("GITHUB_WORKSPACE") or root)
    evidence = _relative(folder, workspace)
    lines = annotation_lines(run, within=_relative(root, workspace), folder=evidence)
    page = environ.get("GITHUB_STEP_SUMMARY")
    problem = add_summary(run, Path(page), folder=evidence, notices=notices) if page else None
    return [*lines, f"::warning::{_data(problem)}"] if problem else lines


def annotation_lines(run: Run, *, within: str, folder: str) -> list[str]:
    """Return a workflow command for each scenario that did not succeed, or for as many as are shown.

    `within` is the project's folder in the repository, empty where that is the repository itself; `folder` is
    the run's, as it is to be named.
    """
    red = [scenario for scenario in run.scenarios if scenario.status in UNSUCCESSFUL]
    shown = red if len(red) <= MOST_ANNOTATIONS else red[: MOST_ANNOTATIONS - 1]
    lines = [_annotation(scenario, within, folder) for scenario in shown]
    if len(red) > len(shown):
        more = f"{len(red) - len(shown)} more scenarios do not hold"
        text = "GitHub shows ten annotations of a step; the job's summary and summary.md have all of them."
        lines.append(f"::error title={_property(more)}::{_data(text)}")
    return lines


def add_summary(run: Run, page: Path, *, folder: str, notices: Sequence[str] = ()) -> str | None:
    """Add the summary to the page of a job, as much of it as fits; return what went wrong, or None."""
    text = summary_markdown(run, notices=notices, folder=folder)
    try:
        there = page.stat().st_size if page.exists() else 0
        with page.open("a", encoding="utf-8", errors="replace", newline="\n") as stream:
            stream.write(_cut(text, MOST_BYTES - there))
    except OSError as error:
        return f"The summary could not be written for GitHub: {error}"
    return None


def _annotation(scenario: Scenario, within: str, folder: str) -> str:
    failure = next(iter(scenario.failures), None)
    line = scenario.example_line or scenario.line
    said = condense(failure.message, lines=_LINES, width=_WIDEST) if failure else ["It was interrupted."]
    at = failure.step if failure else scenario.current_step
    if at is not None and at < len(scenario.steps):
        step = scenario.steps[at]
        line = step.line
        said += ["", f"at: {step.keyword} {step.text}"]
    if scenario.rules:
        said.append(f"rules: {', '.join(scenario.rules)}")
    if scenario.folder:
        said.append(f"evidence: {folder}/{scenario.folder}/failure.md")
    file = f"{within}/{scenario.feature.path}" if within else scenario.feature.path
    title = clip(" ".join(plain(scenario.title).split()), _WIDEST)
    facts = f"file={_property(file)},line={line},title={_property(title)}"
    return f"::error {facts}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    """Escape what ends a command: a message of many lines is one line of it."""
    return _encodable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _encodable(text: str) -> str:
    return text.encode("utf-8", errors="replace").decode()


def _cut(text: str, most: int) -> str:
    """Cut before an item of a list or a heading, so that no block stays open."""
    data = text.encode("utf-8", errors="replace")
    if len(data) <= most:
        return data.decode()
    room = data[: max(most - len(_CUT.encode()), 0)]
    end = max(room.rfind(b"\n- "), room.rfind(b"\n## "), room.rfind(b"\n\n| "), 0)
    return room[:end].decode(errors="ignore") + _CUT if most > len(_CUT.encode()) else ""


def _relative(path: Path, to: Path) -> str:
    path, to = path.absolute(), to.absolute()
    name = (path.relative_to(to) if path.is_relative_to(to) else path).as_posix()
    return "" if name == "." else name
