"""Whether every feature file is run, and every scenario of it says which rules it checks.

pytest-bdd by itself keeps the last of two scenarios of one name, and says nothing of a feature that no test
binds. Each check returns problems that name the place and the way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.rulebook import is_rule_id, path_for
from harness.vocabulary.model import Problem

if TYPE_CHECKING:
    from harness.vocabulary.model import Vocabulary
    from harness.vocabulary.sentences import WrittenScenario


def unreadable_features(vocabulary: Vocabulary) -> list[Problem]:
    """Feature files that are not Gherkin."""
    return list(vocabulary.unreadable)


def unbound_scenarios(vocabulary: Vocabulary) -> list[Problem]:
    """Features, and scenarios of bound features, that no test module runs."""
    bound = {(binding.feature, binding.scenario) for binding in vocabulary.bindings}
    problems = []
    for feature in vocabulary.features:
        missing = [each for each in feature.scenarios if (feature.path, each.name) not in bound]
        if feature.scenarios and len(missing) == len(feature.scenarios):
            problems.append(
                Problem(
                    feature.path,
                    1,
                    "no test module binds this feature, so it never runs. Add its folder to a module with "
                    "scenarios(…) in tests/features.",
                )
            )
        else:
            problems += [
                Problem(feature.path, each.line, f"no test module binds the scenario {each.name!r}. Bind it.")
                for each in missing
            ]
        if not feature.scenarios:
            problems.append(
                Problem(feature.path, 1, "this feature has no scenario. Write one, or delete the file.")
            )
    return problems


def repeated_scenarios(vocabulary: Vocabulary) -> list[Problem]:
    """Two scenarios of one name in a file: pytest-bdd runs the last of them only."""
    problems = []
    for feature in vocabulary.features:
        first: dict[str, WrittenScenario] = {}
        for scenario in feature.scenarios:
            earlier = first.setdefault(scenario.name, scenario)
            if earlier is not scenario:
                problems.append(
                    Problem(
                        feature.path,
                        scenario.line,
                        f"{scenario.name!r} is also the name of the scenario in line {earlier.line}, which "
                        "is therefore never run. Name one of them differently.",
                    )
                )
    return problems


def features_without_actor(vocabulary: Vocabulary) -> list[Problem]:
    """Features in an actor's folder that do not carry the actor as a tag, or carry another."""
    folder = vocabulary.root / "features"
    actors = {path.name for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    problems = []
    for feature in vocabulary.features:
        actor = feature.path.relative_to(folder).parts[0]
        carried = [{tag.name for tag in scenario.tags} & actors for scenario in feature.scenarios]
        if actor in actors and any(names != {actor} for names in carried):
            problems.append(
                Problem(
                    feature.path,
                    1,
                    f"each scenario in features/{actor} is tagged @{actor}, and with no other actor. Put it "
                    "above Feature:, or move the file.",
                )
            )
    return problems


def scenarios_without_rule(vocabulary: Vocabulary) -> list[Problem]:
    """Scenarios, or rows of outlines, that check no rule of the rulebook."""
    problems = []
    for feature in vocabulary.features:
        for scenario in feature.scenarios:
            if any(tag.name in vocabulary.rules for tag in scenario.tags):
                continue
            tables = scenario.tables
            if tables and all(any(tag.name in vocabulary.rules for tag in table.tags) for table in tables):
                continue
            problems.append(
                Problem(
                    feature.path,
                    scenario.line,
                    f"{scenario.name!r} is tagged with no rule. Put the id of the rule it checks above it, "
                    "such as @HUP-BUY-2; rules/rulebook.md has them all.",
                )
            )
    return problems


def uncovered_rules(vocabulary: Vocabulary) -> list[Problem]:
    """Rules of the rulebook whose breach no scenario would notice."""
    carried = {tag.name for feature in vocabulary.features for tag in feature.tags}
    return [
        Problem(
            path_for(vocabulary.root),
            rule.line,
            f"no scenario checks {rule.id} ({rule.title}). Write one and tag it @{rule.id}.",
        )
        for rule in vocabulary.rules.values()
        if rule.id not in carried
    ]


def unknown_tags(vocabulary: Vocabulary) -> list[Problem]:
    """Tags that are neither a rule nor declared."""
    problems = []
    for feature in vocabulary.features:
        for tag in feature.tags:
            if tag.name in vocabulary.rules:
                continue
            if is_rule_id(tag.name):
                message = (
                    f"@{tag.name} is no rule of rules/rulebook.md. Correct the id, or add the rule there."
                )
            elif not tag.name.islower():
                message = f"@{tag.name}: tags other than rules are written in lower case."
            elif tag.name not in vocabulary.other_tags:
                message = f"@{tag.name} is not declared. Declare it among the markers in pyproject.toml."
            else:
                continue
            problems.append(Problem(feature.path, tag.line, message))
    return problems


def flawed_outlines(vocabulary: Vocabulary) -> list[Problem]:
    """Columns that no step uses, placeholders that no column fills, outlines without rows."""
    problems = []
    for feature in vocabulary.features:
        for scenario in feature.scenarios:
            for table in scenario.tables:
                problems += [
                    Problem(
                        feature.path,
                        table.line,
                        f"no step of {scenario.name!r} uses the column {column!r}. Write <{column}> there, "
                        "or take the column away.",
                    )
                    for column in table.columns
                    if column not in scenario.placeholders
                ]
                problems += [
                    Problem(
                        feature.path,
                        table.line,
                        f"<{name}> of {scenario.name!r} has no column. Add the column, or correct the name.",
                    )
                    for name in sorted(scenario.placeholders - set(table.columns))
                ]
                if not table.rows:
                    problems.append(
                        Problem(
                            feature.path,
                            table.line,
                            "this table has no rows. Add one, or take the table away.",
                        )
                    )
    return problems
