"""Where pytest's items keep what belongs to a scenario, for modules that must not import a plugin."""

from __future__ import annotations

from typing import Final

import pytest

from harness.report.evidence import Evidence
from harness.report.recorder import Recorder

PUBLISHER: Final = "hup-publisher"
"""Name of the plugin that has published a run; what it is made of takes long to import."""
RECORDER: Final = pytest.StashKey[Recorder]()
"""Of an item that is a scenario."""
EVIDENCE: Final = pytest.StashKey[Evidence]()
"""Of an item whose scenario lets something be watched."""
