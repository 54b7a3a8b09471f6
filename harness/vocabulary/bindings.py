"""Which scenarios the test modules bind to pytest, whatever part of them a run has selected."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

_numbers = count()


@dataclass(frozen=True)
class Binding:
    """One scenario that one test module runs."""

    module: Path
    feature: Path
    scenario: str


def import_binding_modules(folder: Path) -> list[ModuleType]:
    """Import every test module below `folder` that speaks of pytest-bdd, apart from pytest's own copies.

    To be called while pytest runs: pytest-bdd asks its configuration for the features' folder.
    """
    paths = sorted(folder.rglob("test_*.py"))
    return [_import_apart(path) for path in paths if "pytest_bdd" in path.read_text(encoding="utf-8")]


def bindings_of(modules: Iterable[ModuleType]) -> Iterator[Binding]:
    """Yield the scenarios that test modules bind."""
    for module in modules:
        for value in list(vars(module).values()):
            template = registry_get_safe(scenario_wrapper_template_registry, value)
            if template is not None:
                yield Binding(
                    Path(str(module.__file__)).resolve(),
                    Path(template.feature.filename).resolve(),
                    template.name,
                )


def _import_apart(path: Path) -> ModuleType:
    """Import a module anew, under a name of its own, so that pytest's copy is left alone."""
    name = f"_bindings_{next(_numbers)}_{path.stem}"
    specification = importlib.util.spec_from_file_location(name, path)
    if specification is None or specification.loader is None:
        raise ImportError(f"{path} cannot be imported as a module")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    try:
        specification.loader.exec_module(module)
    finally:
        del sys.modules[name]
    return module
