"""Places in feature files (a file, a folder, lines of a file), and the runs of scenarios that stand there."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_bdd.exceptions import GherkinParseError

from harness.paths import is_there
from harness.selection.expressions import SelectionError
from harness.vocabulary.sentences import feature_files, read_feature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.vocabulary.sentences import Table, WrittenFeature, WrittenScenario

_PLACE: Final = re.compile(r"(.+?)((?::\d{1,9})*)")
_ALIKE: Final = 0.5
"""How alike a path has to be to have been meant: names of a folder share much."""


def split_place(text: str) -> tuple[str, list[int]]:
    """Split `checkout.feature:12:40` into the path and its lines."""
    match = _PLACE.fullmatch(text)
    if match is None:
        return text, []
    return match[1], [int(line) for line in match[2].split(":")[1:]]


def absolute_place(text: str, *, bases: Iterable[Path]) -> str:
    """Return it with the path made absolute: that of the first base which has it, else of the last."""
    path, lines = split_place(text)
    candidates = [Path(base / path).resolve() for base in bases]
    found = next((each for each in candidates if is_there(each)), candidates[-1])
    return ":".join([str(found), *map(str, lines)])


class Places:
    """Raises SelectionError for a place that is not there."""

    def __init__(self, places: Iterable[str], *, root: Path) -> None:
        self._root = root
        self._lines: dict[Path, frozenset[int] | None] = {}
        """The lines of runs by file; None for all of them."""
        for place in places:
            for path, lines in self._resolve(place):
                before = self._lines.get(path, frozenset())
                self._lines[path] = None if before is None or lines is None else before | lines

    def include(self, path: Path, line: int) -> bool:
        """Say whether the run is among them whose scenario, or row, stands in this line of the file."""
        lines = self._lines.get(path, frozenset())
        return lines is None or line in lines

    def _resolve(self, place: str) -> Iterator[tuple[Path, frozenset[int] | None]]:
        name, lines = split_place(place)
        path = Path(name)
        shown = path.relative_to(self._root) if path.is_relative_to(self._root) else path
        if not is_there(path):
            raise SelectionError(f"there is no {shown.as_posix()}{self._meant(shown)}")
        if path.is_dir():
            found = feature_files(path)
            if lines or not found:
                flaw = "is a folder, which has no lines" if lines else "has no feature file in it"
                raise SelectionError(f"{shown.as_posix()} {flaw}")
            yield from ((file, None) for file in found)
        elif path.suffix != ".feature":
            raise SelectionError(f"{shown.as_posix()} is no feature file")
        elif not lines:
            yield path, None
        else:
            try:
                feature = read_feature(path)
            except GherkinParseError as error:
                raise SelectionError(f"{shown.as_posix()}:{error.line}: {error.message}") from error
            for line in lines:
                yield path, frozenset(_runs_at(feature, line, shown.as_posix()))

    def _meant(self, shown: Path) -> str:
        files = [file.relative_to(self._root) for file in feature_files(self._root / "features")]
        names = {each.as_posix() for file in files for each in (file, file.parent)}
        same_name = [file.as_posix() for file in files if file.name == shown.name]
        meant = same_name or difflib.get_close_matches(shown.as_posix(), names, n=1, cutoff=_ALIKE)
        return f"; did you mean {meant[0]}?" if meant else ""


def _runs_at(feature: WrittenFeature, line: int, shown: str) -> Iterator[int]:
    """Yield the lines of the runs that a line stands for."""
    within = next((each for each in feature.scenarios if line in each.extent), None)
    if within is not None:
        yield from _runs_of_scenario_at(within, line)
        return
    if not 1 <= line <= len(feature.lines) or not feature.lines[line - 1].strip():
        why = "the line is blank" if 1 <= line <= len(feature.lines) else f"the file has {len(feature.lines)}"
        near = min(feature.scenarios, key=lambda each: abs(each.line - line), default=None)
        hint = f"; the nearest is {near.name!r} in line {near.line}" if near else ""
        raise SelectionError(f"{shown}:{line}: no scenario stands there ({why}){hint}")
    group = next((each for each in feature.groups if line in each.extent), None)
    for scenario in group.scenarios if group else feature.scenarios:
        yield from (run_line for _, run_line in scenario.runs())


def _runs_of_scenario_at(scenario: WrittenScenario, line: int) -> Iterator[int]:
    table = next((each for each in reversed(scenario.tables) if line >= _first_line(each)), None)
    if table is None:
        yield from (run_line for _, run_line in scenario.runs())
    elif line in table.row_lines:
        yield line
    else:
        yield from table.row_lines


def _first_line(table: Table) -> int:
    return min([table.line, *(tag.line for tag in table.tags)])
