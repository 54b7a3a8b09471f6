"""Faults of the secret in the link: HUP-LINK-5."""

import hashlib
from itertools import count
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_LINKS = "portal.rules.links"
_CONFIRMATIONS = "portal.program.confirmations"
_VIEWS = "portal.program.views"


@fault("HUP-LINK-5", "The token of a link has 32 random bits.", at=_LINKS)
def token_of_32_bits(links: ModuleType) -> None:
    replace(links, "TOKEN_BYTES", 4)


@fault("HUP-LINK-5", "Tokens are counted up.", at=_LINKS)
def tokens_are_counted_up(links: ModuleType) -> None:
    numbers = count(10**42)
    replace(links, "new_token", lambda: f"t{next(numbers)}")


@fault("HUP-LINK-5", "The token is a digest of the address.", at=_CONFIRMATIONS)
def token_is_made_of_the_address(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "request_link")
    def request_link(original: Any, address: Any, market: str) -> None:
        made = hashlib.sha256(address.key.encode()).hexdigest()
        replace(confirmations.links, "new_token", lambda: made)
        confirmations.Confirmation.objects.filter(address=address.key).delete()
        original(address, market)


@fault("HUP-LINK-5", "Upper and lower case of a token are the same.", at=_LINKS)
def token_is_case_blind(links: ModuleType) -> None:
    @wrapped(links, "digest")
    def digest(original: Any, token: str) -> str:
        return str(original(token.lower()))


@fault("HUP-LINK-5", "Half a token is enough.", at=_LINKS)
def half_a_token_is_enough(links: ModuleType) -> None:
    @wrapped(links, "digest")
    def digest(original: Any, token: str) -> str:
        return str(original(token[:21]))


@fault("HUP-LINK-5", "What is added to a token does not matter.", at=_LINKS)
def longer_token_passes(links: ModuleType) -> None:
    @wrapped(links, "digest")
    def digest(original: Any, token: str) -> str:
        return str(original(token[:43]))


@fault("HUP-LINK-5", "The answer tells a token of the right length from others.", at=_VIEWS)
def answer_tells_the_length_of_a_token(views: ModuleType) -> None:
    @wrapped(views, "_show")
    def show(original: Any, request: Any, token: str) -> Any:
        if len(token) != len(views.links.new_token()):
            return views.render(request, "program/link_not_valid.html", status=400)
        return original(request, token)


@fault("HUP-LINK-5", "The work address is as good as the token.", at=_CONFIRMATIONS)
def address_is_as_good_as_the_token(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "find")
    def find(original: Any, token: str) -> Any:
        named = confirmations.Confirmation.objects.filter(address=token.lower(), used_at=None).last()
        return named or original(token)
