"""The email domains of an organization."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.administration.access import administrator_only
from portal.administration.gates import directory_only
from portal.organizations.models import Organization


@require_safe
@administrator_only
@directory_only
def overview(request: HttpRequest, organization: Organization) -> HttpResponse:
    """The validated domains."""
    return render(request, "administration/domains.html", {"organization": organization})
