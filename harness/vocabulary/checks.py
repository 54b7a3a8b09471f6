"""The list of all checks, each the subject of one test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.vocabulary import definition_checks, feature_checks, prose_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harness.vocabulary.model import Problem, Vocabulary

CHECKS: Final[Sequence[Callable[[Vocabulary], list[Problem]]]] = (
    feature_checks.unreadable_features,
    feature_checks.unbound_scenarios,
    feature_checks.repeated_scenarios,
    feature_checks.features_without_actor,
    feature_checks.scenarios_without_rule,
    feature_checks.uncovered_rules,
    feature_checks.unknown_tags,
    feature_checks.flawed_outlines,
    prose_checks.unformatted_features,
    prose_checks.runs_of_one_name,
    prose_checks.scenarios_of_odd_length,
    prose_checks.words_of_the_interface,
    prose_checks.stale_words_of_the_interface,
    definition_checks.ambiguous_sentences,
    definition_checks.equal_definitions,
    definition_checks.unused_definitions,
    definition_checks.undefined_sentences,
    definition_checks.unlisted_step_modules,
)
