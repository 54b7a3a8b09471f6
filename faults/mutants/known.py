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
from faults.mutants.sources import modules, source_of

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
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    first = {module: tuple(rules) for module, rules in said.get("first", {}).items()}
    for module in first:
        source_of(module)
    return Known(first, tuple(_equivalent(entry, path) for entry in said.get("equivalent", [])))


def stale(equivalents: Iterable[Equivalent]) -> list[str]:
    """Return what is said of mutants that the sources, as they are now, do not make."""
    found = []
    for each in equivalents:
        made = changes(source_of(each.module), {each.operator})
        lines = [Mutant(each.module, operator, number, text).lines()[1:] for operator, number, text in made]
        found += [f"{each} becomes {new!r}" for new in each.becomes if (each.line, new) not in lines]
    return found


def _equivalent(entry: Mapping[str, Any], path: Path) -> Equivalent:
    if set(entry) != _KEYS or entry["module"] not in modules():
        raise FaultError(
            f"{path.name}: an equivalent mutant is told by {', '.join(sorted(_KEYS))}, and is of a module "
            f"of the rules; mend the entry {dict(entry)}"
        )
    becomes = entry["becomes"]
    return Equivalent(
        module=entry["module"],
        operator=entry["operator"],
        line=entry["line"],
        becomes=(becomes,) if isinstance(becomes, str) else tuple(becomes),
        why=" ".join(entry["why"].split()),
    )
