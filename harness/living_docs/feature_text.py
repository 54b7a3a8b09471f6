"""A feature file as it is written, for readers: its words in their order, without comments and layout."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from gherkin.errors import ParserError
from gherkin.parser import Parser

from harness.vocabulary.sentences import Table, TagUse, WrittenFeature, WrittenScenario

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_BYTE_ORDER_MARK: Final = "\ufeff"


class UnreadableTextError(Exception):
    """The file cannot be read, or is no Gherkin; the message says why."""


@dataclass
class StepText:
    keyword: str
    text: str
    docstring: str | None = None
    table: list[list[str]] | None = None


@dataclass
class BackgroundText:
    keyword: str
    name: str = ""
    description: str = ""
    steps: list[StepText] = field(default_factory=list)


@dataclass
class ExamplesText:
    """One table of an outline."""

    keyword: str
    name: str = ""
    description: str = ""
    line: int = 0
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    """The line of each row, and its cells."""
    tags: list[str] = field(default_factory=list)


@dataclass
class ScenarioText:
    keyword: str
    name: str
    line: int
    description: str = ""
    tags: list[str] = field(default_factory=list)
    """Its own, without @."""
    steps: list[StepText] = field(default_factory=list)
    examples: list[ExamplesText] = field(default_factory=list)


@dataclass
class Section:
    """A `Rule:` of the file; without a name, what stands in the file outside of any."""

    keyword: str = ""
    name: str = ""
    description: str = ""
    tags: list[str] = field(default_factory=list)
    background: BackgroundText | None = None
    scenarios: list[ScenarioText] = field(default_factory=list)


@dataclass
class FeatureText:
    path: str
    """Relative to the project's folder, with forward slashes."""
    keyword: str
    name: str
    language: str = "en"
    description: str = ""
    tags: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    """The first one is what stands outside of any `Rule:`; it may be empty."""
    problem: str = ""
    """Why this is not from the file but from what the run knows of it."""

    def for_coverage(self, root: Path) -> WrittenFeature:
        """Return what the coverage of rules looks at."""
        own = self.tags
        path = root / self.path
        written = WrittenFeature(path, self.name)
        for section in self.sections:
            for scenario in section.scenarios:
                tags = _uses([*own, *section.tags, *scenario.tags])
                tables = tuple(_coverage_table(table) for table in scenario.examples)
                written.scenarios.append(
                    WrittenScenario(path, scenario.name, scenario.line, tags, tables=tables)
                )
        return written


def read_text(path: Path, name: str) -> FeatureText:
    """Read the file at `path`, which the project calls `name`. Raises UnreadableTextError."""
    try:
        document: Any = Parser().parse(path.read_text(encoding="utf-8").removeprefix(_BYTE_ORDER_MARK))
    except OSError as error:
        raise UnreadableTextError(f"{name} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UnreadableTextError(f"{name} cannot be read: it is not in UTF-8") from error
    except ParserError as error:
        raise UnreadableTextError(f"{name} is no Gherkin: {error}") from error
    feature = document.get("feature")
    if feature is None:
        raise UnreadableTextError(f"{name} holds no feature")
    outside = Section()
    read = FeatureText(
        path=name,
        keyword=feature["keyword"],
        name=feature["name"] or path.stem,
        language=feature["language"],
        description=_prose(feature),
        tags=_tags(feature),
        sections=[outside],
    )
    for child in feature["children"]:
        rule = child.get("rule")
        if rule is None:
            _add(outside, child)
            continue
        section = Section(rule["keyword"], rule["name"], _prose(rule), _tags(rule))
        read.sections.append(section)
        for inner in rule["children"]:
            _add(section, inner)
    return read


def _add(section: Section, child: Any) -> None:  # noqa: ANN401 - the parser's trees are plain data
    if background := child.get("background"):
        section.background = BackgroundText(
            background["keyword"], background["name"], _prose(background), _steps(background)
        )
    elif scenario := child.get("scenario"):
        section.scenarios.append(
            ScenarioText(
                keyword=scenario["keyword"],
                name=scenario["name"],
                line=scenario["location"]["line"],
                description=_prose(scenario),
                tags=_tags(scenario),
                steps=_steps(scenario),
                examples=[_examples(table) for table in scenario["examples"]],
            )
        )


def _steps(parent: Any) -> list[StepText]:  # noqa: ANN401 - likewise
    return [
        StepText(
            keyword=step["keyword"].strip(),
            text=step["text"],
            docstring=textwrap.dedent(step["docString"]["content"]) if step.get("docString") else None,
            table=[_cells(row) for row in step["dataTable"]["rows"]] if step.get("dataTable") else None,
        )
        for step in parent["steps"]
    ]


def _examples(table: Any) -> ExamplesText:  # noqa: ANN401 - likewise
    header = table.get("tableHeader")
    return ExamplesText(
        keyword=table["keyword"],
        name=table["name"],
        description=_prose(table),
        line=table["location"]["line"],
        columns=_cells(header) if header else [],
        rows=[(row["location"]["line"], _cells(row)) for row in table.get("tableBody") or []],
        tags=_tags(table),
    )


def _cells(row: Any) -> list[str]:  # noqa: ANN401 - likewise
    return [cell["value"] for cell in row["cells"]]


def _tags(parent: Any) -> list[str]:  # noqa: ANN401 - likewise
    return [tag["name"].removeprefix("@") for tag in parent["tags"]]


def _prose(parent: Any) -> str:  # noqa: ANN401 - likewise
    return "\n".join(line.strip() for line in parent["description"].strip().splitlines())


def _uses(tags: Sequence[str]) -> tuple[TagUse, ...]:
    return tuple(TagUse(tag, 0) for tag in tags)


def _coverage_table(table: ExamplesText) -> Table:
    return Table(
        line=table.line,
        columns=tuple(table.columns),
        rows=tuple(tuple(cells) for _, cells in table.rows),
        row_lines=tuple(line for line, _ in table.rows),
        tags=_uses(table.tags),
    )
