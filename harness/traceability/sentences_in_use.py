"""Every sentence that feature files can be written with, and where they are."""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harness.vocabulary.definitions import loaded_definitions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import ModuleType

    from harness.vocabulary.definitions import Definition
    from harness.vocabulary.sentences import Sentence, WrittenFeature

_FIELD: Final = re.compile(r"\{(\w+)(?::[^{}]*)?\}")
_GROUP: Final = re.compile(r"\(\?P<(\w+)>(?:[^()\\]|\\.)*\)")


@dataclass
class SentenceInUse:
    """One sentence of one function, with all keywords that it can follow."""

    text: str
    """With <names> for what varies."""
    keywords: list[str]
    place: str
    examples: list[str] = field(default_factory=list)
    """The different ways in which features write it."""
    uses: list[str] = field(default_factory=list)
    """As file:line."""
    values: dict[str, list[str]] = field(default_factory=dict)
    """Of what varies, all that features put there."""


@dataclass
class SentencesOfModule:
    name: str
    about: str
    sentences: list[SentenceInUse]


def sentences_by_module(root: Path, features: Iterable[WrittenFeature]) -> list[SentencesOfModule]:
    """Import the modules of steps, and return what they define, in the order of files and lines."""
    modules = list(_imported(root))
    written = _written(features)
    of_module: defaultdict[Path, list[Definition]] = defaultdict(list)
    for definition in loaded_definitions(root):
        of_module[definition.path].append(definition)
    return [
        SentencesOfModule(
            path.relative_to(root).with_suffix("").as_posix(),
            (module.__doc__ or "").strip().partition("\n")[0],
            _sentences(of_module[path], written, root),
        )
        for path, module in modules
    ]


def _imported(root: Path) -> Iterable[tuple[Path, ModuleType]]:
    for path in sorted((root / "steps").rglob("*.py")):
        if path.name != "__init__.py":
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            yield path, importlib.import_module(name)


def _written(features: Iterable[WrittenFeature]) -> dict[tuple[str, str], list[Sentence]]:
    """Return the places of each sentence by kind and text, those of backgrounds once."""
    places: dict[tuple[str, str], dict[tuple[Path, int], Sentence]] = defaultdict(dict)
    for feature in features:
        for sentence in (*feature.background, *(each for one in feature.scenarios for each in one.sentences)):
            places[sentence.kind, sentence.text].setdefault((sentence.path, sentence.line), sentence)
    return {key: list(found.values()) for key, found in places.items()}


def _sentences(
    definitions: Sequence[Definition], written: dict[tuple[str, str], list[Sentence]], root: Path
) -> list[SentenceInUse]:
    found: dict[tuple[int, str], SentenceInUse] = {}
    for definition in definitions:
        place = f"{definition.path.relative_to(root).as_posix()}:{definition.line}"
        shown = _FIELD.sub(r"<\1>", _GROUP.sub(r"<\1>", definition.text))
        entry = found.setdefault((definition.line, definition.text), SentenceInUse(shown, [], place))
        entry.keywords.append((definition.kind or "step").capitalize())
        for (kind, text), sentences in written.items():
            if definition.kind in {None, kind} and definition.parser.is_matching(text):
                _add_use(entry, definition, text, sentences, root)
    return list(found.values())


def _add_use(
    entry: SentenceInUse, definition: Definition, text: str, sentences: Sequence[Sentence], root: Path
) -> None:
    if text not in entry.examples:
        entry.examples.append(text)
    for sentence in sentences:
        use = f"{sentence.path.relative_to(root).as_posix()}:{sentence.line}"
        if use not in entry.uses:
            entry.uses.append(use)
    for name, value in (definition.parser.parse_arguments(text) or {}).items():
        values = entry.values.setdefault(name, [])
        if str(value) not in values:
            values.append(str(value))
