"""pytest plugin: `--try-first FILE`, in which order a run takes its scenarios, and which of them alone.

Those that are named come first, then those of the named rules, then the quick ones. So a run that stops at
its first failure (`-x`) is short where it can be.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from harness.report.describe import describe

if TYPE_CHECKING:
    from harness.report.model import Scenario


class Order(BaseModel):
    """What the file says."""

    model_config = ConfigDict(extra="forbid")

    named: list[str] = Field(default_factory=list)
    """Node ids. Where there are rules, one that is of none of them gets no precedence by it."""
    rules: list[str] = Field(default_factory=list)
    seconds: dict[str, float] = Field(default_factory=dict)
    """How long scenarios take, as far as that is known; by node id."""
    only_these: bool = False
    """Whether scenarios that are neither named nor of the rules are left out."""

    def rank(self, scenario: Scenario) -> tuple[int, float]:
        """Return what scenarios are sorted by."""
        of_rules = not set(self.rules).isdisjoint(scenario.rules)
        if scenario.node_id in self.named and (of_rules or not self.rules):
            return 0, self.named.index(scenario.node_id)
        return 1 if of_rules else 2, self.seconds.get(scenario.node_id, math.inf)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("scenarios").addoption(
        "--try-first", type=Path, metavar="FILE", help="order of scenarios"
    )


# After the selection, which others may ask for as well, and after whoever else sorts.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    path: Path | None = config.getoption("--try-first")
    if path is None:
        return
    try:
        order = Order.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise pytest.UsageError(f"--try-first: {path} cannot be read: {error}") from error
    ranks: dict[pytest.Item, tuple[int, float]] = {}
    for item in items:
        scenario = describe(item)
        if scenario is not None:
            ranks[item] = order.rank(scenario)
    kept = [item for item in items if item in ranks and not (order.only_these and ranks[item][0] > 1)]
    if left_out := set(items).difference(kept):
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = sorted(kept, key=ranks.__getitem__)
