"""The weather as a whole: both proxies, the post, and what the harness may ask, in one event loop."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from harness.weather.diary import Diary
from harness.weather.http_proxy import HttpProxy
from harness.weather.kinds import MAIL_RESTART
from harness.weather.post import Post
from harness.weather.smtp_proxy import SmtpProxy

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from harness.weather.model import Weather

LONGEST_WAIT: Final = 60.0
"""Seconds that a question for what is held may take, at most."""
_FIRST_RESTART: Final = (2, 6)
_NEXT_RESTART: Final = (60, 120)
"""After how many mails, at least and at most, the mail catcher is restarted, and restarted again."""


@dataclass(frozen=True, slots=True)
class Sockets:
    """Where it is asked, each listening already."""

    http: socket.socket
    smtp: socket.socket
    api: socket.socket


@contextlib.asynccontextmanager
async def serving(
    weather: Weather,
    sockets: Sockets,
    *,
    portal: tuple[str, int],
    mail: tuple[str, int],
    folder: Path,
    diary: Diary,
    restart_mail: Callable[[], None],
) -> AsyncIterator[None]:
    """Make the weather; inside, all three sockets answer."""
    post = Post(mail, folder)
    restarts = _Restarts(weather, restart_mail)
    runner = web.AppRunner(_app(post), access_log=None, shutdown_timeout=0.5)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(post.open())
        await stack.enter_async_context(
            SmtpProxy(weather, diary, post, restarts.mail_came).serving(sockets.smtp)
        )
        await stack.enter_async_context(HttpProxy(weather, diary, portal).serving(sockets.http))
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.SockSite(runner, sockets.api).start()
        yield


class _Restarts:
    """Has the mail catcher restarted, at moments that are drawn and counted in mails: no run is too short."""

    def __init__(self, weather: Weather, restart: Callable[[], None]) -> None:
        self._chance = weather.chance(MAIL_RESTART.name)
        self._restart = restart
        self._left = self._chance.randint(*_FIRST_RESTART) if weather.has(MAIL_RESTART) else None

    def mail_came(self) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left == 0:
            self._left = self._chance.randint(*_NEXT_RESTART)
            self._restart()


def _app(post: Post) -> web.Application:
    async def held(request: web.Request) -> web.Response:
        """Answer once nothing is held that is held now, for the address if there is one."""
        try:
            timeout = min(float(request.query.get("timeout", "0")), LONGEST_WAIT)
        except ValueError:
            return web.Response(status=400, text="timeout: give seconds, as in timeout=20")
        count = await post.settled(request.query.get("address"), within=timeout)
        return web.json_response({"held": count})

    app = web.Application()
    app.add_routes([web.get("/held", held)])
    return app
