"""Pages of the store."""

import functools
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from portal import errors, mail, single_sign_on
from portal.account import sessions
from portal.account.models import Account
from portal.preferences import choice
from portal.program import benefits
from portal.program import views as program_views
from portal.program.models import Benefit
from portal.rules import cards, markets, pricing, products
from portal.rules.products import Product
from portal.store import orders as placing
from portal.store.forms import PaymentForm
from portal.store.models import Checkout, Order

CLIENT = "store"
_DECLINED = "declined"

_log = logging.getLogger(__name__)
_Parameters = ParamSpec("_Parameters")
_View = Callable[Concatenate[HttpRequest, _Parameters], HttpResponse]


def signed_in_only(view: _View[_Parameters]) -> _View[_Parameters]:
    """Send visitors through the account site first; a form they sent without being signed in is dropped."""

    @functools.wraps(view)
    def wrapped(
        request: HttpRequest, /, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> HttpResponse:
        if not request.user.is_authenticated:
            return single_sign_on.start(request, CLIENT, request.path)
        return view(request, *args, **kwargs)

    return wrapped


def covers(benefit: Benefit, product: Product) -> bool:
    """Whether the organization's benefit is for this product too."""
    if product in products.OTHER_PRODUCTS:
        return benefit.organization.previous_program
    return product.slug in benefit.organization.products


def benefit_for(account: Account, product: Product) -> Benefit | None:
    """The benefit by which this account may buy this product now.

    Raises Http404 where employees of the organization are not even to know of the product.
    """
    benefit = benefits.current(account)
    if benefit is None or covers(benefit, product):
        return benefit
    if product in products.OTHER_PRODUCTS:
        raise Http404
    return None


def _account(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user


@require_safe
@signed_in_only
def offers(request: HttpRequest) -> HttpResponse:
    """The discounts of the person's benefit, on the store page of the person's market."""
    benefit = benefits.current(_account(request))
    if benefit is None:
        return program_views.confirm_first(request)
    market = choice.market(request, benefit)
    page = markets.store_page(market) or "offers"
    locale = markets.store_locale(market, get_language() or settings.LANGUAGE_CODE)
    if request.path != reverse(page) or request.GET.get("locale") != locale:
        return redirect(reverse(page) + (f"?{urlencode({'locale': locale})}" if locale else ""))
    offered = [
        (product, pricing.quote(product, market))
        for product in markets.products_in(market)
        if covers(benefit, product)
    ]
    return render(request, f"store/{page}.html", {"benefit": benefit, "offers": offered})


@require_safe
@signed_in_only
def other_products(request: HttpRequest) -> HttpResponse:
    """What employees of an organization of the previous program can buy, too; nobody else learns of it."""
    benefit = benefits.current(_account(request))
    if benefit is None:
        return program_views.confirm_first(request)
    if not benefit.organization.previous_program:
        raise Http404
    offered = [(product, pricing.quote(product)) for product in products.OTHER_PRODUCTS]
    return render(request, "store/other_products.html", {"benefit": benefit, "offers": offered})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from the account site."""
    try:
        sign_in, next_path = single_sign_on.finish(request, CLIENT)
    except single_sign_on.SignInFailedError:
        return errors.sign_in_failed(request)
    sessions.join(request, sign_in)
    return HttpResponseRedirect(next_path)


@require_GET
@signed_in_only
def begin_checkout(request: HttpRequest, slug: str) -> HttpResponse:
    """A new checkout of a product."""
    product = products.find(slug)
    if product is None:
        raise Http404
    benefit = benefit_for(_account(request), product)
    if benefit is None:
        return program_views.confirm_first(request)
    if not markets.sold(product, choice.market(request, benefit)):
        return _not_sold(request, product)
    checkout = Checkout.objects.create(
        account=_account(request), product=product.slug, created_at=timezone.now()
    )
    return redirect("checkout", checkout.pk)


@sensitive_post_parameters("number", "expiry", "security_code")
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def checkout(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pay. A checkout that was paid before leads to its receipt, whatever is sent to it."""
    record = get_object_or_404(Checkout, pk=pk, account=_account(request))
    product = products.find(record.product)
    if product is None:
        raise Http404
    placed = placing.of_checkout(record)
    if placed is not None:
        return _see_other("order", placed.number)
    benefit = benefit_for(_account(request), product)
    if benefit is None:
        return program_views.confirm_first(request)
    market = choice.market(request, benefit)
    if not markets.sold(product, market):
        return _not_sold(request, product)
    if request.method != "POST":
        declined = request.session.pop(_DECLINED, None) == str(record.pk)
        return _checkout_page(request, product, market, PaymentForm(), declined=declined)
    return _pay(request, record, product, benefit, market)


def _not_sold(request: HttpRequest, product: Product) -> HttpResponse:
    return render(request, "store/not_sold_here.html", {"product": product}, status=HTTPStatus.FORBIDDEN)


def _pay(
    request: HttpRequest, record: Checkout, product: Product, benefit: Benefit, market: str
) -> HttpResponse:
    if not pricing.is_quoted_price(request.POST.get("price", ""), product):
        _log.warning("checkout refused: the page showed another price than the product has")
        return render(request, "store/price_changed.html", {"product": product}, status=HTTPStatus.CONFLICT)
    if request.POST.get("term", "") != markets.term(product, market):
        _log.warning("checkout refused: the page showed another term than the product has in %s", market)
        return render(request, "store/term_changed.html", status=HTTPStatus.CONFLICT)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return _checkout_page(request, product, market, form)
    number = form.cleaned_data["number"]
    if cards.outcome(number) is cards.Outcome.DECLINED:
        _log.info("card declined for %s", record.account)
        request.session[_DECLINED] = str(record.pk)
        return _see_other("checkout", record.pk)
    try:
        order = placing.place(record, product, benefit, market, number[-4:])
    except mail.MailNotSentError:
        return errors.mail_not_sent(request)
    return _see_other("order", order.number)


def _checkout_page(
    request: HttpRequest, product: Product, market: str, form: PaymentForm, *, declined: bool = False
) -> HttpResponse:
    quote = pricing.quote(product, market)
    context = {"product": product, "quote": quote, "form": form, "declined": declined}
    return render(request, "store/checkout.html", context)


def _see_other(name: str, key: object) -> HttpResponse:
    # 303, so that Back and Reload repeat a GET and never the form.
    response = redirect(name, key)
    response.status_code = HTTPStatus.SEE_OTHER
    return response


@require_safe
@signed_in_only
def order(request: HttpRequest, number: str) -> HttpResponse:
    """A receipt, for its owner only."""
    record = get_object_or_404(Order, number=number, account=_account(request))
    return render(request, "store/order.html", {"order": record})


@require_safe
@signed_in_only
def orders(request: HttpRequest) -> HttpResponse:
    """All that the person bought."""
    placed = _account(request).orders.order_by("-placed_at", "-pk")
    return render(request, "store/orders.html", {"orders": placed})
