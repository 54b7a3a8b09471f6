"""Rules that are none of the portal's: as few lines as a test needs."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from faults.mutants import sources


class Rules:
    """A package of rules in a folder of its own, in place of the portal's."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch

    def write(self, source: str, module: str = "tariff") -> ModuleType:
        """Write a module, and return it as it is without any mutant."""
        path = self.folder / f"{module}.py"
        path.write_text(source, encoding="utf-8")
        made = ModuleType(f"{sources.PACKAGE}.{module}")
        exec(compile(source, str(path), "exec"), vars(made))  # noqa: S102 - a test's own lines
        self._monkeypatch.setitem(sys.modules, made.__name__, made)
        return made


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rules:
    folder = tmp_path / "portal" / "rules"
    folder.mkdir(parents=True)
    monkeypatch.setattr(sources, "_FOLDER", folder)
    return Rules(folder, monkeypatch)
