"""Pages of the admin center."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.administration import subscriptions
from portal.administration.access import administrator_only
from portal.organizations.models import Organization


@require_safe
@administrator_only
def home(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Where administrators begin."""
    return render(request, "administration/admin_center/home.html", {"organization": organization})


@require_safe
@administrator_only
def products(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The business subscriptions, with their licenses and devices."""
    context = {
        "organization": organization,
        "subscriptions": subscriptions.of(organization),
        "devices_per_license": subscriptions.DEVICES_PER_LICENSE,
    }
    return render(request, "administration/admin_center/products.html", context)


@require_safe
@administrator_only
def benefits(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The benefits that come with the licenses."""
    return render(request, "administration/admin_center/benefits.html", {"organization": organization})
