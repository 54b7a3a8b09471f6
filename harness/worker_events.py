"""What pytest-xdist's workers report, handed over so that no signal can lose any of it.

xdist takes an event from a queue, and handles it. An exception that strikes in between, as that of a signal
may anywhere, loses the event; so signals are held back there, and raise where an event is waited for.
"""

from __future__ import annotations

import queue
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

if TYPE_CHECKING:
    import pytest

    from harness.interruption import Interruption

_Event: TypeAlias = tuple[str, dict[str, Any]]
_WAKE: Final[_Event] = ("wake", {})


class WorkerEvents(queue.SimpleQueue[_Event]):
    """Of all queues this is the one that also a signal's handler may put something in.

    Waiting in it ends with RunStopped once the run is to end, for the first time; what is in it stays.
    """

    def __init__(self, interruption: Interruption) -> None:
        super().__init__()
        self._interruption = interruption

    @classmethod
    def put_in(cls, config: pytest.Config, interruption: Interruption) -> Self | None:
        """Give it to xdist, before any worker is told where to report; None where there are no workers."""
        session: Any = config.pluginmanager.getplugin("dsession")
        if session is None:
            return None
        session.queue = events = cls(interruption)
        return events

    def wake(self) -> None:
        """Let whoever waits look whether the run is to end."""
        self.put(_WAKE)

    def get(self, block: bool = True, timeout: float | None = None) -> _Event:  # noqa: FBT001, FBT002 - as there
        while True:
            self._interruption.check()
            event = super().get(block, timeout)
            if event is not _WAKE:
                return event
