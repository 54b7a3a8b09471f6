"""Living documentation: a static site of what the portal must do, and whether it did in a run."""

from __future__ import annotations

from harness.living_docs.build import build_site
from harness.living_docs.history_view import HistoryView, Trend
from harness.living_docs.publishing import LivingDocsError
from harness.living_docs.read_back import read_back

__all__ = ["HistoryView", "LivingDocsError", "Trend", "build_site", "read_back"]
