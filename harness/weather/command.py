"""How a run starts its weather, and what the weather says to the run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from harness.loopback import LOOPBACK
from harness.mail.server import MailServerAddress
from harness.ports import listen, port_of

if TYPE_CHECKING:
    import socket
    from pathlib import Path
    from types import TracebackType

    from harness.weather.model import Weather

RESTART_MAIL: Final = "restart-mail"


class WeatherCommand:
    """The sockets of the weather to be, which close with the block, and the command that serves them."""

    def __init__(self, weather: Weather, *, portal_port: int, mail: MailServerAddress) -> None:
        """`portal_port`: where the portal will listen; `mail`: where its mails end up."""
        self.weather = weather
        self._portal_port = portal_port
        self._mail = mail
        self._smtp, self._api = listen(), listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._smtp.close()
        self._api.close()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{port_of(self._api)}"

    @property
    def smtp(self) -> str:
        """Where the portal hands its mail over."""
        return f"{LOOPBACK}:{port_of(self._smtp)}"

    def argv(self, *, public: socket.socket, folder: Path, diary: Path) -> list[str]:
        """`public`: the socket of the address that people type."""
        weather = self.weather
        return [
            *(sys.executable, "-m", "harness.weather", "--exit-with-parent"),
            *("--portal", f"{LOOPBACK}:{self._portal_port}", "--mail", self._mail.smtp),
            *("--kinds", ",".join(sorted(weather.kinds)), "--seed", str(weather.seed)),
            *("--run-id", weather.run_id, "--folder", str(folder), "--diary", str(diary)),
            *("--http-listen-fd", str(public.fileno()), "--smtp-listen-fd", str(self._smtp.fileno())),
            *("--api-listen-fd", str(self._api.fileno())),
        ]

    def pass_fds(self, public: socket.socket) -> tuple[int, ...]:
        return (public.fileno(), self._smtp.fileno(), self._api.fileno())


@dataclass(frozen=True, slots=True)
class WeatherReady:
    """The line with which it says that all answer."""

    http: str
    smtp: str
    api: str

    @classmethod
    def read(cls, line: str) -> Self:
        """Raise ValueError for any other line."""
        try:
            ready = json.loads(line)
            if ready.pop("event") == "ready":
                return cls(**ready)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"not the weather's ready line: {line!r}") from error
        raise ValueError(f"not the weather's ready line: {line!r}")


def asks_for_restart(line: str) -> bool:
    """Say whether the weather wants the mail catcher restarted."""
    try:
        said = json.loads(line)
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("event") == RESTART_MAIL
