"""The Home Use Program benefit of an organization, as its administrators manage it on either site."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.administration.access import administrator_only
from portal.administration.gates import directory_only, managed_only, right_door_only
from portal.organizations.models import Organization
from portal.rules import eligibility, products

_log = logging.getLogger(__name__)


@require_safe
@administrator_only
@right_door_only
@directory_only
@managed_only
def overview(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Whether and why the organization is eligible, and what its employees get."""
    context = {
        "organization": organization,
        "criteria": eligibility.criteria_met(organization.holdings),
        "all_criteria": list(eligibility.Criterion),
        "covered": [product for product in products.PRODUCTS if product.slug in organization.products],
    }
    return render(request, "administration/benefit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_only
@right_door_only
def create_directory(request: HttpRequest, organization: Organization) -> HttpResponse:
    """Create the directory account; creating it once more changes nothing."""
    if request.method == "POST":
        organization.directory = True
        organization.save(update_fields=["directory"])
        _log.info("directory account created for %s", organization)
    return redirect("hup", organization.key)
