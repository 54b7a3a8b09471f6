"""Where administrators find help: open to everyone, for whoever needs it may not be able to get in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.administration import access


def _page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"organization": access.own_organization(request)}
    return render(request, f"administration/business/{name}.html", context)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Which support is for whom."""
    return _page(request, "support")


@require_safe
def licensing_center(request: HttpRequest) -> HttpResponse:
    """For administrators who cannot migrate from the Volume Licensing Service Center, or cannot get in."""
    return _page(request, "vlsc_support")


@require_safe
def administrators(request: HttpRequest) -> HttpResponse:
    """For administrators who are in and cannot see the benefit."""
    return _page(request, "administrator_support")
