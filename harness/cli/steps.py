"""`./run steps`: the sentences that feature files can be written with."""

from __future__ import annotations

import argparse
import difflib
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Final

from harness.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.cli.console import Printer
    from harness.traceability.sentences_in_use import SentenceInUse, SentencesOfModule

HELP: Final = """\
usage: ./run steps [WORDS …]

Lists every sentence that a feature file can be written with, by vocabulary: the keywords it can follow, an
example, what can stand for its <parameters>, and where features use it.

  WORDS   sentences with all of these words, in the sentence itself, its vocabulary, or what features put
          into it

exit code: 0 something was found, 2 nothing was"""

_VALUES_SHOWN: Final = 12
_PLACES_SHOWN: Final = 4


def run(arguments: list[str]) -> int:
    """Return 0, or 2 where nothing was found or a feature cannot be read."""
    parser = argparse.ArgumentParser(prog="./run steps", add_help=False, allow_abbrev=False)
    parser.add_argument("words", nargs="*")
    options = parser.parse_args(arguments)
    from harness.cli.console import Printer  # noqa: PLC0415 - not for the sake of help
    from harness.traceability.coverage import UnreadableFeatureError, read_features  # noqa: PLC0415
    from harness.traceability.sentences_in_use import sentences_by_module  # noqa: PLC0415

    try:
        modules = sentences_by_module(ROOT, read_features(ROOT))
    except UnreadableFeatureError as error:
        sys.stderr.write(f"run: {error}\n")
        return 2
    found = list(narrowed(modules, options.words))
    if not found:
        _nothing(" ".join(options.words), modules)
        return 2
    printer = Printer()
    for module, sentences in found:
        printer.line((module.name.removeprefix("steps/").replace("_", " "), "bold underline"))
        printer.line((module.about, "dim"))
        printer.blank()
        for sentence in sentences:
            show(printer, sentence)
        printer.blank()
    _count(printer, found)
    return 0


def narrowed(
    modules: Sequence[SentencesOfModule], words: Sequence[str]
) -> Iterator[tuple[SentencesOfModule, list[SentenceInUse]]]:
    """Yield what has all of the words, by module."""
    from harness.traceability.wording import has_words  # noqa: PLC0415 - not for the sake of help

    for module in modules:
        sentences = [
            each
            for each in module.sentences
            if has_words(" ".join([each.text, *each.examples, module.name.replace("_", " ")]), words)
        ]
        if sentences:
            yield module, sentences


def show(printer: Printer, sentence: SentenceInUse) -> None:
    from harness.cli.console import counted  # noqa: PLC0415 - not for the sake of help

    printer.line((" or ".join(sentence.keywords), "bold cyan"), f" {sentence.text}", indent=2)
    if sentence.examples and sentence.examples[0] != sentence.text:
        printer.line(("e.g. ", "dim"), (sentence.examples[0], "italic"), indent=6)
    for name, values in sentence.values.items():
        more = len(values) - _VALUES_SHOWN
        told = " | ".join(values[:_VALUES_SHOWN]) + (f" | … {more} more" if more > 0 else "")
        printer.line((f"<{name}>", "cyan"), f": {told}", indent=6)
    uses = f"{counted(len(sentence.uses), 'use')}: {_places(sentence.uses)}"
    printer.line((uses if sentence.uses else "no feature uses it", "dim"), indent=6)


def _places(uses: Sequence[str]) -> str:
    """Return them with each file named once: `a.feature:3, :8, b.feature:5`."""
    shown = sorted((file, int(line)) for file, _, line in (use.rpartition(":") for use in uses))
    shown = shown[:_PLACES_SHOWN]
    parts = [
        f"{file}:{', :'.join(str(line) for _, line in same)}"
        for file, same in groupby(shown, key=lambda place: place[0])
    ]
    more = len(uses) - len(shown)
    return ", ".join(parts) + (f", … {more} more" if more else "")


def _count(printer: Printer, found: Sequence[tuple[SentencesOfModule, list[SentenceInUse]]]) -> None:
    from harness.cli.console import counted  # noqa: PLC0415 - not for the sake of help

    sentences = sum(len(each) for _, each in found)
    vocabularies = "1 vocabulary" if len(found) == 1 else f"{len(found)} vocabularies"
    printer.line(f"{counted(sentences, 'sentence')} in {vocabularies}")


def _nothing(asked: str, modules: Sequence[SentencesOfModule]) -> None:
    texts = {each.text.casefold(): each.text for module in modules for each in module.sentences}
    close = difflib.get_close_matches(asked.casefold(), texts, n=3, cutoff=0.4)
    # A word or two are like no whole sentence; they may be like a word of one.
    words = {word: word for text in texts for word in text.split()}
    alike = difflib.get_close_matches(asked.casefold(), words, n=3, cutoff=0.7)
    told = f"run: no sentence has {asked!r}. "
    if close:
        told += "The closest:\n" + "".join(f"  {texts[each]}\n" for each in close)
    elif alike:
        told += f"Did you mean {' or '.join(map(repr, alike))}?\n"
    else:
        told += "./run steps lists all of them.\n"
    sys.stderr.write(told)
