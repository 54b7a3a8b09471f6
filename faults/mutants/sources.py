"""The rule modules of the portal: which there are, and what stands in them."""

from pathlib import Path
from typing import Final

from faults.catalogue import FaultError

PACKAGE: Final = "portal.rules"
_FOLDER: Final = Path(__file__).resolve().parents[2] / "portal" / "rules"


def modules() -> tuple[str, ...]:
    """Their names within the package, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.py") if path.stem != "__init__"))


def path_of(module: str) -> Path:
    """Where the module stands. Raises FaultError where it is no module of the rules."""
    if module not in modules():
        raise FaultError(f"{PACKAGE} has no module {module!r}, only {', '.join(modules())}")
    return _FOLDER / f"{module}.py"


def source_of(module: str) -> str:
    """What it says. Raises FaultError where it is no module of the rules."""
    return path_of(module).read_text(encoding="utf-8")
