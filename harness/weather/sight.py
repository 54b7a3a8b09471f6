"""The weather as the harness sees it: what is still on its way, and what befell a scenario."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import httpx

from harness.weather.diary import what_befell
from harness.weather.kinds import TOLD, WeatherError
from harness.weather.model import Weather

_MOST_TOLD: Final = 6


def until_settled(weather: Weather, address: str | None) -> None:
    """Wait until every mail has arrived that the portal has handed over for the address, or for anybody.

    Raises WeatherError where the weather does not let go of one, which is its own fault.
    """
    patience = weather.allowance + 10.0
    params = {"timeout": str(patience)} | ({} if address is None else {"address": address})
    try:
        answer = httpx.get(
            f"{weather.url}/held",
            params=params,
            timeout=patience + 10.0,
            trust_env=False,
            verify=False,  # noqa: S501 - no https; to read the certificates would take longer than the answer
        )
        held = int(answer.raise_for_status().json()["held"])
    except (httpx.HTTPError, KeyError, ValueError) as error:
        raise WeatherError(
            f"the weather at {weather.url} does not say what it holds back: {error}"
        ) from error
    if held:
        raise WeatherError(f"the weather still holds back {held} mails after {patience:g} s: see weather.log")


def told(weather: Weather, *, request_id: str, addresses: Iterable[str], since: str | None = None) -> str:
    """Return in a sentence what befell a scenario that began at `since` (ISO 8601)."""
    began = datetime.fromisoformat(since) if since else None
    slowness = weather.slowness(request_id)
    befell = [f"the processor was {slowness:.1f} times slower"] if slowness > 1 else []
    try:
        if weather.diary is not None:
            befell += what_befell(weather.diary, request_id=request_id, addresses=addresses, since=began)
    except OSError as error:
        befell.append(f"what else it was cannot be read: {error}")
    more = len(befell) - _MOST_TOLD
    shown = befell[:_MOST_TOLD] + ([f"and {more} things more"] if more > 0 else [])
    return f"{TOLD}{'; '.join(shown) or 'nothing befell this scenario'}"
