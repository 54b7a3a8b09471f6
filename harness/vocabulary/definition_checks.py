"""Whether every sentence has one meaning, and every meaning a sentence.

pytest-bdd by itself lets the last of two definitions win. Each check returns problems that name the place and
the way out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from harness.vocabulary.model import Problem

if TYPE_CHECKING:
    from harness.vocabulary.definitions import Definition
    from harness.vocabulary.model import Vocabulary


def ambiguous_sentences(vocabulary: Vocabulary) -> list[Problem]:
    """Sentences that two definitions claim: which one runs would depend on the order of imports."""
    problems = []
    for feature, sentence in vocabulary.sentences():
        claims = [
            each for each in vocabulary.definitions_for(feature) if each.matches(sentence.kind, sentence.text)
        ]
        if len(claims) > 1:
            places = " and ".join(f"{vocabulary.place(each)} {each.decorator}" for each in claims)
            problems.append(
                Problem(
                    sentence.path,
                    sentence.line,
                    f"{sentence.text!r} is defined more than once: {places}. Word one of them so that it "
                    "does not match this sentence, or take it away.",
                )
            )
    return problems


def equal_definitions(vocabulary: Vocabulary) -> list[Problem]:
    """Definitions of the same text in two places, whether or not a feature uses it."""
    by_text: defaultdict[str, list[Definition]] = defaultdict(list)
    for definition in vocabulary.definitions:
        by_text[definition.text].append(definition)
    problems = []
    for text, same in by_text.items():
        # Given and When of one function are one meaning; of two functions they are two.
        if len({(each.path, each.function, each.line) for each in same}) > 1 or len(same) > len(
            {each.kind for each in same}
        ):
            first, *others = same
            problems += [
                Problem(
                    each.path,
                    each.line,
                    f"{text!r} already has a definition in {vocabulary.place(first)}. Keep one; for Given "
                    "and When alike put both decorators on one function.",
                )
                for each in others
            ]
    return problems


def unused_definitions(vocabulary: Vocabulary) -> list[Problem]:
    """Definitions that no sentence of any feature needs."""
    used: set[Definition] = set()
    for feature, sentence in vocabulary.sentences():
        used.update(
            each for each in vocabulary.definitions_for(feature) if each.matches(sentence.kind, sentence.text)
        )
    return [
        Problem(
            each.path, each.line, f"no feature uses {each.decorator}. Take it away, or use it in a scenario."
        )
        for each in vocabulary.definitions
        if each not in used
    ]


def undefined_sentences(vocabulary: Vocabulary) -> list[Problem]:
    """Sentences that mean nothing."""
    return [
        Problem(
            sentence.path,
            sentence.line,
            f"nothing defines {sentence.kind} {sentence.text!r}. Define it in a module of steps, or "
            "say it in words that are defined.",
        )
        for feature, sentence in vocabulary.sentences()
        if not any(each.matches(sentence.kind, sentence.text) for each in vocabulary.definitions_for(feature))
    ]


def unlisted_step_modules(vocabulary: Vocabulary) -> list[Problem]:
    """Modules in the folder of steps that conftest.py does not list: their sentences do not exist."""
    return [
        Problem(path, 1, "conftest.py does not list this module among its pytest_plugins. Add it there.")
        for path in vocabulary.step_modules
        if path not in vocabulary.shared
    ]
