"""Choosing market and language on the program site, and passing the choice on to the other sites."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal import sites
from portal.preferences import choice, hand_over
from portal.preferences.forms import ChoiceForm
from portal.rules import markets, products
from portal.rules.products import Term

_COME_FROM = "come_from"


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for market and language, and take the visitor back to where the question came up."""
    come_from = request.POST.get("next") or request.GET.get("next") or ""
    current = choice.current(request)
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid():
            # Kept here instead of sent along: it may be the address of a confirmation.
            request.session[_COME_FROM] = come_from if hand_over.is_own_page(come_from) else ""
            return _pass_on("program", form.choice())
    else:
        form = ChoiceForm(initial={"market": current.market, "language": current.language})
    return render(request, "preferences/choose.html", {"form": form, "next": come_from})


@require_safe
def where_offered(request: HttpRequest) -> HttpResponse:
    """Every market, and what the program offers there."""
    rows = [
        (name, [(product, markets.sold(product, code)) for product in products.PRODUCTS], _term(code))
        for code, name in markets.named()
    ]
    offered = sum(markets.offered(code) for code, _name in markets.named())
    return render(
        request,
        "preferences/markets.html",
        {"products": products.PRODUCTS, "rows": rows, "offered": offered},
    )


def _term(market: str) -> Term | None:
    return next((markets.term(product, market) for product in markets.products_in(market)), None)


@require_safe
def receive(request: HttpRequest, site: str) -> HttpResponse:
    """Take over, on another site, what was chosen on the program site a moment ago."""
    try:
        chosen = hand_over.read(request.GET.get("choice", ""), site)
    except hand_over.RefusedError:
        return render(request, "preferences/not_kept.html", status=HTTPStatus.BAD_REQUEST)
    return _pass_on(site, chosen)


def _pass_on(site: str, chosen: choice.Choice) -> HttpResponse:
    response = HttpResponseRedirect(hand_over.after(site, chosen))
    # So that Back leads past the form.
    response.status_code = HTTPStatus.SEE_OTHER
    choice.keep(response, chosen)
    return response


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Every site has the choice: back to where the visitor was."""
    come_from = request.session.pop(_COME_FROM, "")
    return HttpResponseRedirect(come_from or sites.url("program", "home"))
