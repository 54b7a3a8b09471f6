"""Clients that keep to SMTP, in every way that it leaves open, and send mails that keep to nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from benchmarks.catcher_fuzz.odd_mails import as_data, large_mail, odd_mail
from benchmarks.catcher_fuzz.wire import PATIENCE, reply

if TYPE_CHECKING:
    from benchmarks.catcher_fuzz.wire import Arena

_OTHERS = [
    b"<\xff\xfe@x.test>",
    "<zoë@bücher.test>".encode(),
    b'<"a>b"@x.test>',
    b'<"a, b"@x.test>',
    b"<a@x.test\rBcc: i@x.test>",
    b'<"\\\r\nBcc: i@x.test"@x.test>',
    b"<@relay.test:a@x.test>",
    b"<a@[127.0.0.1]>",
    b"<>",
    b"<" + b"a" * 3000 + b"@x.test>",
    "<a\u2028Bcc: i@x.test>".encode(),
    b"<a@x.test> NOTIFY=NEVER",
    b"((((",
    b"<a@x.test",
]


async def step_by_step(arena: Arena) -> None:
    """One mail after the other, each command after the answer to the one before."""
    rng, ledger = arena.rng, arena.ledger
    async with arena.stream(smtp=True) as (reader, writer):
        assert await reply(reader) == b"220"
        writer.write(rng.choice([b"EHLO x\r\n", b"HELO x\r\n", b"EHLO [127.0.0.1]\n"]))
        assert await reply(reader) == b"250"
        for _ in range(rng.randrange(1, 6)):
            recipient, raw = ledger.recipient(), odd_mail(rng) + b"\r\n"
            sender = rng.choice([b"<a@x.test>", b"<>", "<zoë@x.test>".encode(), b"<\xff@x.test>"])
            writer.write(b"MAIL FROM:" + sender + b"\r\n")
            if await reply(reader) != b"250":
                continue
            if rng.random() < 0.3:
                writer.write(b"RCPT TO:" + rng.choice(_OTHERS) + b"\r\n")
                while (await reply(reader))[:1] not in b"245":
                    pass
                writer.write(b"NOOP\r\n")  # some of these are two lines, with two answers
                while await reply(reader) != b"250":
                    pass
            writer.write(f"RCPT TO:<{recipient}>\r\nDATA\r\n".encode())
            codes = [await reply(reader), await reply(reader)]
            if codes != [b"250", b"354"]:
                return
            data = as_data(raw)
            cut = rng.randrange(len(data) + 1)
            writer.write(data[:cut])
            await writer.drain()
            if rng.random() < 0.1 and cut < len(data) - 5:
                return  # nobody has sent that mail
            ledger.is_sent(recipient, raw)
            writer.write(data[cut:])
            if rng.random() < 0.05:
                return  # what becomes of it nobody was told
            ledger.answered(recipient, await reply(reader))


async def pipelined(arena: Arena) -> None:
    """All at once, with commands right behind the data."""
    rng, ledger = arena.rng, arena.ledger
    mails = [(ledger.recipient(), odd_mail(rng) + b"\r\n") for _ in range(rng.randrange(1, 12))]
    async with arena.stream(smtp=True) as (reader, writer):
        head = b"MAIL FROM:<a@x.test> BODY=8BITMIME SMTPUTF8\r\nRCPT TO:<%s>\r\nDATA\r\n"
        for recipient, raw in mails:
            ledger.is_sent(recipient, raw)
        writer.write(
            b"EHLO x\r\n" + b"".join(head % to.encode() + as_data(raw) for to, raw in mails) + b"QUIT\r\n"
        )
        sending = asyncio.create_task(writer.drain())
        try:
            assert [await reply(reader), await reply(reader)] == [b"220", b"250"]
            for recipient, _ in mails:
                codes = [await reply(reader) for _ in range(4)]
                assert codes[:3] == [b"250", b"250", b"354"], codes
                ledger.answered(recipient, codes[3])
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


async def large(arena: Arena) -> None:
    """A mail as large as is taken, or a byte larger, which is refused."""
    async with arena.large:
        recipient = arena.ledger.recipient()
        raw = large_mail(arena.rng, arena.largest + arena.rng.choice([0, 0, -1, 1]))
        async with arena.stream(smtp=True) as (reader, writer):
            writer.write(f"EHLO x\r\nMAIL FROM:<a@x.test>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode())
            assert [await reply(reader) for _ in range(5)][-1] == b"354"
            arena.ledger.is_sent(recipient, raw)
            writer.write(as_data(raw))
            del raw
            await asyncio.wait_for(writer.drain(), PATIENCE)
            arena.ledger.answered(recipient, await reply(reader))


async def crowd(arena: Arena, size: int = 200) -> None:
    """So many at once, half of whom say nothing at all for as long as the others send."""
    quiet = await asyncio.gather(*(arena.socket(smtp=number % 4 > 0) for number in range(size // 2)))
    arena.held += quiet
    await asyncio.gather(*(step_by_step(arena) for _ in range(size - len(quiet))))
