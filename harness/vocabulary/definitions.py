"""Every definition of a sentence that is loaded, with the place where it stands."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pytest_bdd.steps import step_function_context_registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_bdd.parsers import StepParser

Kind = Literal["given", "when", "then"]


@dataclass(frozen=True)
class Definition:
    """One decorator on one function. A function with two decorators is two definitions."""

    kind: Kind | None
    """None is a definition for all three."""
    text: str
    parser: StepParser
    path: Path
    line: int
    function: str

    def matches(self, kind: Kind, sentence: str) -> bool:
        return self.kind in {None, kind} and _is_matching(self.parser, sentence)

    @property
    def decorator(self) -> str:
        return f'@{self.kind or "step"}("{self.text}")'


def loaded_definitions(root: Path) -> list[Definition]:
    """Return what modules below `root` have told pytest-bdd so far, in the order of files and lines."""
    found: dict[tuple[Path, int, Kind | None, str], Definition] = {}
    for context in list(step_function_context_registry.values()):
        path, line = _place(context.step_func)
        if path is None or not path.is_relative_to(root) or ".venv" in path.parts:
            continue
        definition = Definition(
            context.type, context.parser.name, context.parser, path, line, context.step_func.__name__
        )
        # A module that was imported twice under two names defines nothing twice.
        found.setdefault((path, line, context.type, context.parser.name), definition)
    return sorted(found.values(), key=lambda each: (each.path, each.line, each.text))


@cache
def _is_matching(parser: StepParser, sentence: str) -> bool:
    # Several checks ask of each definition and each sentence, and files share many sentences.
    return parser.is_matching(sentence)


def _place(function: Callable[..., object]) -> tuple[Path | None, int]:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return (Path(code.co_filename).resolve(), code.co_firstlineno) if code else (None, 0)
