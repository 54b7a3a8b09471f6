"""Getting a fault into a process: its patch runs right after the module that it breaks was loaded.

That early, because other modules take names out of that module as soon as they are loaded themselves.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Final

from faults.catalogue import DeadError, Fault, FaultError
from faults.patching import wrapped

if TYPE_CHECKING:
    from faults.catalogue import Patch


_LAST_AT_START: Final = "portal.database"


def plant(faults: Iterable[Fault]) -> None:
    """Break this process. Modules that are loaded already are patched at once, the others when they are.

    Raises FaultError where a patch finds nothing to break, and so does the start of the portal: it loads
    the modules that no page has asked for yet, so that no visitor comes upon a patch that does not fit.
    """
    modules = []
    for fault in faults:
        for name in fault.modules:
            modules.append((fault.name, name))
            _patch(fault.name, name, fault.patch)
    _patch("the check of all", _LAST_AT_START, partial(_load_at_start, modules))


def _patch(fault: str, module: str, patch: Patch) -> None:
    if module in sys.modules:
        _apply(fault, patch, sys.modules[module])
    else:
        sys.meta_path.insert(0, _Finder(fault, module, patch))


def _load_at_start(modules: Iterable[tuple[str, str]], database: ModuleType) -> None:
    @wrapped(database, "prepare")
    def prepare(original: Callable[[], None]) -> None:
        original()
        for fault, name in modules:
            try:
                importlib.import_module(name)
            except ModuleNotFoundError as error:
                raise FaultError(
                    f"the fault {fault} finds no module {error.name}: bring it up to date with the portal"
                ) from error


def _apply(fault: str, patch: Patch, module: ModuleType) -> None:
    try:
        patch(module)
    except DeadError:
        raise
    except Exception as error:
        raise FaultError(
            f"the fault {fault} no longer fits {module.__name__} ({type(error).__name__}: {error}): "
            "bring it up to date with the portal"
        ) from error


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module as Python would, and has it patched once it is executed."""

    def __init__(self, fault: str, module: str, patch: Patch) -> None:
        self._fault = fault
        self._module = module
        self._patch = patch

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._module:
            return None
        # Whoever comes after this one in the list, another fault of the same module among them.
        for finder in sys.meta_path[sys.meta_path.index(self) + 1 :]:
            spec = finder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Loader(spec.loader, self)
                return spec
        return None

    def apply(self, module: ModuleType) -> None:
        _apply(self._fault, self._patch, module)


class _Loader(importlib.abc.Loader):
    def __init__(self, loader: importlib.abc.Loader, finder: _Finder) -> None:
        self._loader = loader
        self._finder = finder

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        self._finder.apply(module)

    def __getattr__(self, name: str) -> object:
        """Whatever else the module's own loader can do, such as reading the files beside it."""
        return getattr(self._loader, name)
