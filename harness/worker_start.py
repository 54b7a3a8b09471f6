"""A worker of pytest-xdist that ends while it is being started: told in a sentence, and cleaned up after.

xdist then ends with an internal error, of which nobody can read what happened, and forgets both the process
and the pipes to it.
"""

from __future__ import annotations

import traceback
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pytest

WORKER_LOST: Final = (
    "a worker, which is one of the processes that run the tests, ended before it was ready: it was killed, "
    "or found no memory. Run again; if it happens again, make room in memory, or take fewer workers with -n"
)
_LIBRARY: Final = "execnet"
"""Through which xdist talks to its workers."""


def is_loss_of_worker(error: BaseException) -> bool:
    """Say whether it was raised where a worker is talked to."""
    *_, innermost = traceback.walk_tb(error.__traceback__)
    frame, _ = innermost
    return _LIBRARY in Path(frame.f_code.co_filename).parts


def end_started_workers(config: pytest.Config, error: BaseException) -> None:
    """End those that were started before the one that was lost, and let go of what is left of that one."""
    with warnings.catch_warnings():
        # Its pipes and its process, which nobody has closed or awaited; each would be an error of its own.
        warnings.simplefilter("ignore", ResourceWarning)
        traceback.clear_frames(error.__traceback__)
        error.__traceback__ = None
    session: Any = config.pluginmanager.getplugin("dsession")
    nodes = getattr(session, "nodemanager", None)
    if nodes is not None:
        nodes.teardown_nodes()
