"""Which weather there is, and that the same seed makes the same."""

from __future__ import annotations

import pytest

from harness.weather.kinds import (
    KINDS,
    LATE_MAIL,
    SLOW_CPU,
    SLOW_NET,
    Kind,
    WeatherError,
    chosen_kinds,
)
from harness.weather.model import Weather


def weather(*, seed: int = 1, run_id: str = "abcdefgh", kinds: frozenset[str] = frozenset(KINDS)) -> Weather:
    return Weather(kinds=kinds, seed=seed, run_id=run_id)


def test_all_kinds_or_those_that_are_named() -> None:
    assert chosen_kinds("all") == KINDS.keys()
    assert chosen_kinds("late-mail, slow-net") == {"late-mail", "slow-net"}


@pytest.mark.parametrize("text", ["fog", "slow-net,fog", "", "all,slow-net", "slow-net,"])
def test_an_unknown_kind_is_refused_with_the_list_of_kinds(text: str) -> None:
    with pytest.raises(WeatherError) as refused:
        chosen_kinds(text)
    assert all(name in str(refused.value) for name in KINDS)


def test_a_slip_of_the_pen_is_pointed_at() -> None:
    with pytest.raises(WeatherError, match="did you mean 'late-mail'"):
        chosen_kinds("late-mial")


def test_a_replay_has_the_same_weather_for_the_same_scenario() -> None:
    first, again = weather(run_id="abcdefgh"), weather(run_id="ijklmnop")
    of_first = first.chance("slow-net", "abcdefgh-0123456789", 4).random()
    assert again.chance("slow-net", "ijklmnop-0123456789", 4).random() == of_first
    assert first.chance("slow-net", "abcdefgh-0123456789", 5).random() != of_first
    assert weather(seed=2).chance("slow-net", "abcdefgh-0123456789", 4).random() != of_first


@pytest.mark.parametrize("kind", [SLOW_NET, LATE_MAIL])
def test_amounts_are_mostly_small_and_never_larger_than_promised(kind: Kind) -> None:
    chance = weather().chance("test")
    amounts = sorted(kind.amount(chance) for _ in range(20_000))
    assert amounts[0] > 0
    assert amounts[-1] == kind.most
    assert amounts[len(amounts) // 2] == pytest.approx(kind.usual, rel=0.1)
    assert sum(amounts) / len(amounts) < kind.most / 10


def test_a_processor_is_slower_for_some_scenarios_and_never_faster() -> None:
    factors = [weather().slowness(f"abcdefgh-{number}") for number in range(1000)]
    assert min(factors) == 1.0
    assert max(factors) == SLOW_CPU.most
    assert weather(kinds=frozenset({"slow-net"})).slowness("abcdefgh-1") == 1.0


def test_only_slow_kinds_are_made_allowance_for() -> None:
    assert weather(kinds=frozenset({"dropped-net"})).allowance == 0
    assert weather(kinds=frozenset({"late-mail"})).allowance >= LATE_MAIL.most


def test_readers_are_told_of_all_kinds_in_two_words() -> None:
    assert weather().title == "all kinds, seed 1"
    assert weather(kinds=frozenset({"late-mail", "slow-net"})).names == "slow-net, late-mail"
