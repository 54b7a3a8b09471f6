"""What the features and rules of a snapshot say, as far as it can differ in meaning.

Layout, comments and lines are left out, and so is where a sentence stands: one that moves from each scenario
into the background is said of each of them before and after.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from pytest_bdd.gherkin_parser import GherkinDocument
from pytest_bdd.types import STEP_TYPE_BY_PARSER_KEYWORD

from harness.changes.revisions import RULEBOOK, Snapshot
from harness.rulebook import Rule, RulebookError, is_rule_id, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_bdd.gherkin_parser import Child, ExamplesTable, Tag
    from pytest_bdd.gherkin_parser import Scenario as GherkinScenario
    from pytest_bdd.gherkin_parser import Step as GherkinStep

    from harness.traceability.coverage import RunKey

_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True)
class Sentence:
    kind: str
    """given, when or then, also for And and But."""
    text: str
    more: tuple[tuple[str, ...], ...] = ()
    """The rows of its table."""
    quoted: str | None = None
    """The text below it."""
    keyword: str = field(default="", compare=False)
    """As it is written."""


@dataclass(frozen=True)
class Row:
    """Of an outline's tables."""

    columns: tuple[str, ...]
    cells: tuple[str, ...]
    table: str = ""
    rules: frozenset[str] = frozenset()
    """Those that its table adds."""


@dataclass(frozen=True)
class Scenario:
    path: str
    name: str
    group: str
    """The `Rule:` of the file that it stands under."""
    description: str
    rules: frozenset[str]
    """Of the rulebook."""
    tags: frozenset[str]
    """Those that are no rules, and not its feature's."""
    sentences: tuple[Sentence, ...]
    """Those of backgrounds among them."""
    rows: tuple[Row, ...]
    is_outline: bool

    @cached_property
    def words(self) -> list[str]:
        return [word for each in self.sentences for word in (each.kind, *each.text.split())]

    @property
    def runs(self) -> list[RunKey]:
        """Return what results of a run are found by."""
        if not self.is_outline:
            return [(self.path, self.name, ())]
        return [
            (self.path, self.name, tuple(sorted(zip(row.columns, row.cells, strict=False))))
            for row in self.rows
        ]


@dataclass(frozen=True)
class Feature:
    path: str
    name: str
    description: str
    tags: frozenset[str]
    """Those that are no rules."""
    scenarios: tuple[Scenario, ...]


@dataclass
class Writings:
    """All that a snapshot says; a file that cannot be read is told and left out."""

    label: str
    rules: dict[str, Rule] = field(default_factory=dict)
    features: dict[str, Feature] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    """Why files that are there cannot be compared, by their paths."""

    @classmethod
    def of(cls, snapshot: Snapshot) -> Writings:
        found = cls(snapshot.label, problems=dict(snapshot.problems))
        for path, text in snapshot.files.items():
            try:
                if path == RULEBOOK:
                    found.rules = parse(text, path)
                else:
                    found.features[path] = _feature(path, text)
            except (_UnreadableError, RulebookError) as error:
                found.problems[path] = f"{error} (in {snapshot.label})"
        return found

    def checked(self) -> dict[str, list[Scenario]]:
        """Return the scenarios by the rules that they check."""
        found: dict[str, list[Scenario]] = {}
        for feature in self.features.values():
            for scenario in feature.scenarios:
                for rule in scenario.rules:
                    found.setdefault(rule, []).append(scenario)
        return found


class _UnreadableError(Exception):
    """A file is no feature; the message names file and line."""


def _feature(path: str, text: str) -> Feature:
    try:
        parsed = Parser().parse(text.removeprefix(_BYTE_ORDER_MARK))
    except ParserError as error:
        first = error.errors[0] if isinstance(error, CompositeParserException) else error
        line = (getattr(first, "location", None) or {}).get("line", 1)
        raise _UnreadableError(f"{path}:{line}: this is no Gherkin: {first}") from error
    if not parsed.get("feature"):
        raise _UnreadableError(f"{path}:1: there is no feature in it")
    feature = GherkinDocument.from_dict(cast("dict[str, object]", parsed)).feature
    tags = _tags(feature.tags)
    scenarios = tuple(_scenarios(path, feature.children, "", tags, []))
    marks = frozenset(tag for tag in tags if not is_rule_id(tag))
    return Feature(path, feature.name, _flat(feature.description), marks, scenarios)


def _scenarios(
    path: str, children: Iterable[Child], group: str, tags: frozenset[str], shared: list[GherkinStep]
) -> Iterator[Scenario]:
    steps = list(shared)
    for child in children:
        if child.background:
            steps += child.background.steps
        elif child.scenario:
            yield _scenario(path, child.scenario, group, tags, steps)
        elif child.rule:
            yield from _scenarios(
                path, child.rule.children, child.rule.name, tags | _tags(child.rule.tags), steps
            )


def _scenario(
    path: str, written: GherkinScenario, group: str, tags: frozenset[str], shared: list[GherkinStep]
) -> Scenario:
    own = tags | _tags(written.tags)
    tables = frozenset(tag for table in written.examples for tag in _tags(table.tags))
    rules = {tag for tag in own | tables if is_rule_id(tag)}
    return Scenario(
        path=path,
        name=written.name,
        group=group,
        description=_flat(written.description),
        rules=frozenset(rules),
        tags=(_tags(written.tags) | tables) - rules,
        sentences=tuple(_sentences([*shared, *written.steps])),
        rows=tuple(row for table in written.examples for row in _rows(table)),
        is_outline=bool(written.examples),
    )


def _sentences(steps: Iterable[GherkinStep]) -> Iterator[Sentence]:
    kind = "given"
    for step in steps:
        # And, But and * go on with the kind of the step before.
        kind = STEP_TYPE_BY_PARSER_KEYWORD.get(step.keyword_type, kind)
        table = step.datatable
        yield Sentence(
            kind,
            step.text,
            tuple(tuple(cell.value for cell in row.cells) for row in table.rows) if table else (),
            step.docstring.content if step.docstring else None,
            step.keyword,
        )


def _rows(table: ExamplesTable) -> Iterator[Row]:
    columns = tuple(cell.value for cell in table.table_header.cells) if table.table_header else ()
    rules = frozenset(tag for tag in _tags(table.tags) if is_rule_id(tag))
    for row in table.table_body or ():
        yield Row(columns, tuple(cell.value for cell in row.cells), table.name or "", rules)


def _tags(written: Iterable[Tag]) -> frozenset[str]:
    return frozenset(tag.name.removeprefix("@") for tag in written)


def _flat(text: str) -> str:
    return " ".join(text.split())
