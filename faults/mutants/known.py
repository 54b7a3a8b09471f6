"""What people know of the mutants: where to look first, and which of them nobody could notice."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from faults.catalogue import FaultError
from faults.mutants.making import Mutant
from faults.mutants.operators import changes
from faults.mutants.sources import source_of

FILE: Final = Path(__file__).with_name("known.toml")
_KEYS: Final = frozenset({"module", "operator", "line", "becomes", "why"})


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A changed line that makes no difference to any visitor, as somebody has looked into."""

    module: str
    operator: str
    line: str
    """As it stands in the source, without its indent."""
    becomes: tuple[str, ...]
    why: str

    def covers(self, mutant: Mutant) -> bool:
        if (mutant.module, mutant.operator) != (self.module, self.operator):
            return False
        _, old, new = mutant.lines()
        return old == self.line and new in self.becomes

    def __str__(self) -> str:
        return f"{self.module}, {self.operator}, {self.line!r}"


@dataclass(frozen=True, slots=True)
class Known:
    """What the file says."""

    first: Mapping[str, tuple[str, ...]]
    """Ids of rules, or their beginnings, whose scenarios are likely to notice, by module."""
    equivalents: tuple[Equivalent, ...]

    def why_equivalent(self, mutant: Mutant) -> str:
        """Why nobody could notice it; "" for those of which that is not known."""
        return next((each.why for each in self.equivalents if each.covers(mutant)), "")


@cache
def known(path: Path = FILE) -> Known:
    """Read the file. Raises FaultError where it says what it cannot mean."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise FaultError(f"{path.name} is no TOML: {error}") from error
    first = said.get("first", {})
    for module, rules in first.items():
        source_of(module)
        if not isinstance(rules, list):
            raise FaultError(f"{path.name}: first has a list of ids for each module; mend {module}")
    return Known(
        {module: tuple(rules) for module, rules in first.items()},
        tuple(_equivalent(entry, path) for entry in said.get("equivalent", [])),
    )


def stale(equivalents: Iterable[Equivalent]) -> list[str]:
    """Return what is said of mutants that the sources, as they are now, do not make."""
    found = []
    for each in equivalents:
        made = changes(source_of(each.module), {each.operator})
        lines = [Mutant(each.module, operator, number, text).lines()[1:] for operator, number, text in made]
        found += [f"{each} becomes {new!r}" for new in each.becomes if (each.line, new) not in lines]
    return found


def _equivalent(entry: Mapping[str, Any], path: Path) -> Equivalent:
    becomes = entry.get("becomes")
    lines = [becomes] if isinstance(becomes, str) else becomes
    texts = [
        *(entry.get(key) for key in _KEYS - {"becomes"}),
        *(lines if isinstance(lines, list) else [None]),
    ]
    if set(entry) != _KEYS or not lines or not all(isinstance(each, str) for each in texts):
        raise FaultError(
            f"{path.name}: an equivalent mutant is told by the texts {', '.join(sorted(_KEYS))}, of which "
            f"becomes can be a list of several; mend the entry {dict(entry)}"
        )
    source_of(entry["module"])
    return Equivalent(
        module=entry["module"],
        operator=entry["operator"],
        line=entry["line"],
        becomes=tuple(lines),
        why=" ".join(entry["why"].split()),
    )
