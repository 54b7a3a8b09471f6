"""From a collected test to the scenario it runs, in the words and with the lines of its feature file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pytest_bdd.gherkin_parser import get_gherkin_document
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from harness.report.model import Feature, FeatureRule, Scenario, Step
from harness.rulebook import is_rule_id

if TYPE_CHECKING:
    import pytest
    from pytest_bdd.parser import Examples, ScenarioTemplate
    from pytest_bdd.parser import Step as ParsedStep

_EXAMPLE = "_pytest_bdd_example"
_LONGEST_KEY = 60


def describe(item: pytest.Item) -> Scenario | None:
    """Return what a test will run, or None for one that is no scenario."""
    template = registry_get_safe(scenario_wrapper_template_registry, getattr(item, "obj", None))
    if template is None:
        return None
    callspec = getattr(item, "callspec", None)
    example: dict[str, str] | None = None
    table, line = None, None
    if callspec is not None and _EXAMPLE in callspec.params:
        example = callspec.params[_EXAMPLE]
        table, line = _row(template, callspec.indices[_EXAMPLE])
    scenario = template.render(example or {})
    feature, rule = template.feature, template.rule
    tags = sorted(
        feature.tags | (rule.tags if rule else set()) | template.tags | (table.tags if table else set())
    )
    return Scenario(
        node_id=item.nodeid,
        key=stable_key(Path(feature.filename).stem, scenario.name, node_id=item.nodeid),
        feature=Feature(
            path=_relative(Path(feature.filename), item.config.rootpath),
            keyword=feature.keyword,
            name=feature.name or Path(feature.filename).stem,
            language=feature.language,
            description=feature.description.strip(),
            line=feature.line_number,
            tags=sorted(feature.tags),
        ),
        rule=None
        if rule is None
        else FeatureRule(
            keyword=rule.keyword,
            name=rule.name,
            description=rule.description.strip(),
            tags=sorted(rule.tags),
        ),
        keyword=template.keyword,
        name=scenario.name,
        outline=template.name,
        line=template.line_number,
        description=template.description.strip(),
        tags=tags,
        rules=[tag for tag in tags if is_rule_id(tag)],
        example=example,
        example_line=line,
        steps=[_step(step, _origin(template, index)) for index, step in enumerate(scenario.steps)],
    )


def stable_key(*words: str, node_id: str) -> str:
    """Return a name for files: readable words, and a digest that keeps it apart from all others."""
    plain = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST_KEY].rstrip("-")
    digest = short_digest(node_id)
    return f"{readable}-{digest}" if readable else digest


def short_digest(node_id: str) -> str:
    """Return ten hexadecimal digits that stand for a test."""
    return hashlib.sha256(node_id.encode()).hexdigest()[:10]


def _origin(
    template: ScenarioTemplate, index: int
) -> Literal["feature background", "rule background", "scenario"]:
    background = template.feature.background
    if background and index < len(background.steps):
        return "feature background"
    return "rule background" if index < len(template.all_background_steps) else "scenario"


def _step(step: ParsedStep, origin: Literal["feature background", "rule background", "scenario"]) -> Step:
    table = step.datatable
    return Step.model_validate(
        {
            "keyword": step.keyword,
            "kind": step.type,
            "text": step.name,
            "line": step.line_number,
            "origin": origin,
            "docstring": step.docstring,
            "table": [[cell.value for cell in row.cells] for row in table.rows] if table else None,
        }
    )


def _row(template: ScenarioTemplate, index: int) -> tuple[Examples | None, int | None]:
    """Return the table and the line of an outline's row, counted through all tables of the outline."""
    lines = _example_lines(template.feature.filename).get(template.line_number, [])
    for table in template.examples:
        if index < len(table.examples):
            table_lines = next((found for header, found in lines if header == table.line_number), [])
            return table, table_lines[index] if index < len(table_lines) else None
        index -= len(table.examples)
    return None, None


@cache
def _example_lines(filename: str) -> dict[int, list[tuple[int, list[int]]]]:
    """Map a scenario's line to its tables: the line of `Examples:` and those of the rows.

    pytest-bdd forgets the rows' lines, hence a second look at the file.
    """
    found: dict[int, list[tuple[int, list[int]]]] = {}
    for child in get_gherkin_document(filename).feature.children:
        for inner in child.rule.children if child.rule else [child]:
            if inner.scenario:
                found[inner.scenario.location.line] = [
                    (table.location.line, [row.location.line for row in table.table_body or []])
                    for table in inner.scenario.examples
                ]
    return found


def _relative(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
