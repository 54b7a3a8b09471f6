"""Signals in this very process, handled as in a run's controller."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Iterator

import pytest

from harness.interruption import Interruption, RunStopped
from harness.worker_events import WorkerEvents


@pytest.fixture
def interruption() -> Iterator[Interruption]:
    made = Interruption()
    made.install()
    yield made
    made.restore()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (signal.SIGINT, "stopped by Ctrl-C"),
        (signal.SIGTERM, "stopped by SIGTERM"),
        (signal.SIGHUP, "stopped by SIGHUP (the terminal is gone)"),
    ],
)
def test_signal_stops_the_run_with_its_name(
    interruption: Interruption, number: signal.Signals, reason: str
) -> None:
    with pytest.raises(RunStopped) as caught:
        signal.raise_signal(number)

    assert str(caught.value) == reason == interruption.reason


def test_winding_down_is_not_disturbed_but_by_the_third_ctrl_c(interruption: Interruption) -> None:
    with pytest.raises(RunStopped):
        signal.raise_signal(signal.SIGINT)

    for later in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.raise_signal(later)
    with pytest.raises(RunStopped):
        signal.raise_signal(signal.SIGINT)

    assert interruption.reason == "stopped by Ctrl-C"


def test_another_thread_stops_the_run_and_its_reason_holds(interruption: Interruption) -> None:
    thread = threading.Thread(target=interruption.stop_run, args=("the portal ended",))
    with pytest.raises(RunStopped, match="the portal ended"):  # noqa: PT012 - it comes while waiting
        thread.start()
        interruption.wait()
    thread.join()

    signal.raise_signal(signal.SIGTERM)

    assert interruption.reason == "the portal ended"


def test_held_back_signal_tells_and_raises_at_the_next_check(interruption: Interruption) -> None:
    told: list[str] = []

    with interruption.held_back(lambda: told.append("told")):
        interruption.check()
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(RunStopped, match="SIGTERM"):
            interruption.check()

    assert told == ["told"]
    signal.raise_signal(signal.SIGTERM)
    interruption.check()


def test_held_back_signal_raises_at_the_end_where_nobody_checks(interruption: Interruption) -> None:
    told: list[str] = []

    with (
        pytest.raises(RunStopped, match="SIGHUP"),
        interruption.held_back(lambda: told.append("told")),
    ):
        signal.raise_signal(signal.SIGHUP)

    assert told == ["told"]


def test_third_ctrl_c_is_not_held_back(interruption: Interruption) -> None:
    with interruption.held_back(lambda: None):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(RunStopped):
            signal.raise_signal(signal.SIGINT)


def test_event_that_was_taken_is_handled_before_a_signal_stops_the_run(interruption: Interruption) -> None:
    events = WorkerEvents(interruption)
    handled: list[str] = []
    for name in ("first", "second"):
        events.put((name, {}))

    with interruption.held_back(events.wake):
        name, _ = events.get(timeout=5.0)
        signal.raise_signal(signal.SIGTERM)
        handled.append(name)
        with pytest.raises(RunStopped):
            events.get(timeout=5.0)

    assert handled == ["first"]
    assert events.get(timeout=0.0) == ("second", {})
    with pytest.raises(queue.Empty):
        events.get(timeout=0.0)


def test_signal_ends_the_wait_for_an_event(interruption: Interruption) -> None:
    events = WorkerEvents(interruption)
    main = threading.main_thread().ident
    assert main is not None
    thread = threading.Thread(target=signal.pthread_kill, args=(main, signal.SIGTERM))

    with pytest.raises(RunStopped), interruption.held_back(events.wake):  # noqa: PT012 - it comes while waiting
        thread.start()
        events.get(timeout=60.0)
    thread.join()


def test_handlers_are_given_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    interruption = Interruption()
    interruption.install()
    interruption.restore()

    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before


def test_ignored_signal_stays_ignored() -> None:
    """As `nohup` wants it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    interruption = Interruption()
    try:
        interruption.install()
        signal.raise_signal(signal.SIGHUP)
        interruption.restore()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        interruption.restore()
        signal.signal(signal.SIGHUP, before)

    assert interruption.reason is None


def test_nothing_is_taken_over_outside_the_main_thread() -> None:
    interruption = Interruption()
    before = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=interruption.install)
    thread.start()
    thread.join()

    assert signal.getsignal(signal.SIGTERM) is before
