"""JUnit's XML, of the kind that Jenkins, GitLab and the common actions of GitHub read.

There is no standard of it, so this keeps to what those three understand alike. A test case has at most one of
`failure`, `error` and `skipped`, for they look at one only; its message is an attribute and stands before the
traceback in the text, for GitLab shows the text and Jenkins both. `classname` has dots for slashes, of which
Jenkins makes packages. Names are unique within it: GitLab ignores all but the first of equal ones. How
attempts before the last one ended is said as Maven's Surefire says it, which Jenkins shows.

==================  =======================================================================================
a scenario that     is here
==================  =======================================================================================
passed              a test case with nothing in it
failed              `failure`, also for a step without a definition
had an error        `error`: set-up, teardown, or the process that died
was skipped         `skipped` with the reason
failed as expected  `skipped` of type "expected failure", as pytest has it
passed unexpected   passed; the first line of its output says that it was expected to fail
was interrupted     `error` of type "interrupted": nobody knows how it would have ended
never began         `skipped` of type "not run"
was run again       as its last attempt ended, with a `flakyFailure` or `flakyError` (where that was well) or
                    a `rerunFailure` or `rerunError` (where it was not) for each earlier one that was not
==================  =======================================================================================

The steps are lines of `system-out`, each with its state in the words of the model: none of the tools knows
steps.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from harness.formats.junit_case import ENDS, case_of, clean, properties
from harness.formats.junit_reading import read_back
from harness.whole_file import whole_text_file

if TYPE_CHECKING:
    from typing import TextIO

    from harness.report.model import Run, Scenario

__all__ = ["read_back", "write_junit"]

_COUNTED: Final = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def write_junit(run: Run, path: Path, *, folder: Path, root: Path | None = None) -> str | None:
    """Write the file; return what went wrong, or None.

    `folder` is the run's own. Its files are named relative to `root`, which is the project's folder (the
    current one, unless said) and on a build server the workspace.
    """
    place = _relative(folder, root or Path.cwd())
    by_feature: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        by_feature.setdefault(scenario.feature.path, []).append(scenario)
    try:
        with whole_text_file(path) as stream:
            stream.write('<?xml version="1.0" encoding="utf-8"?>\n')
            stream.write(f"<testsuites{_attributes({'name': 'hup-e2e', **_totals(run.scenarios)})}>\n")
            for scenarios in by_feature.values():
                _write_suite(stream, run, scenarios, place)
            stream.write("</testsuites>\n")
    except OSError as error:
        return f"JUnit's XML could not be written to {path}: {error}; make room there and run again"
    return None


def _write_suite(stream: TextIO, run: Run, scenarios: list[Scenario], place: str) -> None:
    feature = scenarios[0].feature
    facts = {
        "name": feature.path,
        "file": feature.path,
        "timestamp": min((each.started for each in scenarios if each.started), default=run.started),
        **_totals(scenarios),
    }
    stream.write(f"<testsuite{_attributes(facts)}>\n")
    circumstances = {
        "feature": feature.name,
        "run": run.run_id,
        "target": run.target,
        "portal": run.portal,
        "mail": run.mail_server,
        "weather": run.weather,
        "browser": run.browser,
        "revision": run.revision,
        "seed": str(run.seed),
        "ended": run.exit_reason,
    }
    element = properties((name, value) for name, value in circumstances.items() if value)
    stream.write(ET.tostring(element, encoding="unicode") + "\n")
    for scenario, name in zip(scenarios, _names(scenarios), strict=True):
        case = case_of(scenario, name, run, place)
        stream.write(ET.tostring(case, encoding="unicode") + "\n")
    stream.write("</testsuite>\n")


def _names(scenarios: list[Scenario]) -> list[str]:
    """Return the titles, made unique by their line, or where tests share that, too, by their key."""
    titles = Counter(each.title for each in scenarios)
    lines = Counter((each.title, each.place) for each in scenarios)
    return [
        each.title
        if titles[each.title] == 1
        else f"{each.title} (line {each.example_line or each.line})"
        if lines[each.title, each.place] == 1
        else f"{each.title} ({each.key})"
        for each in scenarios
    ]


def _totals(scenarios: list[Scenario]) -> dict[str, str]:
    counts = Counter(_COUNTED[ENDS[each.status][0]] for each in scenarios if each.status in ENDS)
    return {
        "tests": str(len(scenarios)),
        **{name: str(counts[name]) for name in _COUNTED.values()},
        "time": f"{sum(each.seconds for each in scenarios):.3f}",
    }


def _attributes(facts: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(clean(value))}" for name, value in facts.items())


def _relative(folder: Path, root: Path) -> str:
    folder, root = folder.absolute(), root.absolute()
    return (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix()
