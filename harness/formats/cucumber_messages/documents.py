"""What of Messages comes from the feature files: source, document, and a pickle for each scenario or row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gherkin.ast_builder import AstBuilder
from gherkin.errors import ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler
from gherkin.stream.id_generator import IdGenerator

from harness.formats.cucumber_messages.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harness.report.model import Run, Scenario

_MEDIA_TYPE: Final = "text/x.cucumber.gherkin+plain"
_CHANGED: Final = "it is no longer what was run"


@dataclass
class Document:
    """A feature's messages, in their order."""

    envelopes: list[dict[str, Any]] = field(default_factory=list)
    pickles: dict[str, Any] = field(default_factory=dict)
    """By the scenario's node id."""


def documents(run: Run, root: Path) -> Iterator[Document]:
    """Yield a document for each feature of the run.

    A file that is gone, is no Gherkin or has changed since is replaced by what the run itself knows of it.
    """
    by_path: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        by_path.setdefault(scenario.feature.path, []).append(scenario)
    ids = IdGenerator()  # one for all: every id stands for one thing
    for uri, scenarios in by_path.items():
        yield _document(uri, scenarios, root, ids)


def _document(uri: str, scenarios: list[Scenario], root: Path, ids: IdGenerator) -> Document:
    found = Document()
    try:
        data = (root / uri).read_text(encoding="utf-8")
    except OSError as error:
        return _from_run(found, uri, scenarios, ids, f"it can't be read ({error.strerror})")
    except ValueError:  # of its encoding, or a name that can be none of a file's
        return _from_run(found, uri, scenarios, ids, "it can't be read as UTF-8")
    try:
        parsed: Any = {**Parser(AstBuilder(ids)).parse(data), "uri": uri}
        pickles: list[Any] = list(Compiler(ids).compile(parsed))
    except (ParserError, re.error) as error:  # the latter for a column's name that is no regular expression
        found.envelopes += [_source(uri, data), _parse_error(uri, error)]
        return _from_run(found, uri, scenarios, ids, "it can't be parsed")
    lines = dict(_step_lines(parsed))
    by_place = {
        (pickle["location"]["line"], *(lines[step["astNodeIds"][0]] for step in pickle["steps"])): pickle
        for pickle in pickles
    }
    for scenario in scenarios:
        place = (scenario.example_line or scenario.line, *(step.line for step in scenario.steps))
        pickle = by_place.get(place)
        if pickle is None:
            return _from_run(Document(), uri, scenarios, ids, _CHANGED)
        found.pickles[scenario.node_id] = pickle
    found.envelopes += [_source(uri, data), {"gherkinDocument": parsed}]
    found.envelopes += [{"pickle": pickle} for pickle in pickles]
    return found


def _from_run(
    found: Document, uri: str, scenarios: list[Scenario], ids: IdGenerator, reason: str
) -> Document:
    document, found.pickles = retold(uri, scenarios, ids.get_next_id, reason)
    found.envelopes.append({"gherkinDocument": document})
    found.envelopes += [{"pickle": pickle} for pickle in found.pickles.values()]
    return found


def _source(uri: str, data: str) -> dict[str, Any]:
    return {"source": {"uri": uri, "data": data, "mediaType": _MEDIA_TYPE}}


def _parse_error(uri: str, error: Exception) -> dict[str, Any]:
    source: dict[str, Any] = {"uri": uri}
    first = (getattr(error, "errors", None) or [error])[0]
    line = (getattr(first, "location", None) or {}).get("line", 0)
    if line:
        source["location"] = {"line": line}
    return {"parseError": {"source": source, "message": str(error)}}


def _step_lines(node: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 - a document, or any part of one
    """Yield the id and the line of each step in a document."""
    if "feature" in node:
        yield from _step_lines(node["feature"])
    for step in node.get("steps", []):
        yield step["id"], step["location"]["line"]
    for child in node.get("children", []):
        for inner in child.values():
            yield from _step_lines(inner)
