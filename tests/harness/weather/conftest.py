"""Weather in the tests' own process, between a client and a server of the test's."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from harness.loopback import LOOPBACK
from harness.ports import listen, port_of
from harness.weather.diary import Diary
from harness.weather.kinds import Kind
from harness.weather.model import Weather
from harness.weather.service import Sockets, serving
from tests.harness.in_thread import in_thread

SOON = 20.0


@dataclass(frozen=True)
class Running:
    """Where a weather is, and what it did."""

    http: tuple[str, int]
    smtp: tuple[str, int]
    url: str
    written: io.StringIO
    restarts: list[None] = field(default_factory=list)

    @property
    def diary(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.written.getvalue().splitlines()]

    def told(self) -> list[str]:
        return [entry["what"] for entry in self.diary]


MakeWeather: TypeAlias = Callable[..., Running]
Strong: TypeAlias = Callable[..., None]


@pytest.fixture
def weather(tmp_path: Path) -> Iterator[MakeWeather]:
    """Make weather of these kinds, each befalling everything unless it says otherwise."""
    with ExitStack() as stack:

        def make(
            *kinds: Kind,
            portal: tuple[str, int] = (LOOPBACK, 9),
            mail: tuple[str, int] = (LOOPBACK, 9),
            seed: int = 1,
            folder: Path = tmp_path,
        ) -> Running:
            sockets = Sockets(listen(), listen(), listen())
            running = Running(
                http=(LOOPBACK, port_of(sockets.http)),
                smtp=(LOOPBACK, port_of(sockets.smtp)),
                url=f"http://{LOOPBACK}:{port_of(sockets.api)}",
                written=io.StringIO(),
            )
            stack.enter_context(
                in_thread(
                    lambda: serving(
                        Weather(kinds=frozenset(kind.name for kind in kinds), seed=seed),
                        sockets,
                        portal=portal,
                        mail=mail,
                        folder=folder,
                        diary=Diary(running.written),
                        restart_mail=lambda: running.restarts.append(None),
                    )
                )
            )
            return running

        yield make


@pytest.fixture
def strong() -> Iterator[Strong]:
    """Let a kind befall as often, and as strongly, as is said: for this test."""
    with ExitStack() as stack:

        def set_to(kind: Kind, *, share: float = 1.0, amount: float | None = None) -> None:
            changed = {"share": share, "spread": 1e-9}
            if amount is not None:
                changed |= {"usual": amount, "most": amount}
            for name, value in changed.items():
                # Kinds are frozen to everybody else.
                stack.callback(object.__setattr__, kind, name, getattr(kind, name))
                object.__setattr__(kind, name, value)

        yield set_to
