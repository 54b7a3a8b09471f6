"""How hard the property tests try: a few seconds the same each time, or `HYPOTHESIS_PROFILE=deep`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# A busy machine stalls now and then, so an example that took long has not failed by that; what must be
# quick is held to its processor time by the tests themselves.
_COMMON = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, report_multiple_bugs=False
)
settings.register_profile("quick", _COMMON, max_examples=60, derandomize=True, database=None)
settings.register_profile("deep", _COMMON, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "quick")
