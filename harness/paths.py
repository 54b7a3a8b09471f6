"""Where things are. Of the standard library alone, for it is needed before anything is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
"""The repository."""
TESTS: Final = ROOT / "tests"
FEATURE_TESTS: Final = TESTS / "features"
REPORTS: Final = ROOT / "reports"
STATE: Final = ROOT / ".run"
"""What a machine keeps between runs: logs of the set-up, the target file of a portal started by hand."""
VENV: Final = ROOT / ".venv"
VENV_PYTHON: Final = VENV / "bin" / "python"
REQUIREMENTS: Final = ROOT / "requirements.txt"
STAMP: Final = VENV / ".requirements"
"""A copy of the requirements that the environment was made from, written when it was complete."""


def is_there(path: Path) -> bool:
    """Say whether there is such a file or folder; what cannot be a path, as it is too long, is none."""
    try:
        return path.exists()
    except OSError:
        return False
