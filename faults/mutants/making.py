"""All mutants of the rules that are worth a run, and how many others there are and why they are not."""

import contextlib
import difflib
import importlib
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from faults.catalogue import FaultError
from faults.mutants.operators import change, changes
from faults.mutants.sameness import Fingerprint, fingerprint
from faults.mutants.sources import PACKAGE, modules, path_of, source_of

NO_DIFFERENCE: Final = "Python makes the same of them: only a type or a text that explains is another"
TWIN: Final = "another mutant does the same"
NOT_PYTHON: Final = "it is no Python"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed place in one module of the rules."""

    module: str
    operator: str
    occurrence: int
    source: str
    """Of the whole module, as changed."""

    @property
    def name(self) -> str:
        """What it is asked for by, such as ``links.NumberReplacer.0``; fit for a file name."""
        return f"{self.module}.{self.operator}.{self.occurrence}"

    def diff(self) -> str:
        """The change as a unified diff, with a line of context around it."""
        name = path_of(self.module).relative_to(path_of(self.module).parents[2]).as_posix()
        lines = difflib.unified_diff(
            source_of(self.module).splitlines(), self.source.splitlines(), name, name, n=1, lineterm=""
        )
        return "\n".join(lines)

    def lines(self) -> tuple[int, str, str]:
        """Number of the first line that changed, and the changed lines before and after, without indent."""
        old, new = source_of(self.module).splitlines(), self.source.splitlines()
        blocks = [
            each
            for each in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            if each[0] != "equal"
        ]
        first, last = blocks[0], blocks[-1]
        return first[1] + 1, _joined(old[first[1] : last[2]]), _joined(new[first[3] : last[4]])


@dataclass(slots=True)
class Made:
    """The mutants of some modules, and what became of the others."""

    mutants: list[Mutant] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    """How many, by reason."""

    @property
    def all(self) -> int:
        """How many changes the tool had to offer."""
        return len(self.mutants) + self.left_out.total()


def make(names: Iterable[str] = ()) -> Made:
    """Make the mutants of these modules, or of all. Raises FaultError for what is no module of the rules."""
    made = Made()
    for module in names or modules():
        source = source_of(module)
        seen = {fingerprint(source): NO_DIFFERENCE}
        for operator, occurrence, changed in changes(source):
            mutant = Mutant(module, operator, occurrence, changed)
            reason = _why_left_out(changed, seen)
            if reason:
                made.left_out[reason] += 1
            else:
                made.mutants.append(mutant)
        made.mutants.sort(key=lambda each: (each.module, each.lines()[0]))
    return made


def find(name: str) -> Mutant:
    """The mutant of this name. Raises FaultError where the sources do not make one."""
    module, operator, occurrence = (*name.split("."), "", "")[:3]
    changed = None
    if name.count(".") == 2 and occurrence.isascii() and occurrence.isdigit():
        changed = change(source_of(module), operator, int(occurrence))
    if changed is None:
        raise FaultError(
            f"there is no mutant called {name!r}: ./run faults --mutants --list names them, and every change "
            "to the rules may number them anew"
        )
    return Mutant(module, operator, int(occurrence), changed)


def why_not_loaded(mutant: Mutant) -> str:
    """Why Python cannot load it, as no portal could start with it; "" where it can.

    It is executed for that, beside the module that it is made of and unseen by everybody else.
    """
    original = importlib.import_module(f"{PACKAGE}.{mutant.module}")
    try:
        # What it prints, such as a pattern whose flags ask for it, is nobody's.
        with contextlib.redirect_stdout(io.StringIO()):
            run_in({key: value for key, value in vars(original).items() if key.startswith("__")}, mutant)
    except Exception as error:  # noqa: BLE001 - whatever a mutant may come to
        return f"{type(error).__name__}: {error}"
    return ""


def run_in(names: dict[str, Any], mutant: Mutant) -> None:
    """Execute the mutant as the module of these names. Raises whatever comes of it."""
    exec(compile(mutant.source, str(path_of(mutant.module)), "exec", dont_inherit=True), names)  # noqa: S102


def _why_left_out(changed: str, seen: dict[Fingerprint, str]) -> str:
    try:
        mark = fingerprint(changed)
    except SyntaxError:
        return NOT_PYTHON
    return seen.get(mark) or (seen.update({mark: TWIN}) or "")


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines if line.strip())
