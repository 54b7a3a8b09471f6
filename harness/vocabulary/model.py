"""All that is said, all that is defined, and what is wrong between the two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pytest_bdd.exceptions import GherkinParseError

from harness import interface_words, rulebook
from harness.vocabulary.bindings import bindings_of, import_binding_modules
from harness.vocabulary.definitions import loaded_definitions
from harness.vocabulary.sentences import feature_files, read_feature

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pytest

    from harness.interface_words import InterfaceWords
    from harness.rulebook import Rule
    from harness.vocabulary.bindings import Binding
    from harness.vocabulary.definitions import Definition
    from harness.vocabulary.sentences import Sentence, WrittenFeature


@dataclass(frozen=True)
class Problem:
    path: Path
    line: int
    message: str

    def told_from(self, root: Path) -> str:
        """Return it as `file:line: message`, the file relative to the project's folder."""
        path = self.path.relative_to(root) if self.path.is_relative_to(root) else self.path
        return f"{path.as_posix()}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Vocabulary:
    """Everything that the checks look at."""

    root: Path
    features: tuple[WrittenFeature, ...]
    unreadable: tuple[Problem, ...]
    definitions: tuple[Definition, ...]
    bindings: tuple[Binding, ...]
    shared: frozenset[Path]
    """Modules whose definitions every feature can use: plugins and conftest files."""
    step_modules: tuple[Path, ...]
    """Files in the folder of steps."""
    rules: Mapping[str, Rule]
    """Of the rulebook, by id."""
    other_tags: frozenset[str]
    """Tags that are no rules but declared as markers."""
    interface_words: InterfaceWords

    def definitions_for(self, feature: WrittenFeature) -> list[Definition]:
        """Return those that the feature's scenarios can use: the shared ones, and its test modules' own."""
        modules = {binding.module for binding in self.bindings if binding.feature == feature.path}
        return [each for each in self.definitions if each.path in self.shared or each.path in modules]

    def sentences(self) -> Iterator[tuple[WrittenFeature, Sentence]]:
        """Yield each different sentence of each file once, at its first place."""
        for feature in self.features:
            seen: set[tuple[str, str]] = set()
            written = [sentence for scenario in feature.scenarios for sentence in scenario.sentences]
            for sentence in [*written, *feature.background]:
                if (sentence.kind, sentence.text) not in seen:
                    seen.add((sentence.kind, sentence.text))
                    yield feature, sentence

    def place(self, definition: Definition) -> str:
        return f"{definition.path.relative_to(self.root).as_posix()}:{definition.line}"


def load_vocabulary(config: pytest.Config) -> Vocabulary:
    """Read the project that pytest runs in: `features/`, `steps/`, `tests/features/` and its rulebook."""
    root = config.rootpath.resolve()
    features: list[WrittenFeature] = []
    unreadable: list[Problem] = []
    for path in feature_files(root / "features"):
        try:
            features.append(read_feature(path))
        except GherkinParseError as error:
            what = f"{error.message} The line is: {error.line_content.strip()!r}"
            unreadable.append(Problem(path, error.line, what))
    # Held until their definitions are read: pytest-bdd forgets those of a module that is gone.
    modules = import_binding_modules(root / "tests" / "features") if not unreadable else []
    return Vocabulary(
        root=root,
        features=tuple(features),
        unreadable=tuple(unreadable),
        definitions=tuple(loaded_definitions(root)),
        bindings=tuple(bindings_of(modules)),
        shared=frozenset(_plugin_files(config)),
        step_modules=tuple(
            path for path in sorted((root / "steps").rglob("*.py")) if path.name != "__init__.py"
        ),
        rules=rulebook.load(rulebook.path_for(root)),
        other_tags=frozenset(_marker_name(line) for line in config.getini("markers")),
        interface_words=interface_words.load(interface_words.path_for(root)),
    )


def _plugin_files(config: pytest.Config) -> Iterator[Path]:
    for plugin in config.pluginmanager.get_plugins():
        if isinstance(plugin, ModuleType) and plugin.__file__:
            yield Path(plugin.__file__).resolve()


def _marker_name(line: str) -> str:
    return line.partition(":")[0].partition("(")[0].strip()
