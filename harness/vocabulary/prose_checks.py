"""Whether feature files read alike: laid out in one way, of one length, and free of the interface's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harness.interface_words import path_for
from harness.vocabulary.formatting import NotFormattedError, first_difference
from harness.vocabulary.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.vocabulary.model import Vocabulary
    from harness.vocabulary.sentences import WrittenFeature, WrittenScenario

FEWEST_STEPS: Final = 3
MOST_STEPS: Final = 7
_REASON: Final = re.compile(r"\s*# (more|fewer) steps:(.*)")


def unformatted_features(vocabulary: Vocabulary) -> list[Problem]:
    """Feature files that are not laid out like all others."""
    problems = []
    for feature in vocabulary.features:
        try:
            # As it is on the disk: line ends of other systems count too.
            found = first_difference(feature.path.read_bytes().decode("utf-8"))
        except NotFormattedError as error:
            problems.append(Problem(feature.path, 1, f"cannot be formatted: {error}"))
            continue
        if found is not None:
            line, should_be = found
            problems.append(
                Problem(
                    feature.path,
                    line,
                    f"the layout is not the usual one. ./run format makes it {should_be!r}.",
                )
            )
    return problems


def runs_of_one_name(vocabulary: Vocabulary) -> list[Problem]:
    """Rows of outlines that have the name of another row or scenario: reports could not tell them apart."""
    problems = []
    for feature in vocabulary.features:
        first: dict[str, tuple[int, WrittenScenario]] = {}
        for scenario in feature.scenarios:
            for name, line in scenario.runs():
                earlier, of = first.setdefault(name, (line, scenario))
                if earlier != line and (scenario.tables or of.tables):
                    problems.append(
                        Problem(
                            feature.path,
                            line,
                            f"{name!r} is also what line {earlier} is called. Put a <column> that tells "
                            "them apart into the outline's name.",
                        )
                    )
    return problems


def scenarios_of_odd_length(vocabulary: Vocabulary) -> list[Problem]:
    """Scenarios with fewer or more steps than usual that do not say why."""
    problems = []
    for feature in vocabulary.features:
        for scenario in feature.scenarios:
            reasons = dict(_reasons(feature, scenario))
            odd = {"more": scenario.length > MOST_STEPS, "fewer": scenario.length < FEWEST_STEPS}
            for word, is_so in odd.items():
                if is_so and not reasons.get(word, "").strip():
                    message = (
                        f"{scenario.name!r} has {scenario.length} steps, those of the background included, "
                        f"and not {FEWEST_STEPS} to {MOST_STEPS}. Shorten or divide it, or say why in a "
                        f"comment above its tags: # {word} steps: …"
                    )
                elif word in reasons and not is_so:
                    message = (
                        f"{scenario.name!r} says why it has {word} steps, but its {scenario.length} are "
                        "usual. Take the comment away."
                    )
                else:
                    continue
                problems.append(Problem(feature.path, scenario.line, message))
    return problems


def words_of_the_interface(vocabulary: Vocabulary) -> list[Problem]:
    """Words that name the interface, where no rule is about them."""
    table = vocabulary.interface_words
    return [
        Problem(
            feature.path,
            line,
            f"{word!r} is a word of the interface, and no rule here is about it. Say what people do in the "
            "words of their business; or, where the rule is about that very thing, allow it in "
            "rules/interface-words.toml.",
        )
        for feature, line, word, rules in _interface_words(vocabulary)
        if not rules & table.rules_that_allow(word)
    ]


def stale_words_of_the_interface(vocabulary: Vocabulary) -> list[Problem]:
    """Exceptions in the list of the interface's words that no scenario needs.

    A rule that no scenario checks is the subject of another check.
    """
    table = vocabulary.interface_words
    covered = {tag.name for feature in vocabulary.features for tag in feature.tags}
    used = {(word, rule) for _, _, word, rules in _interface_words(vocabulary) for rule in rules}
    problems = []
    for each in table.allowed:
        if each.word not in table.words:
            flaws = [f"{each.word!r} is allowed, but not among the words"]
        else:
            flaws = [
                f"{rule} is no rule of rules/rulebook.md"
                if rule not in vocabulary.rules
                else f"no scenario of {rule} uses {each.word!r}"
                for rule in each.rules
                if (each.word, rule) not in used and (rule in covered or rule not in vocabulary.rules)
            ]
        problems += [
            Problem(path_for(vocabulary.root), 1, f"{flaw}. Correct it, or take it out of [[allowed]].")
            for flaw in flaws
        ]
    return problems


def _reasons(feature: WrittenFeature, scenario: WrittenScenario) -> Iterator[tuple[str, str]]:
    for line in feature.lines[scenario.extent.first - 1 : scenario.line]:
        reason = _REASON.fullmatch(line)
        if reason is not None:
            yield reason[1], reason[2]


def _interface_words(vocabulary: Vocabulary) -> Iterator[tuple[WrittenFeature, int, str, frozenset[str]]]:
    """Yield every use, with the rules of the scenario; of what several share, the rules of all of them."""
    for feature in vocabulary.features:
        for line, text in enumerate(feature.lines, start=1):
            if text.lstrip().startswith(("#", "@")):
                continue
            words = list(vocabulary.interface_words.in_text(text))
            if words:
                rules = _rules_at(vocabulary, feature, line)
                yield from ((feature, line, word, rules) for word in words)


def _rules_at(vocabulary: Vocabulary, feature: WrittenFeature, line: int) -> frozenset[str]:
    group = next((each for each in feature.groups if line in each.extent), None)
    shared = group.scenarios if group else feature.scenarios
    at = [each for each in feature.scenarios if line in each.extent] or shared
    tags = {
        tag.name for each in at for tag in (*each.tags, *(tag for table in each.tables for tag in table.tags))
    }
    return frozenset(vocabulary.rules.keys() & tags)
