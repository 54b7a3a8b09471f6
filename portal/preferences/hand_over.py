"""How a choice made on one site reaches the others: signed, from site to site, within a minute.

Within that minute a site takes it from any browser, for the sites share no cookie that could tie it to one.
Whoever had somebody else follow theirs would change a market and a language: the foot of each page shows
both, anybody can change them back, and nobody gets more by them than by choosing for themselves.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.utils.http import url_has_allowed_host_and_scheme

from portal import sites
from portal.preferences.choice import Choice

LIFETIME = timedelta(minutes=1)
# Where a choice goes from each site: on to the next, and from the last one back to the program.
NEXT = {"program": "account", "account": "store"}


class RefusedError(Exception):
    """What arrived was not signed by us for this site, or is too old."""


def sign(choice: Choice, site: str) -> str:
    """A token that carries the choice to a site."""
    return signing.dumps([choice.market, choice.language], salt=_salt(site))


def read(token: str, site: str) -> Choice:
    """The choice that a token carries. Raises `RefusedError`."""
    try:
        return Choice(*signing.loads(token, salt=_salt(site), max_age=LIFETIME))
    except signing.BadSignature as error:
        raise RefusedError from error


def _salt(site: str) -> str:
    return f"portal.preferences to {site}"


def after(site: str, choice: Choice) -> str:
    """Where the choice goes once ``site`` has it."""
    if site not in NEXT:
        return sites.url("program", "preferences-kept")
    following = NEXT[site]
    return f"{sites.url(following, 'preferences')}?{urlencode({'choice': sign(choice, following)})}"


def is_own_page(address: str) -> bool:
    """Whether the address is a page of a site where visitors choose: nowhere else does the portal lead."""
    homes = [sites.origin(key) + "/" for key, site in sites.SITES.items() if site.has_preferences]
    hosts = {home.split("/")[2] for home in homes}
    return any(address.startswith(home) for home in homes) and url_has_allowed_host_and_scheme(address, hosts)
