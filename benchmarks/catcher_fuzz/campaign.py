"""Rounds of an attack, each followed by the question what the catcher has of all that it accepted."""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.catcher_fuzz import senders
from benchmarks.catcher_fuzz.attacks import ATTACKS
from benchmarks.catcher_fuzz.ledger import Ledger
from benchmarks.catcher_fuzz.victim import Victim
from benchmarks.catcher_fuzz.wire import Arena

MIB: Final = 1024 * 1024
LARGEST: Final = 50 * MIB
MEMORY: Final = 1024.0
"""MiB that the catcher may have resident at most, whoever attacks it: one mail of the largest size is read at
a time, in up to fifteen times its size; connections hold some tens of kilobytes each."""
_AT_ONCE: Final = 12
_SPARE_DESCRIPTORS: Final = 3
_SETTLES_WITHIN: Final = 10.0
"""Seconds until all connections of clients that are gone are closed."""
_LOOK_EVERY: Final = 0.1


@dataclass
class Outcome:
    ledger: Ledger = field(default_factory=Ledger)
    rounds: int = 0
    connections: int = 0
    peak_memory: float = 0.0
    restarts: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        wrong = self.failures or self.ledger.lost or self.ledger.invented
        return not wrong and self.peak_memory <= MEMORY


def fuzz(
    *,
    seconds: float,
    seed: int,
    largest: int = LARGEST,
    crowd: int = 200,
    round_seconds: float = 10.0,
    tell: Callable[[Outcome], None] = lambda _outcome: None,
) -> Outcome:
    """Attack a catcher for so long. Every other round ends by a kill -9, and the next begins on its spool."""
    outcome, rng = Outcome(), random.Random(seed)
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="catcher-fuzz-") as name:
        spool = Path(name)
        while outcome.rounds == 0 or time.monotonic() < end:
            # Two rounds, so that what the first has left behind meets the second.
            with Victim.running(spool) as victim:
                for _ in range(2):
                    length = min(round_seconds, max(1.0, end - time.monotonic()))
                    _round(
                        outcome, victim, Arena(victim.address, outcome.ledger, rng, largest), length, crowd
                    )
                    tell(outcome)
                    if not victim.alive:
                        outcome.failures.append("\n".join(["the catcher died", *victim.log()]))
                        return outcome
                kept = dict(victim.store())
                victim.kill()
            outcome.restarts += 1
            with Victim.running(spool) as victim:
                if dict(victim.store()) != kept:
                    outcome.failures.append("a restart has changed what is stored")
                victim.forget_all()
    return outcome


def _round(outcome: Outcome, victim: Victim, arena: Arena, seconds: float, crowd: int) -> None:
    victim.forget_all()
    before = victim.descriptors()
    try:
        outcome.failures += asyncio.run(_attack(arena, victim, seconds, crowd))
        if not victim.answers():
            outcome.failures.append("no answer while slow clients hold their connections")
    finally:
        arena.let_go()
    outcome.ledger.compare(victim.store())
    outcome.rounds += 1
    outcome.connections += arena.connections
    outcome.peak_memory = max(outcome.peak_memory, victim.memory())
    outcome.failures += victim.complaints()
    after = asyncio.run(_settled(victim, before + _SPARE_DESCRIPTORS))
    if after > before + _SPARE_DESCRIPTORS:
        what = ", ".join(sorted(victim.opened()))
        outcome.failures.append(f"{after} descriptors are open, {before} were before the round: {what}")


async def _attack(arena: Arena, victim: Victim, seconds: float, crowd: int) -> list[str]:
    failures: list[str] = []
    end = time.monotonic() + seconds

    async def fight() -> None:
        while time.monotonic() < end:
            if arena.rng.random() < 0.5:
                await _meant_well(
                    arena, failures, arena.rng.choice([senders.step_by_step, senders.pipelined])
                )
            else:
                # Whoever attacks is cut off, at times.
                with contextlib.suppress(OSError, EOFError, TimeoutError):
                    await arena.rng.choice(ATTACKS)(arena)

    async def send_large() -> None:
        while time.monotonic() < end:
            await _meant_well(arena, failures, senders.large)
            arena.newest = await asyncio.to_thread(victim.newest)

    async def come_all_at_once(arena: Arena) -> None:
        await senders.crowd(arena, crowd)

    await asyncio.gather(
        *(fight() for _ in range(_AT_ONCE)),
        send_large(),
        _meant_well(arena, failures, come_all_at_once),
    )
    return failures


async def _meant_well(arena: Arena, failures: list[str], send: Callable[[Arena], object]) -> None:
    """Whoever keeps to the protocol is answered by it, whatever the others do."""
    try:
        await send(arena)  # type: ignore[misc]
    except (OSError, EOFError, TimeoutError, AssertionError) as error:
        failures.append(f"{send.__name__}: {error!r}")


async def _settled(victim: Victim, most: int) -> int:
    """Return the number of open descriptors once it has come down, or when it should have."""
    deadline = time.monotonic() + _SETTLES_WITHIN
    while victim.descriptors() > most and time.monotonic() < deadline:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), _LOOK_EVERY)
    return victim.descriptors()
