"""A visitor's market and language, kept in cookies of each site."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, get_language_info

from portal import sites
from portal.account.models import Account
from portal.program import benefits
from portal.program.models import Benefit
from portal.rules import markets

MARKET_COOKIE = "market"
_KEPT_FOR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Choice:
    """A market by its code, and a language that the portal speaks."""

    market: str
    language: str


def languages() -> list[tuple[str, str]]:
    """The languages that the portal speaks, each by its name in itself."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


def keep(response: HttpResponse, choice: Choice) -> None:
    """Let this site's browser remember the choice."""
    for name, value in (
        (MARKET_COOKIE, choice.market),
        (settings.LANGUAGE_COOKIE_NAME, choice.language),
    ):
        response.set_cookie(name, value, max_age=_KEPT_FOR, httponly=True, samesite="Lax")


def market(request: HttpRequest, benefit: Benefit | None = None) -> str:
    """The market that counts: this browser's choice, else that of the person's benefit, else the default.

    A cookie that names no market is as good as none.
    """
    chosen = request.COOKIES.get(MARKET_COOKIE, "")
    if markets.exists(chosen):
        return chosen
    person = getattr(request, "user", None)
    if benefit is None and isinstance(person, Account):
        benefit = benefits.current(person)
    return benefit.market if benefit is not None else markets.DEFAULT


def current(request: HttpRequest) -> Choice:
    """The market and language of this request."""
    return Choice(market(request), get_language() or settings.LANGUAGE_CODE)


def context(request: HttpRequest) -> dict[str, Any]:
    """What the foot of a page says of the choice, and where to come back to after changing it."""
    site = sites.site_for_host(sites.host_of(request))
    if site is None or not site.has_preferences:
        return {}
    choice = current(request)
    return {
        "market_name": markets.name(choice.market),
        "language_name": get_language_info(choice.language)["name_local"],
        "here": here(request, site.key),
    }


# A code from the account site works once; the page for choosing is one that nobody wants to come back to.
_NO_WAY_BACK = {"signed-in", "preferences"}


def here(request: HttpRequest, site: str) -> str:
    """The whole address of the page, where it makes sense to come back to it."""
    page = request.resolver_match.url_name if request.resolver_match else None
    return "" if page in _NO_WAY_BACK else sites.origin(site) + request.get_full_path()
