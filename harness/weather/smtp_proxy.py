"""Between portal and mail catcher: a mail server that is slow, busy or gone, and never loses a mail."""

from __future__ import annotations

import asyncio
import contextlib
import smtplib
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from typing import IO, TYPE_CHECKING, Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from harness.mail.addresses import canonical
from harness.mail.catcher.chaos import Chaos
from harness.mail.catcher.smtp import Handler, serving_smtp, without_dots
from harness.weather.holding import hold
from harness.weather.kinds import (
    DOUBLED_MAIL,
    DROPPED_MAIL,
    LATE_MAIL,
    REFUSED_MAIL,
    SHUFFLED_MAIL,
    SLOW_MAIL,
)
from harness.weather.post import Letter, Post

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from random import Random

    from harness.weather.diary import Diary
    from harness.weather.kinds import Kind
    from harness.weather.model import Weather

_BUSY: Final = "451 4.3.2 Busy, as the weather has it: try again in a moment"
_MOST_TROUBLES: Final = 2
"""How often one mail is refused or dropped in a row: who asks again a few times is to get through."""
_QUIET: Final = 10.0
"""Seconds without a refusal at MAIL after one: it is not known there yet whose mail would be next."""
_MAIL_SHARE: Final = 0.3
"""How many of the refusals that may come at MAIL do."""
_RETRIES_WITHIN: Final = 10.0


class SmtpProxy:
    """Takes mail and hands it on by the post. `on_mail` is called with each one that was accepted."""

    def __init__(self, weather: Weather, diary: Diary, post: Post, on_mail: Callable[[], None]) -> None:
        self.weather = weather
        self.diary = diary
        self.post = post
        self.on_mail = on_mail
        self.stopping = asyncio.Event()
        self._cases: Counter[tuple[str, str]] = Counter()
        self._troubles: dict[str, list[tuple[Kind, str]]] = {}
        self._mails: defaultdict[str, int] = defaultdict(int)
        self._quiet_until = 0.0

    @contextlib.asynccontextmanager
    async def serving(self, listener: socket.socket) -> AsyncIterator[None]:
        """Inside, the socket is served; after it, no connection is left."""
        async with serving_smtp(listener, lambda: _Gate(self)):
            try:
                yield
            finally:
                self.stopping.set()

    def chance(self, kind: Kind, of: str) -> Random:
        """Return the source of chance for the next case of this kind that befalls an address."""
        self._cases[kind.name, of] += 1
        return self.weather.chance(kind.name, of, self._cases[kind.name, of])

    async def slow_down(self, to: tuple[str, ...]) -> None:
        if self.weather.has(SLOW_MAIL):
            seconds = SLOW_MAIL.amount(self.chance(SLOW_MAIL, canonical(to[0]) if to else ""))
            self.diary.note("an answer of the mail server took", kind=SLOW_MAIL.name, to=to, seconds=seconds)
            await hold(seconds, self.stopping)

    def refuses_sender(self) -> bool:
        if not self.weather.has(REFUSED_MAIL) or time.monotonic() < self._quiet_until:
            return False
        chance = self.chance(REFUSED_MAIL, "MAIL")
        if not REFUSED_MAIL.befalls(chance) or chance.random() >= _MAIL_SHARE:
            return False
        self._quiet_until = time.monotonic() + _QUIET
        self.diary.note("451 at MAIL", kind=REFUSED_MAIL.name)
        return True

    def trouble(self, to: str, command: str) -> Kind | None:
        """Return what befalls the next mail to this address at RCPT or DATA, once each."""
        address = canonical(to)
        if address not in self._troubles:
            self._troubles[address] = self._drawn_troubles(address)
        troubles = self._troubles[address]
        if not troubles or troubles[0][1] != command:
            return None
        kind, _ = troubles.pop(0)
        what = f"451 at {command}" if kind is REFUSED_MAIL else f"the connection was dropped at {command}"
        self.diary.note(what, kind=kind.name, to=[to])
        return kind

    def _drawn_troubles(self, address: str) -> list[tuple[Kind, str]]:
        self._mails[address] += 1
        drawn: list[tuple[Kind, str]] = []
        for kind in (REFUSED_MAIL, DROPPED_MAIL):
            chance = self.weather.chance("trouble", kind.name, address, self._mails[address])
            while self.weather.has(kind) and len(drawn) < _MOST_TROUBLES and kind.befalls(chance):
                drawn.append((kind, chance.choice(["RCPT", "DATA"])))
        return drawn

    async def deliver(self, letter: Letter) -> str:
        """Hand a mail on, or keep it to do so; return the answer to its sender."""
        address = canonical(letter.to[0])
        late = self._lateness(address)
        if late:
            kind, seconds = late
            self.post.hold(letter, seconds=seconds, behind_next=kind is SHUFFLED_MAIL)
            what = "overtaken by the next one, within" if kind is SHUFFLED_MAIL else "held back"
            self.diary.note(what, kind=kind.name, to=letter.to, seconds=seconds)
        else:
            answer = await self._hand_on(letter)
            if answer is not None:
                return answer
        if self.weather.has(DOUBLED_MAIL) and DOUBLED_MAIL.befalls(self.chance(DOUBLED_MAIL, address)):
            seconds = DOUBLED_MAIL.amount(self.chance(DOUBLED_MAIL, address))
            self.post.hold(letter, seconds=seconds + (late[1] if late else 0.0))
            self.diary.note("delivered twice", kind=DOUBLED_MAIL.name, to=letter.to)
        self._troubles.pop(address, None)
        self.on_mail()
        return "250 2.0.0 Ok: accepted, come what may"

    def _lateness(self, address: str) -> tuple[Kind, float] | None:
        for kind in (LATE_MAIL, SHUFFLED_MAIL):
            if self.weather.has(kind):
                chance = self.chance(kind, address)
                if kind.befalls(chance):
                    return kind, kind.most if kind is SHUFFLED_MAIL else kind.amount(chance)
        return None

    async def _hand_on(self, letter: Letter) -> str | None:
        """Return the mail server's refusal, if it refuses; while it is being restarted, wait for it."""
        until = time.monotonic() + _RETRIES_WITHIN
        while True:
            try:
                await self.post.hand_on(letter)
            except smtplib.SMTPResponseException as error:
                return f"{error.smtp_code} {_text(error.smtp_error)}"
            except smtplib.SMTPRecipientsRefused as error:
                code, text = next(iter(error.recipients.values()))
                return f"{code} {_text(text)}"
            except (smtplib.SMTPException, OSError) as error:
                if time.monotonic() >= until or self.stopping.is_set():
                    return f"451 4.3.0 The mail server behind the weather does not answer: {error}"
                await hold(0.1, self.stopping)
            else:
                return None


