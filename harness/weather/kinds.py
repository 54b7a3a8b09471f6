"""The kinds of weather, and how strong each is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

from harness.closest import closest

TOLD: Final = "weather: "
"""How the last line of a message begins that says what befell a scenario."""
ALL: Final = "all"
"""What `--weather` without kinds means."""


class WeatherError(ValueError):
    """There is no such weather, or it cannot be had here; the message says what can."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of weather, which a correct portal survives."""

    name: str
    what: str
    share: float
    """How many of all cases it befalls: 0 to 1."""
    usual: float = 0.0
    """Where it is an amount: the median of what it befalls with, in seconds, or the factor itself."""
    most: float = 0.0
    """The largest amount, likewise."""
    spread: float = 1.5
    """How far apart small and large amounts are: the standard deviation of their logarithms."""

    def befalls(self, chance: Random) -> bool:
        return chance.random() < self.share

    def amount(self, chance: Random) -> float:
        """Draw one: mostly little, now and then up to the largest, as networks and mail servers have it."""
        return min(self.most, chance.lognormvariate(math.log(self.usual), self.spread))


SLOW_NET: Final = Kind(
    "slow-net", "what a browser asks for is held back, up to 2 s", share=1, usual=0.012, most=2.0
)
DROPPED_NET: Final = Kind("dropped-net", "connections of browsers are closed between two requests", share=0.1)
SLOW_MAIL: Final = Kind(
    "slow-mail", "the mail server takes up to 2 s to answer", share=1, usual=0.01, most=2.0
)
REFUSED_MAIL: Final = Kind(
    "refused-mail", "the mail server is busy (451) and has to be asked again", share=0.15
)
DROPPED_MAIL: Final = Kind(
    "dropped-mail", "the mail server hangs up before it has accepted a mail", share=0.1
)
LATE_MAIL: Final = Kind("late-mail", "mails arrive up to 10 s late", share=0.25, usual=0.3, most=10.0)
DOUBLED_MAIL: Final = Kind(
    "doubled-mail", "mails arrive twice, up to 2 s apart", share=0.15, usual=0.05, most=2.0
)
SHUFFLED_MAIL: Final = Kind(
    "shuffled-mail", "mails are overtaken by later ones, within 2 s", share=0.15, usual=2.0, most=2.0
)
MAIL_RESTART: Final = Kind("mail-restart", "the mail catcher is restarted in the middle of the run", share=1)
SLOW_CPU: Final = Kind(
    "slow-cpu", "the browser's processor is up to 4 times slower", share=0.5, usual=2.0, most=4.0, spread=0.5
)

KINDS: Final = {
    kind.name: kind
    for kind in (
        *(SLOW_NET, DROPPED_NET, SLOW_MAIL, REFUSED_MAIL, DROPPED_MAIL),
        *(LATE_MAIL, DOUBLED_MAIL, SHUFFLED_MAIL, MAIL_RESTART, SLOW_CPU),
    )
}


def chosen_kinds(text: str) -> frozenset[str]:
    """Read `--weather`'s value: names with commas between them, or `all`. Raises WeatherError."""
    names = [name.strip() for name in text.split(",")]
    if names == [ALL]:
        return frozenset(KINDS)
    for name in names:
        if name not in KINDS:
            listed = "\n".join(f"  {kind.name:<15}{kind.what}" for kind in KINDS.values())
            raise WeatherError(
                f"there is no kind of weather called {name!r}{closest(name, KINDS)}. Name some of "
                f"these, with commas between them, or none for all of them:\n{listed}"
            )
    return frozenset(names)
