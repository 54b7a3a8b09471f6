"""Every feature file as it is written: scenarios, tables, tags and the sentences that will be run.

Read with the official parser and not by pytest-bdd's model, which keeps only the last of two scenarios of one
name, and forgets where tags and rows stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.gherkin_parser import get_gherkin_document
from pytest_bdd.types import STEP_TYPE_BY_PARSER_KEYWORD

from harness.vocabulary.extents import NOWHERE, Extent, Extents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_bdd.gherkin_parser import Background, ExamplesTable, GherkinDocument, Rule, Tag
    from pytest_bdd.gherkin_parser import Scenario as GherkinScenario
    from pytest_bdd.gherkin_parser import Step as GherkinStep

    from harness.vocabulary.definitions import Kind

_PLACEHOLDER = re.compile(r"<([^<>]+)>")


@dataclass(frozen=True)
class Sentence:
    """A step as it will be run, with the values of its row filled in."""

    kind: Kind
    text: str
    path: Path
    line: int


@dataclass(frozen=True)
class TagUse:
    name: str
    line: int


@dataclass(frozen=True)
class Table:
    """One `Examples:` of an outline."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_lines: tuple[int, ...]
    tags: tuple[TagUse, ...]


@dataclass
class WrittenScenario:
    path: Path
    name: str
    line: int
    tags: tuple[TagUse, ...]
    """Its own and those that it has from its feature and rule; those of tables are with the tables."""
    sentences: list[Sentence] = field(default_factory=list)
    """For an outline: those of every row."""
    tables: tuple[Table, ...] = ()
    placeholders: frozenset[str] = frozenset()
    """Names in angle brackets, anywhere in its name, steps, tables and texts."""
    length: int = 0
    """How many steps it has, those of backgrounds among them."""
    extent: Extent = NOWHERE

    def runs(self) -> Iterator[tuple[str, int]]:
        """Yield the name and line of each run: of itself, or of each row of an outline."""
        if not any(table.rows for table in self.tables):
            yield self.name, self.line
        for table in self.tables:
            for row, line in zip(table.rows, table.row_lines, strict=True):
                yield _filled(self.name, dict(zip(table.columns, row, strict=True))), line


@dataclass
class WrittenGroup:
    """A `Rule:` of the file, which groups scenarios. Not a rule of the rulebook."""

    name: str
    extent: Extent = NOWHERE
    scenarios: list[WrittenScenario] = field(default_factory=list)


@dataclass
class WrittenFeature:
    path: Path
    name: str
    lines: tuple[str, ...] = ()
    """The whole file."""
    scenarios: list[WrittenScenario] = field(default_factory=list)
    background: list[Sentence] = field(default_factory=list)
    """Sentences of backgrounds, which count even where no scenario follows."""
    tags: list[TagUse] = field(default_factory=list)
    """Every tag of the file."""
    groups: list[WrittenGroup] = field(default_factory=list)


def feature_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.feature"))


def read_feature(path: Path) -> WrittenFeature:
    """Raise pytest-bdd's GherkinParseError for a file that is no feature."""
    document = _document(path)
    # As the parser counts them, for which a form feed or U+2028 begins no new one.
    lines = tuple(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"))
    extents = Extents(document, lines)
    feature = WrittenFeature(path, document.feature.name, lines)
    own = _tags(document.feature.tags)
    feature.tags += own
    shared: list[GherkinStep] = []
    for child in document.feature.children:
        if child.background:
            shared += child.background.steps
            feature.background += _background(path, child.background)
        elif child.scenario:
            feature.scenarios.append(_scenario(path, child.scenario, own, shared, extents))
        elif child.rule:
            _read_rule(feature, child.rule, own, shared, extents)
    feature.tags += [
        tag for scenario in feature.scenarios for tag in scenario.tags if tag not in feature.tags
    ]
    feature.tags += [tag for scenario in feature.scenarios for table in scenario.tables for tag in table.tags]
    return feature


def _document(path: Path) -> GherkinDocument:
    try:
        return get_gherkin_document(str(path))
    except UnicodeDecodeError as error:
        raise GherkinParseError("This file is not in UTF-8.", 1, "", str(path)) from error
    except KeyError as error:
        if error.args != ("feature",):
            raise
        raise GherkinParseError("There is no feature in this file.", 1, "", str(path)) from error


def _read_rule(
    feature: WrittenFeature,
    rule: Rule,
    inherited: tuple[TagUse, ...],
    shared: list[GherkinStep],
    extents: Extents,
) -> None:
    group = WrittenGroup(rule.name, extents.of_rule(rule))
    feature.groups.append(group)
    tags = (*inherited, *_tags(rule.tags))
    steps = list(shared)
    for child in rule.children:
        if child.background:
            steps += child.background.steps
            feature.background += _background(feature.path, child.background)
        elif child.scenario:
            group.scenarios.append(_scenario(feature.path, child.scenario, tags, steps, extents))
    feature.scenarios += group.scenarios


def _scenario(
    path: Path,
    written: GherkinScenario,
    inherited: tuple[TagUse, ...],
    shared: list[GherkinStep],
    extents: Extents,
) -> WrittenScenario:
    tables = tuple(_table(table) for table in written.examples)
    scenario = WrittenScenario(
        path=path,
        name=written.name,
        line=written.location.line,
        tags=(*inherited, *_tags(written.tags)),
        tables=tables,
        placeholders=frozenset(_placeholders(written)),
        length=len(shared) + len(written.steps),
        extent=extents.starting_with(written),
    )
    for values in _rows(tables):
        scenario.sentences += _sentences(path, shared, values)
        scenario.sentences += _sentences(path, written.steps, values)
    return scenario


def _rows(tables: tuple[Table, ...]) -> Iterator[dict[str, str]]:
    if not any(table.rows for table in tables):
        yield {}
    for table in tables:
        for row in table.rows:
            yield dict(zip(table.columns, row, strict=True))


def _sentences(path: Path, steps: list[GherkinStep], values: dict[str, str]) -> Iterator[Sentence]:
    kind: Kind = "given"
    for step in steps:
        # And, But and * go on with the kind of the step before.
        kind = cast("Kind", STEP_TYPE_BY_PARSER_KEYWORD.get(step.keyword_type, kind))
        yield Sentence(kind, _filled(step.text, values), path, step.location.line)


def _filled(text: str, values: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda name: values.get(name[1], name[0]), text)


def _background(path: Path, background: Background) -> list[Sentence]:
    return list(_sentences(path, background.steps, {}))


def _placeholders(scenario: GherkinScenario) -> Iterator[str]:
    texts = [scenario.name]
    for step in scenario.steps:
        texts.append(step.text)
        texts += [step.docstring.content] if step.docstring else []
        texts += [cell.value for row in step.datatable.rows for cell in row.cells] if step.datatable else []
    for text in texts:
        yield from _PLACEHOLDER.findall(text)


def _table(written: ExamplesTable) -> Table:
    header = written.table_header
    return Table(
        line=written.location.line,
        columns=tuple(cell.value for cell in header.cells) if header else (),
        rows=tuple(tuple(cell.value for cell in row.cells) for row in written.table_body or ()),
        row_lines=tuple(row.location.line for row in written.table_body or ()),
        tags=_tags(written.tags),
    )


def _tags(written: list[Tag]) -> tuple[TagUse, ...]:
    return tuple(TagUse(tag.name.removeprefix("@"), tag.location.line) for tag in written)
