"""What the evidence of green scenarios costs: pictures, mails, and the trace in case they turn red.

Every scenario that is chosen runs twice, once with `--evidence lean` and once with `--evidence none`, by
turns, in one process, with one browser, against one portal and one mail catcher.

    .venv/bin/python -m benchmarks.evidence_cost               # all scenarios: half an hour
    .venv/bin/python -m benchmarks.evidence_cost --every 8     # one of eight
    .venv/bin/python -m benchmarks.evidence_cost -k checkout   # whatever pytest selects

Exit status 0 when the scenarios with evidence cost at most 1.10 times those without, in sum, else 1.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Generator
from typing import Final

import pytest

from benchmarks.turns import ALONE, again

LIMIT: Final = 1.10
KINDS: Final = ("lean", "none")
_KIND: Final = pytest.StashKey[str]()


class Turns:
    """Runs each scenario once with each kind of evidence, and keeps what it took."""

    def __init__(self, every: int, rounds: int) -> None:
        self._every = every
        self._rounds = rounds
        self.seconds: dict[str, dict[str, list[float]]] = defaultdict(lambda: {kind: [] for kind in KINDS})

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        from harness.report.describe import describe  # noqa: PLC0415 - pytest has to load pytest-bdd first

        chosen = [item for item in items if describe(item) is not None][:: self._every]
        drawn = random.Random(0)  # noqa: S311 - an order, no secret
        turns = []
        for _ in range(self._rounds):
            for item in chosen:
                # Who goes first changes, so that neither always meets the warmer machine.
                for kind in drawn.sample(KINDS, len(KINDS)):
                    turn = again(item)
                    turn.stash[_KIND] = kind
                    turns.append(turn)
        items[:] = turns

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        item.config.option.evidence = item.stash[_KIND]
        start = time.perf_counter()
        result = yield
        self.seconds[item.nodeid][item.stash[_KIND]].append(time.perf_counter() - start)
        return result


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="evidence_cost", description="Compare scenarios with and without evidence."
    )
    parser.add_argument("--every", type=int, default=1, help="take one scenario of so many (default: all)")
    parser.add_argument("--rounds", type=int, default=1, help="runs of each scenario and kind (default: 1)")
    options, passed_on = parser.parse_known_args(arguments)
    turns = Turns(max(options.every, 1), max(options.rounds, 1))
    code = pytest.main(["-n", "0", "-q", "-x", *ALONE, "tests/features", *passed_on], plugins=[turns])
    if code != pytest.ExitCode.OK:
        sys.stderr.write("no figures: a scenario failed, or none could run\n")
        return int(code)
    # The first one starts the browser.
    counted = list(turns.seconds.values())[1:]
    sums = {kind: sum(sum(each[kind]) for each in counted) for kind in KINDS}
    ratio = sums["lean"] / sums["none"]
    typical = statistics.median(sum(each["lean"]) / sum(each["none"]) for each in counted)
    print(f"{len(counted)} scenarios: {sums['lean']:.1f} s with evidence, {sums['none']:.1f} s without")
    print(f"ratio of the sums: {ratio:.3f} (at most {LIMIT}); median of the ratios: {typical:.3f}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
