"""Signals in this very process, handled as in a run's controller."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest

from harness.interruption import Interruption, RunStopped


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
