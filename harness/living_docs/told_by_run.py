"""A feature as a run knows it, for when its file cannot be read any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.living_docs.feature_text import (
    BackgroundText,
    ExamplesText,
    FeatureText,
    ScenarioText,
    Section,
    StepText,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.report.model import Scenario


def told_by_run(found: Sequence[Scenario], problem: str = "") -> FeatureText:
    """Put together what is known of a feature; the steps of an outline are those of its first row."""
    scenarios = sorted(found, key=lambda each: (each.line, each.example_line or 0))
    feature = scenarios[0].feature
    outside = Section()
    text = FeatureText(
        feature.path, feature.keyword, feature.name, feature.language, feature.description,
        list(feature.tags), [outside], problem,
    )  # fmt: skip
    sections = {"": outside}
    outlines: dict[tuple[str, int, str], list[Scenario]] = {}
    for scenario in scenarios:
        rule = scenario.rule
        name = rule.name if rule else ""
        if rule is not None and name not in sections:
            sections[name] = Section(rule.keyword, name, rule.description, list(rule.tags))
            sections[name].background = _background(scenario, "rule background")
            text.sections.append(sections[name])
        outlines.setdefault((name, scenario.line, scenario.outline), []).append(scenario)
        outside.background = outside.background or _background(scenario, "feature background")
    for (name, _, _), runs in outlines.items():
        sections[name].scenarios.append(_scenario(runs))
    return text


def _scenario(runs: Sequence[Scenario]) -> ScenarioText:
    first = runs[0]
    inherited = {*first.feature.tags, *(first.rule.tags if first.rule else [])}
    common = set.intersection(*(set(run.tags) for run in runs)) - inherited
    scenario = ScenarioText(
        keyword=first.keyword,
        name=first.outline,
        line=first.line,
        description=first.description,
        tags=sorted(common),
        steps=_steps(first, "scenario"),
    )
    for run in runs:
        if run.example is None:
            continue
        columns, tags = list(run.example), sorted({*run.tags} - inherited - common)
        last = scenario.examples[-1] if scenario.examples else None
        if last is None or (last.columns, last.tags) != (columns, tags):
            last = ExamplesText("Examples", columns=columns, tags=tags)
            scenario.examples.append(last)
        row = (run.example_line or 0, list(run.example.values()))
        if row not in last.rows:
            last.rows.append(row)
    return scenario


def _background(scenario: Scenario, origin: str) -> BackgroundText | None:
    steps = _steps(scenario, origin)
    return BackgroundText("Background", steps=steps) if steps else None


def _steps(scenario: Scenario, origin: str) -> list[StepText]:
    return [
        StepText(step.keyword, step.text, step.docstring, step.table)
        for step in scenario.steps
        if step.origin == origin
    ]
