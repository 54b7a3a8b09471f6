"""Which lines of a feature file belong to what: a scenario begins with the comments and tags above it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_bdd.gherkin_parser import Background, GherkinDocument, Rule, Scenario


@dataclass(frozen=True)
class Extent:
    first: int
    last: int
    """Both belong to it, and are counted from 1."""

    def __contains__(self, line: int) -> bool:
        return self.first <= line <= self.last


NOWHERE: Final = Extent(0, -1)


class Extents:
    """Those of one file's rules, backgrounds and scenarios."""

    def __init__(self, document: GherkinDocument, lines: Sequence[str]) -> None:
        self._lines = lines
        starts = sorted({self._first(block) for block in _blocks(document)})
        self._ends = {
            start: self._without_blank_end(following - 1)
            for start, following in pairwise([*starts, len(lines) + 1])
        }

    def starting_with(self, block: Background | Rule | Scenario) -> Extent:
        """Return what belongs to the block up to the next one; of a rule, this is its head alone."""
        first = self._first(block)
        return Extent(first, self._ends[first])

    def of_rule(self, rule: Rule) -> Extent:
        """Return the rule with all that is in it."""
        parts = [self.starting_with(rule)]
        parts += [
            self.starting_with(inner)
            for child in rule.children
            if (inner := child.background or child.scenario) is not None
        ]
        return Extent(parts[0].first, parts[-1].last)

    def _first(self, block: Background | Rule | Scenario) -> int:
        tags = getattr(block, "tags", [])
        line: int = min([block.location.line, *(tag.location.line for tag in tags)])
        while line > 1 and self._lines[line - 2].lstrip().startswith("#"):
            line -= 1
        return line

    def _without_blank_end(self, line: int) -> int:
        while line > 1 and not self._lines[line - 1].strip():
            line -= 1
        return line


def _blocks(document: GherkinDocument) -> Iterator[Background | Rule | Scenario]:
    for child in document.feature.children:
        block = child.background or child.scenario or child.rule
        if block is not None:
            yield block
        for inner in child.rule.children if child.rule else ():
            within = inner.background or inner.scenario
            if within is not None:
                yield within
