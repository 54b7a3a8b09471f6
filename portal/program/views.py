"""Pages of the program site."""

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal import errors, mail, single_sign_on, sites
from portal.account import sessions
from portal.preferences import choice
from portal.program import benefits, confirmations
from portal.program.forms import GetStartedForm
from portal.program.models import Confirmation
from portal.rules import links, markets, pricing

CLIENT = "hup"
_CONFIRMED = "confirmation"

_log = logging.getLogger(__name__)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the program sells, at which price."""
    market = choice.market(request)
    offers = [(product, pricing.quote(product, market)) for product in markets.products_in(market)]
    return render(request, "program/home.html", {"offers": offers})


@require_http_methods(["GET", "HEAD", "POST"])
def get_started(request: HttpRequest) -> HttpResponse:
    """Ask for the work address, and mail it a link if it is one."""
    form = GetStartedForm(request.POST) if request.method == "POST" else GetStartedForm()
    if not form.is_bound or not form.is_valid():
        return render(request, "program/get_started.html", {"form": form})
    try:
        confirmations.request_link(form.cleaned_data["email"], choice.market(request))
    except confirmations.AskedTooOftenError as error:
        return too_often(request, error.seconds)
    except mail.MailNotSentError:
        return errors.mail_not_sent(request)
    return redirect("check-your-inbox")


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    """The answer to one request too many: the same for every address."""
    response = render(request, "program/too_often.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


@require_safe
def check_your_inbox(request: HttpRequest) -> HttpResponse:
    """The same page for every address, so that it tells nobody who is a customer."""
    return render(request, "program/check_your_inbox.html")


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str | None = None) -> HttpResponse:
    """Show what a link confirms; only the person's own click on the button there uses it up."""
    try:
        response = _use(request, token or "") if request.method == "POST" else _show(request, token or "")
    except confirmations.LinkRefusedError as refused:
        _log.info("confirmation refused: %s", refused)
        response = _refuse(request, refused.state)
    except confirmations.NoLongerEligibleError:
        response = render(request, "program/no_longer_eligible.html", status=HTTPStatus.FORBIDDEN)
    # The address of this page is the secret, so it goes nowhere else.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _show(request: HttpRequest, token: str) -> HttpResponse:
    confirmation = confirmations.find(token)
    return render(request, "program/confirm.html", {"confirmation": confirmation})


def _use(request: HttpRequest, token: str) -> HttpResponse:
    confirmation = confirmations.use(token)
    request.session.cycle_key()
    request.session[_CONFIRMED] = confirmation.pk
    return single_sign_on.start(request, CLIENT, "/")


def _refuse(request: HttpRequest, state: links.LinkState | None) -> HttpResponse:
    if state is None:
        return render(request, "program/link_not_valid.html", status=HTTPStatus.NOT_FOUND)
    return render(request, f"program/link_{state.value}.html", status=HTTPStatus.GONE)


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from the account site: the benefit that this browser confirmed becomes the account's."""
    confirmed = request.session.get(_CONFIRMED)
    try:
        sign_in, _next = single_sign_on.finish(request, CLIENT)
    except single_sign_on.SignInFailedError:
        return confirm_first(request) if confirmed is None else errors.sign_in_failed(request)
    request.session.pop(_CONFIRMED, None)
    sessions.join(request, sign_in)
    if confirmed is None:
        return confirm_first(request)
    try:
        benefits.bind(Confirmation.objects.get(pk=confirmed), sign_in.account)
    except benefits.BelongsToAnotherAccountError:
        return render(request, "program/another_account.html", status=HTTPStatus.FORBIDDEN)
    return HttpResponseRedirect(sites.url("store", "offers"))


def confirm_first(request: HttpRequest) -> HttpResponse:
    """For somebody who skipped a step: no price, and the way to the first one."""
    return render(request, "program/confirm_first.html", status=HTTPStatus.FORBIDDEN)
