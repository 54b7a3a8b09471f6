"""An early end for pytest-xdist's workers that loses nothing they have to say.

By itself xdist stops listening at once when a run is interrupted: results that are on their way are lost, and
workers go on with all the tests they were handed until they are killed.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import time
from collections.abc import Iterable
from typing import Any, Final, Protocol

import pytest

_ALREADY_TOLD: Final = 0.5
"""Seconds that xdist, in turn, then waits for workers before it kills them."""
_TOLD_ON: Final = ("testreport", "logstart", "logfinish")


class WorkerController(Protocol):
    """What of pytest-xdist's side of a worker is used here; it comes without types."""

    gateway: Any
    nodemanager: Any
    workerinput: dict[str, Any]

    def shutdown(self) -> None: ...


def end_workers(config: pytest.Config, workers: Iterable[WorkerController], *, within: float) -> None:
    """Let workers end the tests they run, and take in what they report until they are gone or time is up."""
    session: Any = config.pluginmanager.getplugin("dsession")
    working = list(workers)
    if session is None or not working:
        return
    for worker in working:
        _tell(worker)
    deadline = time.monotonic() + within
    while working:
        try:
            name, details = session.queue.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            return
        if name in _TOLD_ON:
            getattr(session, f"worker_{name}")(**details)
        elif name in {"workerfinished", "errordown"} and details["node"] in working:
            working.remove(details["node"])


def take_in_what_came(config: pytest.Config) -> None:
    """Let the controller hear what workers said before an interrupt; xdist itself would drop it."""
    session: Any = config.pluginmanager.getplugin("dsession")
    if session is None:
        return
    others = []
    with contextlib.suppress(queue.Empty):
        while True:
            event = session.queue.get_nowait()
            name, details = event
            if name in _TOLD_ON:
                getattr(session, f"worker_{name}")(**details)
            else:
                others.append(event)
    for event in others:  # whoever ends the workers waits for them
        session.queue.put(event)


def _tell(worker: WorkerController) -> None:
    worker.nodemanager.EXIT_TIMEOUT = _ALREADY_TOLD
    # For one that waits for work. One that runs a test would read this only after all it was handed.
    with contextlib.suppress(OSError):
        worker.shutdown()
    # Asked for by xdist when it sets a worker up, and then kept; asking again would wait for the worker.
    about = getattr(worker.gateway, "_cache_rinfo", None)
    if about is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(about.pid, signal.SIGINT)
