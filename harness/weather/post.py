"""Mails that were accepted and not yet handed on: kept on disk, handed on late, twice or out of order.

None is lost: one that the mail server does not take is offered again until it does.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import smtplib
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from harness.mail.addresses import canonical
from harness.weather.holding import hold

if TYPE_CHECKING:
    from pathlib import Path

_TIMEOUT: Final = 15.0
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
_NAME: Final = "weather.localhost"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail with its envelope."""

    sender: str
    to: tuple[str, ...]
    options: tuple[str, ...]
    data: bytes


class Post:
    """Belongs to one event loop. `folder` is where letters wait."""

    def __init__(self, server: tuple[str, int], folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._held: dict[str, Letter] = {}
        self._waiting: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self._stopping = asyncio.Event()
        self._handed_on = 0

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Inside, letters are handed on, those first that an earlier one has left in the folder."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(self._folder.glob("*.json")):
            envelope = json.loads(path.read_text("utf-8"))
            data = path.with_suffix(".eml").read_bytes()
            letter = Letter(envelope["sender"], tuple(envelope["to"]), tuple(envelope["options"]), data)
            self._keep(path.stem, letter, seconds=0, behind_next=False)
        try:
            yield
        finally:
            self._stopping.set()
            for task in self._waiting:
                task.cancel()
            await asyncio.gather(*self._waiting, return_exceptions=True)

    async def hand_on(self, letter: Letter) -> None:
        """Give it to the mail server now. Raises SMTPException or OSError, as smtplib does."""
        await asyncio.to_thread(self._send, letter)
        async with self._changed:
            self._handed_on += 1
            self._changed.notify_all()

    def hold(self, letter: Letter, *, seconds: float, behind_next: bool = False) -> None:
        """Keep it for so many seconds, then hand it on; it is safe once this returns. Raises OSError.

        `behind_next`: and no longer than until another mail has been handed on.
        """
        name = f"{len(self._held):06}-{secrets.token_hex(8)}"
        path = self._folder / f"{name}.eml"
        path.write_bytes(letter.data)
        envelope = {key: value for key, value in asdict(letter).items() if key != "data"}
        # Last, and in one step: what has an envelope is whole.
        unnamed = path.with_suffix(".new")
        unnamed.write_text(json.dumps(envelope), encoding="utf-8")
        unnamed.rename(path.with_suffix(".json"))
        self._keep(name, letter, seconds=seconds, behind_next=behind_next)

    async def settled(self, address: str | None, *, within: float) -> int:
        """Wait until all is handed on that is held now for this address, or for anybody; count what is not.

        Returns after `within` seconds at the latest.
        """
        awaited = {
            name
            for name, letter in self._held.items()
            if address is None or canonical(address) in map(canonical, letter.to)
        }
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within), self._changed:
                await self._changed.wait_for(lambda: not awaited & self._held.keys())
        return len(awaited & self._held.keys())

    def _keep(self, name: str, letter: Letter, *, seconds: float, behind_next: bool) -> None:
        self._held[name] = letter
        task = asyncio.get_running_loop().create_task(
            self._hand_on_later(name, letter, seconds, behind_next=behind_next)
        )
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)

    async def _hand_on_later(self, name: str, letter: Letter, seconds: float, *, behind_next: bool) -> None:
        if behind_next:
            before = self._handed_on
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds), self._changed:
                    await self._changed.wait_for(lambda: self._handed_on > before)
        else:
            await hold(seconds, self._stopping)
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                await self.hand_on(letter)
                break
            except (smtplib.SMTPException, OSError) as error:
                _log.warning("a mail to %s is offered again: %s", ", ".join(letter.to), error)
                await hold(pause, self._stopping)
                pause = min(2 * pause, _LONGEST_PAUSE)
        else:
            return  # it stays in the folder
        async with self._changed:
            del self._held[name]
            self._changed.notify_all()
        for suffix in (".json", ".eml"):
            (self._folder / f"{name}{suffix}").unlink(missing_ok=True)

    def _send(self, letter: Letter) -> None:
        with smtplib.SMTP(*self._server, local_hostname=_NAME, timeout=_TIMEOUT) as smtp:
            smtp.sendmail(letter.sender, letter.to, letter.data, mail_options=letter.options)
