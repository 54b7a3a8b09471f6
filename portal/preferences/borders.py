"""Markets where the program does not exist: nobody there gets any further than to be told so."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal import sites
from portal.preferences import choice
from portal.rules import markets

# What is open to everybody, by site; whatever else these sites have, or are going to have, is closed.
OPEN = {
    "program": {
        *("markets", "preferences", "preferences-kept", "sign-out", "signed-out"),
        *("qualify", "resources", "onboarding", "email-text", "newsletter-text", "flyer"),
        *("help", "help-faq", "help-after-purchase", "help-technical"),
    },
    # What was bought in another market stays the buyer's.
    "store": {"orders", "order", "install", "preferences", "sign-out", "signed-out"},
}


class MarketMiddleware:
    """Answers for the views of the program and the store in markets where the program is not offered.

    Here and not in the views: so no order of steps leads around it, and no page can be forgotten.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse before the view has done anything."""
        site = sites.site_for_host(sites.host_of(request))
        page = request.resolver_match.url_name if request.resolver_match else None
        if site is None or site.key not in OPEN or page in OPEN[site.key]:
            return None
        if markets.offered(choice.market(request)):
            return None
        # The program's front page is what was asked for: it says all that there is to say.
        status = HTTPStatus.OK if page == "home" else HTTPStatus.FORBIDDEN
        return render(request, "preferences/not_offered.html", status=status)
