"""Installing: a subscription is activated on a device with the personal account that bought it.

It asks for no benefit: a subscription stays its buyer's after the employer's part has ended.
"""

import logging
import secrets
from dataclasses import dataclass
from http import HTTPStatus

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.account.models import Account
from portal.store.models import Installation, Order
from portal.store.views import signed_in_only

# Kept through sign-outs, so that a device counts once whoever uses it.
_COOKIE = "device"
_COOKIE_LIFETIME = 365 * 24 * 3600

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Subscription:
    """An order that can be installed, and where it is installed already."""

    order: Order
    devices: int
    here: bool


def subscriptions(orders: list[Order], device: str | None) -> list[Subscription]:
    """Those of the orders that can be installed, seen from a device."""
    found = []
    for order in orders:
        if order.is_subscription:
            devices = set(order.installations.values_list("device", flat=True))
            found.append(Subscription(order, len(devices), here=device in devices))
    return found


def _own_orders(request: HttpRequest) -> QuerySet[Order]:
    if not isinstance(request.user, Account):
        raise Http404
    return request.user.orders.all()


def _device(request: HttpRequest) -> str | None:
    known: str | None = request.get_signed_cookie(_COOKIE, default=None)
    return known


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_only
def install(request: HttpRequest) -> HttpResponse:
    """The person's subscriptions; what is sent from here installs one of them on this device."""
    if request.method == "POST":
        return _install(request)
    placed = _own_orders(request).order_by("-placed_at", "-pk")
    context = {"subscriptions": subscriptions(list(placed), _device(request))}
    return render(request, "store/install.html", context)


def _install(request: HttpRequest) -> HttpResponse:
    order = get_object_or_404(_own_orders(request), number=request.POST.get("order", ""))
    device = _device(request) or secrets.token_urlsafe(32)
    if order.is_subscription:
        Installation.objects.get_or_create(
            order=order, device=device, defaults={"installed_at": timezone.now()}
        )
        _log.info("order %s installed by %s", order.number, order.account)
    # 303, so that Reload repeats a GET and never the form.
    response = redirect("install")
    response.status_code = HTTPStatus.SEE_OTHER
    response.set_signed_cookie(_COOKIE, device, max_age=_COOKIE_LIFETIME, httponly=True, samesite="Lax")
    return response
