"""A feature as its run knew it, for when its file can no longer be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.report.model import Scenario, Step

_TYPES: Final = {"given": "Context", "when": "Action", "then": "Outcome"}


def retold(
    uri: str, scenarios: list[Scenario], next_id: Callable[[], str], reason: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the document, and by node id a pickle for each scenario.

    Each row is a scenario of its own, and the steps of a background stand in each scenario, as they were run.
    """
    feature = scenarios[0].feature
    children: list[dict[str, Any]] = []
    rules: dict[tuple[str, str], dict[str, Any]] = {}
    pickles: dict[str, Any] = {}
    for scenario in scenarios:
        child, pickles[scenario.node_id] = _scenario(uri, scenario, next_id)
        if scenario.rule is None:
            # Gherkin wants those without a rule first.
            children.insert(len(children) - len(rules), child)
            continue
        rule = scenario.rule
        if (rule.keyword, rule.name) not in rules:
            rules[rule.keyword, rule.name] = {
                "id": next_id(),
                "location": child["scenario"]["location"],
                "keyword": rule.keyword,
                "name": rule.name,
                "description": rule.description,
                "tags": [],
                "children": [],
            }
            children.append({"rule": rules[rule.keyword, rule.name]})
        rules[rule.keyword, rule.name]["children"].append(child)
    note = f"(Told from the run, not from {uri}: {reason}.)"
    document = {
        "uri": uri,
        "comments": [],
        "feature": {
            "location": {"line": feature.line},
            "language": feature.language,
            "keyword": feature.keyword,
            "name": feature.name,
            "description": "\n\n".join(filter(None, [feature.description, note])),
            "tags": [],
            "children": children,
        },
    }
    return document, pickles


def _scenario(
    uri: str, scenario: Scenario, next_id: Callable[[], str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    place = {"line": max(scenario.example_line or scenario.line, 1)}
    tags = [{"id": next_id(), "location": place, "name": f"@{tag}"} for tag in scenario.tags]
    pairs = [_step(step, next_id) for step in scenario.steps]
    told = {
        "id": next_id(),
        "location": place,
        "keyword": scenario.keyword,
        "name": scenario.name,
        "description": scenario.description,
        "tags": tags,
        "steps": [step for step, _ in pairs],
        "examples": [],
    }
    pickle = {
        "id": next_id(),
        "uri": uri,
        "location": place,
        "name": scenario.name,
        "language": scenario.feature.language,
        "steps": [pickle_step for _, pickle_step in pairs],
        "tags": [{"astNodeId": tag["id"], "name": tag["name"]} for tag in tags],
        "astNodeIds": [told["id"]],
    }
    return {"scenario": told}, pickle


def _step(step: Step, next_id: Callable[[], str]) -> tuple[dict[str, Any], dict[str, Any]]:
    place = {"line": max(step.line, 1)}
    told: dict[str, Any] = {
        "id": next_id(),
        "location": place,
        "keyword": f"{step.keyword.strip()} ",
        "keywordType": _TYPES[step.kind],
        "text": step.text,
    }
    argument: dict[str, Any] = {}
    if step.table is not None:
        rows = [
            {
                "id": next_id(),
                "location": place,
                "cells": [{"location": place, "value": cell} for cell in row],
            }
            for row in step.table
        ]
        told["dataTable"] = {"location": place, "rows": rows}
        argument["dataTable"] = {"rows": [{"cells": [{"value": cell} for cell in row]} for row in step.table]}
    if step.docstring is not None:
        told["docString"] = {"location": place, "content": step.docstring, "delimiter": '"""'}
        argument["docString"] = {"content": step.docstring}
    pickle_step: dict[str, Any] = {
        "id": next_id(),
        "text": step.text,
        "type": _TYPES[step.kind],
        "astNodeIds": [told["id"]],
    }
    if argument:
        pickle_step["argument"] = argument
    return told, pickle_step
