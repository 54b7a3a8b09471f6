"""All features of the project with what a run said of each of their scenarios."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from harness.living_docs.feature_text import UnreadableTextError, read_text
from harness.living_docs.told_by_run import told_by_run
from harness.vocabulary.sentences import feature_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from harness.living_docs.feature_text import ExamplesText, FeatureText, ScenarioText
    from harness.report.model import Run, Scenario
    from harness.traceability.coverage import RunKey


@dataclass
class FeatureEntry:
    """A feature: its words, and its runs by what they are called."""

    text: FeatureText
    runs: dict[RunKey, list[Scenario]] = field(default_factory=dict)
    """In the order of the file: none where this run did not have it, several where it ran in two browsers."""

    @property
    def page(self) -> str:
        """Return the address of its page, from the top of the site."""
        parts = [part for part in PurePosixPath(self.text.path).parts if part not in {"/", "..", "features"}]
        return "/".join(["features", *parts]).removesuffix(".feature") + ".html"

    @property
    def actor(self) -> str:
        """Whom it is about: the folder that it stands in, or else its first tag."""
        parts = [part for part in PurePosixPath(self.text.path).parts[:-1] if part not in {"/", "features"}]
        return (parts or self.text.tags or ["other"])[0]

    @cached_property
    def scenarios(self) -> list[Scenario | None]:
        """Return its scenarios, rows of outlines one by one; None for one that this run did not have."""
        return [each for found in self.runs.values() for each in or_none(found)]

    @cached_property
    def present(self) -> list[Scenario]:
        return [scenario for scenario in self.scenarios if scenario is not None]

    @cached_property
    def anchors(self) -> dict[int, str]:
        """Return the places of its scenarios within its page, by their lines: two can be called the same."""
        found: dict[int, str] = {}
        for section in self.text.sections:
            for scenario in section.scenarios:
                name = anchor(scenario.name)
                taken = sum(other == name or other.startswith(f"{name}--") for other in found.values())
                found.setdefault(scenario.line, f"{name}--{taken + 1}" if taken else name)
        return found

    def runs_of(self, scenario: ScenarioText) -> list[Scenario | None]:
        """Return the runs of a scenario: of an outline, those of all of its rows."""
        rows = [(table, row) for table in scenario.examples for row in range(len(table.rows))]
        keys = [self.run_of(scenario, table, row) for table, row in rows] or [self.run_of(scenario)]
        return [each for key in keys for each in or_none(self.runs.get(key, []))]

    def run_of(self, scenario: ScenarioText, table: ExamplesText | None = None, row: int = 0) -> RunKey:
        """Return what a scenario, or a row of one, is called."""
        values = sorted(zip(table.columns, table.rows[row][1], strict=False)) if table else []
        return self.text.path, scenario.name, tuple(values)


@dataclass
class Library:
    features: list[FeatureEntry]
    problems: list[str] = field(default_factory=list)
    """Files that could not be read."""

    @cached_property
    def by_path(self) -> dict[str, FeatureEntry]:
        return {entry.text.path: entry for entry in self.features}

    @property
    def missing(self) -> int:
        """Return how many scenarios of the project the run did not have."""
        return sum(scenario is None for entry in self.features for scenario in entry.scenarios)

    @property
    def total(self) -> int:
        return sum(len(entry.scenarios) for entry in self.features)

    def actors(self) -> dict[str, list[FeatureEntry]]:
        """Return the features by whom they are about."""
        found: dict[str, list[FeatureEntry]] = {}
        for entry in self.features:
            found.setdefault(entry.actor, []).append(entry)
        return found


def run_key(scenario: Scenario) -> RunKey:
    """Return what a scenario of a run is called, in the terms of the coverage of rules."""
    return scenario.feature.path, scenario.outline, tuple(sorted((scenario.example or {}).items()))


def read_library(root: Path, run: Run) -> Library:
    """Read `features/` below `root`; what cannot be read is told by the run alone, and named."""
    by_path: dict[str, list[Scenario]] = {}
    for scenario in run.scenarios:
        by_path.setdefault(scenario.feature.path, []).append(scenario)
    names = {path.relative_to(root).as_posix() for path in feature_files(root / "features")} | by_path.keys()
    library = Library([])
    for name in sorted(names, key=_in_folders):
        found = by_path.get(name, [])
        try:
            text = read_text(root / name, name)
        except UnreadableTextError as error:
            library.problems.append(str(error))
            if not found:
                continue
            text = told_by_run(found, str(error))
        library.features.append(_with_runs(text, found))
    return library


def anchor(name: str) -> str:
    """Return the name of a place within a page: a scenario's words, as addresses can have them."""
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")[:80] or "scenario"


def _in_folders(name: str) -> tuple[str, str]:
    folder, _, file = name.rpartition("/")
    return folder, file


def by_key(scenarios: Iterable[Scenario]) -> dict[RunKey, list[Scenario]]:
    """Return the scenarios by what they are called: several of one name where each browser had its turn."""
    found: dict[RunKey, list[Scenario]] = {}
    for scenario in scenarios:
        found.setdefault(run_key(scenario), []).append(scenario)
    return found


def or_none(found: Sequence[Scenario]) -> Sequence[Scenario | None]:
    """Return what was found, or None once for what this run did not have."""
    return found or (None,)


def _with_runs(text: FeatureText, found: Iterable[Scenario]) -> FeatureEntry:
    entry = FeatureEntry(text)
    ran = by_key(found)
    for key in _keys(entry):
        entry.runs.setdefault(key, ran.pop(key, []))
    if ran:
        # The file was changed while the run was on its way.
        gone = told_by_run([scenario for runs in ran.values() for scenario in runs])
        for section in gone.sections:
            if section.scenarios:
                section.keyword = section.keyword or "Besides"
                section.name = f"{section.name} (not in the file any more)".strip()
                text.sections.append(section)
        entry.runs.update(ran)
    return entry


def _keys(entry: FeatureEntry) -> Iterator[RunKey]:
    for section in entry.text.sections:
        for scenario in section.scenarios:
            if not scenario.examples:
                yield entry.run_of(scenario)
            for table in scenario.examples:
                for row in range(len(table.rows)):
                    yield entry.run_of(scenario, table, row)
