"""A scenario as a test case of JUnit's XML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from harness.formats.attempts import failures_by_attempt
from harness.report.condense import in_one_line, plain
from harness.report.failure_file import PHASES
from harness.report.model import UNSUCCESSFUL, Failure, Run, Scenario, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ENDS: Final = {
    Status.FAILED: ("failure", "failed"),
    Status.ERROR: ("error", "error"),
    Status.INTERRUPTED: ("error", "interrupted"),
    Status.SKIPPED: ("skipped", "skipped"),
    Status.XFAILED: ("skipped", "expected failure"),
    Status.NOT_RUN: ("skipped", "not run"),
}
"""The element, and the word for how it ended."""
_WIDEST: Final = 400
# What XML 1.0 has no way to write.
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def case_of(scenario: Scenario, name: str, run: Run, place: str) -> ET.Element:
    """Return a scenario; `place` is the run's folder, as its files are to be named."""
    facts = {
        "classname": _class_name(scenario.feature.path),
        "name": name,
        "file": scenario.feature.path,
        "line": str(scenario.example_line or scenario.line),
        "time": f"{scenario.seconds:.3f}",
    }
    case = ET.Element("testcase", {key: clean(value) for key, value in facts.items()})
    case.append(properties(_facts(scenario, place)))
    *earlier, last = failures_by_attempt(scenario)
    end = ENDS.get(scenario.status)
    if end is not None:
        tag, kind = end
        _add(case, tag, *_words(scenario, last, kind, run))
    for status, failures in zip(scenario.earlier, earlier, strict=True):
        if status in UNSUCCESSFUL:
            sort = "Failure" if status == Status.FAILED else "Error"
            tag = ("rerun" if scenario.status in UNSUCCESSFUL else "flaky") + sort
            _add(case, tag, *_words(scenario, failures, status.value, run))
    output = ET.SubElement(case, "system-out")
    output.text = clean("\n".join(_output(scenario, place)))
    return case


def _add(case: ET.Element, tag: str, kind: str, message: str, text: str) -> None:
    element = ET.SubElement(case, tag, {"type": clean(kind), "message": clean(message)})
    if tag.startswith(("flaky", "rerun")):
        element = ET.SubElement(element, "stackTrace")
    element.text = clean(text)


def _words(scenario: Scenario, failures: list[Failure], kind: str, run: Run) -> tuple[str, str, str]:
    """Return the type, the message in a line, and the whole text."""
    if failures:
        parts = []
        for failure in failures:
            where = f"{PHASES[failure.phase]}:"
            if failure.step is not None and failure.step < len(scenario.steps):
                step = scenario.steps[failure.step]
                where = f"{step.keyword} {step.text}  ({scenario.feature.path}:{step.line})"
            parts += [plain(failure.message), where, plain(failure.traceback), *failure.snippets]
        text = "\n\n".join(filter(None, parts))
        return failures[0].kind, in_one_line(failures[0].message, _WIDEST), text
    words = {
        "interrupted": "It was running when the run was stopped.",
        "not run": f"Its turn never came: {run.exit_reason}",
        "expected failure": f"Failed, as was expected: {scenario.reason or 'no reason given'}",
        "skipped": scenario.reason,
    }
    message = words.get(kind) or f"It ended as {kind}; nothing says more."
    return kind, in_one_line(message, _WIDEST), message


def _facts(scenario: Scenario, place: str) -> Iterator[tuple[str, str]]:
    yield "node id", scenario.node_id
    yield "status", scenario.status.value
    yield from (("rule", rule) for rule in scenario.rules)
    yield from (("tag", tag) for tag in scenario.tags if tag not in scenario.rules)
    if scenario.rule is not None:
        yield "group", scenario.rule.name
    yield from ((f"row: {column}", value) for column, value in (scenario.example or {}).items())
    yield from (("earlier attempt", status.value) for status in scenario.earlier)
    if scenario.request_id:
        yield "X-Request-ID", scenario.request_id
    if scenario.folder:
        own = f"{place}/{scenario.folder}"
        yield "folder", own
        for name in scenario.evidence:
            kind = {"failure.md": "failure.md", "trace.zip": "trace"}.get(name)
            if kind or name.startswith("screenshot"):
                yield kind or "screenshot", f"{own}/{name}"
    for step in scenario.steps:
        yield from (("picture", f"{place}/{picture.file}") for picture in step.pictures)
    yield from (("mail", f"{place}/{mail.file}") for mail in scenario.mails)


def _output(scenario: Scenario, place: str) -> Iterator[str]:
    if scenario.status == Status.XPASSED:
        yield f"It passed, though it was expected to fail: {scenario.reason}"
    for step in scenario.steps:
        took = f"  ({step.seconds:.2f} s)" if step.seconds else ""
        sentence = " ".join(f"{step.keyword} {step.text}".split())
        yield f"[{step.status.value}] {sentence}{took}"
    if scenario.folder and scenario.status in UNSUCCESSFUL:
        # Jenkins and GitLab show these; the latter the first one only.
        files = sorted(scenario.evidence, key=lambda name: not name.startswith("screenshot"))
        yield from (f"[[ATTACHMENT|{place}/{scenario.folder}/{name}]]" for name in files)


def _class_name(path: str) -> str:
    """Return folders and feature as Jenkins wants packages and classes; the actor is one of the folders."""
    parts = Path(path).with_suffix("").parts
    return ".".join(part.replace(".", "_") for part in parts if part not in ("/", ".."))


def properties(pairs: Iterable[tuple[str, str]]) -> ET.Element:
    element = ET.Element("properties")
    for name, value in pairs:
        ET.SubElement(element, "property", {"name": clean(name), "value": clean(value)})
    return element


def clean(text: str) -> str:
    """Write what XML cannot hold as its number, as pytest does."""
    return _ILLEGAL.sub(lambda match: f"#x{ord(match[0]):02X}", text)
