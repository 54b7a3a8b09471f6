"""What a file of JUnit's XML says of each scenario."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from harness.integrity.told import Told

if TYPE_CHECKING:
    from pathlib import Path

_STEP: Final = re.compile(r"\[(passed|failed|undefined|skipped|interrupted|not run)\] ")
_ENDS: Final = ("failure", "error", "skipped")


def read_back(path: Path) -> dict[str, Told]:
    """Return what is said of each scenario, by node id.

    A state is the name of the element, with the type of those that were skipped: "passed", "failure",
    "error", "skipped", "skipped: expected failure", "skipped: not run"; and "passed after failure" where one
    was run again. Raises OSError, and ValueError for what is no such file.
    """
    told: dict[str, Told] = {}
    try:
        for _, element in ET.iterparse(path):  # noqa: S314 - our own file, and expat limits entities
            if element.tag == "testcase":
                told[_node_id(element)] = Told(_status(element), _steps(element))
            if element.tag in ("testcase", "testsuite"):
                element.clear()  # or all of them would be kept
    except ET.ParseError as error:
        raise ValueError(f"{path}: is no XML: {error}") from error
    except LookupError as error:
        raise ValueError(f"{path}: a test case has no {error}") from error
    return told


def _node_id(case: ET.Element) -> str:
    for fact in case.iterfind("properties/property"):
        if fact.get("name") == "node id":
            return fact.attrib["value"]
    raise LookupError("node id")


def _status(case: ET.Element) -> str:
    """Return the words for the last attempt, and after them those for the earlier ones, the latest first."""
    words = "passed"
    for child in case:
        if child.tag in _ENDS:
            kind = child.get("type", "")
            words = f"skipped: {kind}" if child.tag == "skipped" and kind != "skipped" else child.tag
    earlier = [
        child.tag.removeprefix("flaky").removeprefix("rerun").lower()
        for child in case
        if child.tag.startswith(("flaky", "rerun"))
    ]
    return " after ".join([words, *reversed(earlier)])


def _steps(case: ET.Element) -> tuple[str, ...]:
    lines = (case.findtext("system-out") or "").split("\n")
    return tuple(match[1] for line in lines if (match := _STEP.match(line)))
