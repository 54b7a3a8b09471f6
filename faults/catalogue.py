"""What a fault is, and the list of all of them."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Final

Patch = Callable[[ModuleType], object]
"""Changes a module of the portal, or one that it uses, right after that was loaded."""

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
_LONGEST_NAME: Final = 48
_FAULTS: Final[dict[str, Fault]] = {}


class FaultError(Exception):
    """A fault does not exist, is written wrongly, or finds nothing to break; the text says what to do."""


class DeadError(FaultError):
    """No portal can start with this fault, and that is no fault of the fault's."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break the portal."""

    name: str
    """In words with hyphens: what is wrong with the portal then, such as `link-works-twice`."""
    rule: str
    """Id of the rule that it breaks. One of this rule's own scenarios has to notice."""
    says: str
    """What a visitor would complain of, in a sentence."""
    modules: tuple[str, ...]
    """Full names of the modules that the patch is handed, each as soon as it is loaded."""
    patch: Patch


def fault(rule: str, says: str, *, at: str | tuple[str, ...]) -> Callable[[Patch], Patch]:
    """Enter the decorated patch of the modules `at` into the list, named after its function.

    Raises FaultError for a name that is taken or too short to tell anything.
    """

    def enter(patch: Patch) -> Patch:
        name = getattr(patch, "__name__", "").strip("_").replace("_", "-")
        add(Fault(name, rule, says, (at,) if isinstance(at, str) else at, patch))
        return patch

    return enter


def add(made: Fault) -> None:
    """Enter a fault into the list. Raises FaultError as `fault` does."""
    if not _NAME.fullmatch(made.name) or len(made.name) > _LONGEST_NAME:
        raise FaultError(
            f"a fault cannot be called {made.name!r}: use two words or more with hyphens, up to "
            f"{_LONGEST_NAME} characters, such as link-works-twice"
        )
    if made.name in _FAULTS:
        raise FaultError(f"there are two faults called {made.name}: rename one")
    _FAULTS[made.name] = made


def load_all() -> dict[str, Fault]:
    """Return all faults by name, in the order of their modules' names."""
    library = importlib.import_module("faults.library")
    for module in sorted(pkgutil.iter_modules(library.__path__), key=lambda found: found.name):
        importlib.import_module(f"{library.__name__}.{module.name}")
    return dict(_FAULTS)


def find(name: str) -> Fault:
    """Return the fault of this name, or the mutant, such as `links.NumberReplacer.0`.

    Raises FaultError, with names that are alike, if there is none.
    """
    if "." in name:
        # The tool that makes them is needed by nobody else, and takes its time to load.
        return importlib.import_module("faults.mutants.planted").fault_of(name)  # type: ignore[no-any-return]
    known = load_all()
    if name not in known:
        alike = difflib.get_close_matches(name, known, n=3)
        hint = f" Did you mean {' or '.join(alike)}?" if alike else ""
        raise FaultError(f"there is no fault called {name!r}.{hint} ./run faults --list names them all")
    return known[name]
