"""What the search looks through, as a script: from disk, a page may not fetch anything else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from harness.living_docs import words
from harness.report.condense import in_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.living_docs.library import Library
    from harness.report.model import Scenario

_WIDEST = 200


def search_script(library: Library) -> str:
    """Return a script that sets `livingDocs`; site.js knows its form.

    Sentences, tags and features are listed once, and meant by their numbers: ten thousand scenarios have a
    few hundred of them.
    """
    sentences, tags, states = _Numbers(), _Numbers(), _Numbers()
    features = []
    rows: list[list[object]] = []
    for number, entry in enumerate(library.features):
        features.append([entry.text.name, entry.page, entry.actor])
        for scenario in entry.present:
            said = words.of_scenario(scenario)
            rows.append(
                [
                    scenario.key,
                    _name(scenario),
                    number,
                    states.of(said.word),
                    [tags.of(tag) for tag in scenario.tags],
                    [sentences.of(step.text) for step in scenario.steps],
                    _message(scenario),
                ]
            )
    data = {
        "features": features,
        "states": [list(words.BY_WORD[word]) for word in states.known],
        "tags": list(tags.known),
        "sentences": list(sentences.known),
        "scenarios": rows,
    }
    return f"var livingDocs = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


class _Numbers:
    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self.known.setdefault(text, len(self.known))


def _name(scenario: Scenario) -> str:
    return scenario.title.removeprefix(f"{scenario.feature.name}: ")


def _message(scenario: Scenario) -> str:
    if scenario.status in words.RED and scenario.failures:
        return in_one_line(scenario.failures[0].message, _WIDEST)
    return scenario.reason


def filters(library: Library) -> dict[str, list[str]]:
    """Return what one can filter by: states, rules, other tags and actors, as far as they occur."""
    scenarios: Iterable[Scenario] = [each for entry in library.features for each in entry.present]
    found: dict[str, set[str]] = {"states": set(), "rules": set(), "tags": set(), "actors": set()}
    for entry in library.features:
        if entry.present:
            found["actors"].add(entry.actor)
    for scenario in scenarios:
        found["states"].add(words.of_scenario(scenario).word)
        found["rules"].update(scenario.rules)
        found["tags"].update(set(scenario.tags) - set(scenario.rules))
    return {
        "states": [word for word in words.SEVERITY if word in found["states"]],
        **{kind: sorted(found[kind]) for kind in ("rules", "tags", "actors")},
    }