class _Gate(Handler):
    """One connection's view of it, in the terms of the catcher's own protocol."""

    def __init__(self, proxy: SmtpProxy) -> None:
        super().__init__(lambda _received: None, Chaos(), lambda: None)
        self._proxy = proxy
        self._connection: SMTP | None = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._connection = server
        if self._proxy.refuses_sender():
            return _BUSY
        return await super().handle_MAIL(server, session, envelope, address, options)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._proxy.slow_down((address,))
        kind = self._proxy.trouble(address, "RCPT")
        if kind is DROPPED_MAIL:
            self._drop()
        if kind is not None:
            return _BUSY
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def deliver(self, _session: Session, envelope: Envelope, data: IO[bytes]) -> str:
        """Hand it on, now or later; 250 only when it is safe."""
        to = tuple(envelope.rcpt_tos)
        await self._proxy.slow_down(to)
        kind = self._proxy.trouble(to[0], "DATA")
        if kind is DROPPED_MAIL:
            self._drop()
        if kind is not None:
            return _BUSY
        data.seek(0)
        options = tuple(each for each in envelope.mail_options if not each.upper().startswith("SIZE="))
        sender = (envelope.mail_from or "").strip("<>")
        try:
            return await self._proxy.deliver(Letter(sender, to, options, without_dots(data.read())))
        except OSError as error:
            return f"452 4.3.1 The mail could not be kept: {error.strerror}"

    def _drop(self) -> None:
        """Let the connection go without a word; what is answered after that reaches nobody."""
        transport = self._connection.transport if self._connection is not None else None
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _text(answer: bytes | str) -> str:
    return " ".join((answer if isinstance(answer, str) else answer.decode(errors="replace")).split())
