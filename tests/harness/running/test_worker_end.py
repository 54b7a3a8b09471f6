"""What workers had reported when a run is interrupted."""

from __future__ import annotations

import queue
from types import SimpleNamespace
from typing import Any, cast

import pytest

from harness.worker_end import take_in_what_came


def _config(session: object) -> pytest.Config:
    plugins = SimpleNamespace(getplugin={"dsession": session}.get)
    return cast("pytest.Config", SimpleNamespace(pluginmanager=plugins))


def test_reports_are_taken_in_and_the_rest_stays() -> None:
    events: queue.Queue[tuple[str, dict[str, Any]]] = queue.Queue()
    for event in (
        ("logstart", {"nodeid": "a"}),
        ("workerfinished", {"node": 1}),
        ("testreport", {"rep": "a"}),
    ):
        events.put(event)
    told: list[object] = []
    session = SimpleNamespace(
        queue=events,
        worker_logstart=lambda nodeid: told.append(("started", nodeid)),
        worker_testreport=lambda rep: told.append(("reported", rep)),
    )
    take_in_what_came(_config(session))
    assert told == [("started", "a"), ("reported", "a")]
    assert events.get_nowait() == ("workerfinished", {"node": 1})
    assert events.empty()


def test_without_workers_there_is_nothing_to_take_in() -> None:
    take_in_what_came(_config(None))
