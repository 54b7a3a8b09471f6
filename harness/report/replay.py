"""What to type to run one scenario again, alone, with the same data and all the evidence."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from harness.run_context import RUN_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest


def replay_of(config: pytest.Config, node_id: str) -> str:
    """Return the line for a test of this run."""
    run = config.stash.get(RUN_CONTEXT, None)
    found = config.hook.pytest_hup_replay_arguments(config=config)
    arguments = [argument for part in found for argument in part]
    return replay_line(node_id, seed=run.seed if run else None, arguments=arguments)


def replay_line(node_id: str, *, seed: int | None, arguments: Sequence[str] = ()) -> str:
    """Return the line for a shell, with everything quoted that needs it."""
    words = ["./run", "e2e"]
    if seed is not None:
        words += ["--seed", str(seed)]
    words += ["-n", "0", "--evidence", "full", *map(shlex.quote, arguments)]
    # Always in quotes: a scenario with and one without a row of an outline then look alike.
    quoted = "'" + node_id.replace("'", "'\"'\"'") + "'"
    return " ".join([*words, quoted])
