"""Ctrl-C, a `kill`, a closed terminal and a lost server end a run the same way: in order, with its results.

Python's own answer to SIGTERM and SIGHUP is to be gone at once, with the children left to themselves.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, NoReturn

_SIGNALS: Final = {
    signal.SIGINT: "Ctrl-C",
    signal.SIGTERM: "SIGTERM",
    signal.SIGHUP: "SIGHUP (the terminal is gone)",
}
_PATIENCE: Final = 3
"""After so many Ctrl-C the winding down itself is given up."""
_LOOK_FOR_PARENT: Final = 0.5
"""Seconds between two looks at whether the parent still lives."""


class RunStopped(KeyboardInterrupt):
    """The run is to end now. pytest treats it as a Ctrl-C, and shows its text as the reason."""


RunStopped.__module__ = "builtins"  # a user who reads "RunStopped: SIGTERM" need not know where it is defined


class Interruption:
    """Turns signals into one `RunStopped` in the main thread; later ones do not disturb the winding down."""

    def __init__(self) -> None:
        self.reason: str | None = None
        self._raised = False
        self._presses = 0
        self._on_held_back: Callable[[], None] | None = None
        self._before: dict[signal.Signals, Any] = {}

    def install(self) -> None:
        """Take over the signals; does nothing outside the main thread, where that is impossible."""
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _SIGNALS:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as `nohup` and a shell's `&` want it
                self._before[number] = signal.signal(number, self._on_signal)

    def restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    @contextmanager
    def held_back(self, tell: Callable[[], None]) -> Iterator[None]:
        """Let signals call `tell`, and raise at the next `check`, or at the end, instead of anywhere.

        For a loop that takes each thing to do from somewhere: broken off between taking and doing, it would
        lose that. The last Ctrl-C of a user's patience raises nevertheless.
        """
        self._on_held_back = tell
        try:
            yield
        finally:
            self._on_held_back = None
            self.check()

    def check(self) -> None:
        """Raise RunStopped if the run is to end, and it was not raised yet."""
        if self.reason is not None and not self._raised:
            self._raised = True
            raise RunStopped(self.reason)

    def wait(self) -> NoReturn:
        """Do nothing until a signal, or `stop_run`, raises RunStopped."""
        while True:
            threading.Event().wait()

    def stop_run(self, reason: str) -> None:
        """End the run from any thread. The first reason holds."""
        if self.reason is None:
            self.reason = reason
        main = threading.main_thread().ident
        if main is not None and signal.SIGTERM in self._before:
            # A real signal to that very thread: only this wakes it from a wait.
            signal.pthread_kill(main, signal.SIGTERM)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._presses += number == signal.SIGINT
        if self.reason is None:
            self.reason = f"stopped by {_SIGNALS[signal.Signals(number)]}"
        if number == signal.SIGINT and self._presses >= _PATIENCE:
            self._raised = True
            raise RunStopped(self.reason)
        if self._on_held_back is None:
            self.check()
        else:
            self._on_held_back()


def obey_controller(stop_after_this_test: Callable[[], None]) -> None:
    """In a worker: end with the controller, and stop at a Ctrl-C only after the test that runs.

    A terminal sends it to all of its processes, and a test that is broken off fails for no fault of its
    own.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, lambda _number, _frame: stop_after_this_test())
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), name="watch parent", daemon=True).start()


def _end_with_parent(parent: int) -> None:
    # The worker's pipe to the controller closes too, but is acted upon only after the test that runs.
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(_LOOK_FOR_PARENT)
    os.kill(
        os.getpid(), signal.SIGKILL
    )  # the browser's driver reads the end of its pipe, and closes the browser
