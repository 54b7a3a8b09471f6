"""What happens in a worker, told to the controller at once.

pytest-xdist itself tells of a test that begins, but not on which worker, and knows no steps. So each worker
is handed an execnet channel of ours among its inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from harness.report.model import Scenario
from harness.secrecy.registry import secrets_of
from harness.worker_end import take_in_what_came

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.secrecy.registry import Registry

_CHANNEL: Final = "hup_events"
_SENDER: Final = pytest.StashKey["EventSender"]()
# Every worker collects all; one of them is enough to tell what.
_TELLS_SCENARIOS: Final = "gw0"


class EventSender:
    """Calls the hooks of a run: here, or from a worker in its controller."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        inputs: dict[str, Any] = getattr(config, "workerinput", {})
        self.worker: str = inputs.get("workerid", "")
        self._channel = inputs.get(_CHANNEL)

    def scenarios(self, scenarios: list[Scenario]) -> None:
        if not self.worker:
            self._config.hook.pytest_hup_scenarios(config=self._config, scenarios=scenarios)
        elif self.worker == _TELLS_SCENARIOS:
            self._send("scenarios", [scenario.model_dump(mode="json") for scenario in scenarios])

    def started(self, node_id: str) -> None:
        if not self.worker:
            self._config.hook.pytest_hup_started(config=self._config, node_id=node_id, worker="")
        else:
            self._send("started", node_id)

    def step(self, node_id: str, index: int) -> None:
        if not self.worker:
            self._config.hook.pytest_hup_step(config=self._config, node_id=node_id, index=index)
        else:
            self._send("step", [node_id, index])

    def browser(self, browser: str) -> None:
        if not self.worker:
            self._config.hook.pytest_hup_browser(config=self._config, browser=browser)
        else:
            self._send("browser", browser)

    def secrets(self, registry: Registry) -> None:
        """Tell what has become secret in a worker: by its pipe, and nowhere else."""
        new = registry.hand_over()
        if self.worker and new:
            self._send("secrets", new)

    def _send(self, event: str, content: object) -> None:
        if self._channel is None:
            return
        try:
            self._channel.send((event, content))
        except OSError:  # the controller is gone, and pytest-xdist about to end this worker
            self._channel = None


def sender(config: pytest.Config) -> EventSender:
    """Return the one sender of this process."""
    if _SENDER not in config.stash:
        config.stash[_SENDER] = EventSender(config)
    return config.stash[_SENDER]


class EventReceiver:
    """In a controller: hands every new worker its channel and calls the hooks for what comes back."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:  # noqa: ANN401 - pytest-xdist has no types
        channel = node.gateway.newchannel()
        channel.setcallback(self._callback(node.gateway.id))
        node.workerinput[_CHANNEL] = channel

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self) -> None:
        """Let nothing that comes by this channel be ahead of what pytest itself was told before it."""
        take_in_what_came(self._config)

    def _callback(self, worker: str) -> Callable[[tuple[str, Any]], None]:
        hook, config = self._config.hook, self._config

        def receive(message: tuple[str, Any]) -> None:
            event, content = message
            if event == "scenarios":
                scenarios = [Scenario.model_validate(each) for each in content]
                hook.pytest_hup_scenarios(config=config, scenarios=scenarios)
            elif event == "started":
                hook.pytest_hup_started(config=config, node_id=content, worker=worker)
            elif event == "browser":
                hook.pytest_hup_browser(config=config, browser=content)
            elif event == "secrets":
                for value, what in content:
                    secrets_of(config).add(value, what)
            else:
                node_id, index = content
                hook.pytest_hup_step(config=config, node_id=node_id, index=index)

        return receive
