"""Each rule of the rulebook with the scenarios that would notice its breach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pytest_bdd.exceptions import GherkinParseError

from harness.vocabulary.sentences import feature_files, read_feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from harness.rulebook import Rule
    from harness.vocabulary.sentences import WrittenFeature, WrittenScenario

RunKey = tuple[str, str, tuple[tuple[str, str], ...]]
"""A scenario, or a row of one: feature file, name as it is written, the row's values. Lines would move."""


class UnreadableFeatureError(Exception):
    """A feature file is no Gherkin; the message names file and line."""


@dataclass(frozen=True)
class Check:
    """A scenario that checks a rule: all of it, or those of its rows whose table says so."""

    path: str
    """Relative to the project's folder."""
    line: int
    name: str
    runs: tuple[RunKey, ...]
    is_outline: bool

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass
class Coverage:
    rule: Rule
    checks: list[Check] = field(default_factory=list)


def read_features(root: Path) -> list[WrittenFeature]:
    """Return every feature of the project. Raises UnreadableFeatureError."""
    features = []
    for path in feature_files(root / "features"):
        try:
            features.append(read_feature(path))
        except GherkinParseError as error:
            name = path.relative_to(root).as_posix()
            raise UnreadableFeatureError(f"{name}:{error.line}: {error.message}") from error
    return features


def coverage_of(
    rules: Mapping[str, Rule], features: Iterable[WrittenFeature], root: Path
) -> dict[str, Coverage]:
    """Return each rule with its scenarios, in the order of the rulebook and of the files."""
    covered = {rule_id: Coverage(rule) for rule_id, rule in rules.items()}
    for feature in features:
        path = feature.path.relative_to(root).as_posix()
        for scenario in feature.scenarios:
            own = {tag.name for tag in scenario.tags}
            of_tables = {tag.name for table in scenario.tables for tag in table.tags}
            for rule_id in rules.keys() & (own | of_tables):
                runs = run_keys(path, scenario, None if rule_id in own else rule_id)
                check = Check(path, scenario.line, scenario.name, runs, bool(scenario.tables))
                covered[rule_id].checks.append(check)
    return covered


def run_keys(path: str, scenario: WrittenScenario, tag: str | None = None) -> tuple[RunKey, ...]:
    """Return its runs; with a tag, those of the tables that carry it."""
    if not scenario.tables:
        return ((path, scenario.name, ()),)
    return tuple(
        (path, scenario.name, tuple(sorted(zip(table.columns, row, strict=True))))
        for table in scenario.tables
        if tag is None or tag in {each.name for each in table.tags}
        for row in table.rows
    )
