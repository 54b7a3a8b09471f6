"""Pages of Store for Business."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.administration.access import administrator_only
from portal.organizations.models import Organization


@require_safe
@administrator_only
def home(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Where administrators begin."""
    return render(request, "administration/business/home.html", {"organization": organization})


@require_safe
@administrator_only
def benefits(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The benefits that come with a licensing agreement."""
    return render(request, "administration/business/benefits.html", {"organization": organization})


@require_safe
@administrator_only
def manage(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The benefits that can be managed here."""
    return render(request, "administration/business/manage.html", {"organization": organization})
