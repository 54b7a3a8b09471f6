"""What must be so before the benefit can be managed: the right site, a directory account, a proven domain.

Each gate lets a view through, or shows the page that says what to do instead.
"""

import functools
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal import sites
from portal.administration.access import OrganizationView
from portal.organizations.models import Organization

_Parameters = ParamSpec("_Parameters")


def door(organization: Organization) -> str:
    """The site on which this customer manages the benefit: by Volume Licensing or not."""
    return "business" if organization.volume_licensing else "admin"


def right_door_only(view: OrganizationView[[]]) -> OrganizationView[[]]:
    """Show customers who are on the other site the way to theirs."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, organization: Organization) -> HttpResponse:
        if sites.of_request(request).key == door(organization):
            return view(request, organization)
        return _show_door(request, organization)

    return wrapped


def licensed_only(view: OrganizationView[_Parameters]) -> OrganizationView[_Parameters]:
    """Keep Store for Business for customers with Volume Licensing; the admin center is for all.

    For what every customer finds among the settings of the admin center.
    """

    @functools.wraps(view)
    def wrapped(
        request: HttpRequest,
        organization: Organization,
        /,
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> HttpResponse:
        if sites.of_request(request).key in {"admin", door(organization)}:
            return view(request, organization, *args, **kwargs)
        return _show_door(request, organization)

    return wrapped


def _show_door(request: HttpRequest, organization: Organization) -> HttpResponse:
    context = {"organization": organization, "right": door(organization)}
    return render(request, "administration/other_door.html", context)


def directory_only(view: OrganizationView[_Parameters]) -> OrganizationView[_Parameters]:
    """Ask organizations without a directory account to create one."""

    @functools.wraps(view)
    def wrapped(
        request: HttpRequest,
        organization: Organization,
        /,
        *args: _Parameters.args,
        **kwargs: _Parameters.kwargs,
    ) -> HttpResponse:
        if organization.directory:
            return view(request, organization, *args, **kwargs)
        return render(request, "administration/no_directory.html", {"organization": organization})

    return wrapped


def managed_only(view: OrganizationView[[]]) -> OrganizationView[[]]:
    """Ask organizations whose directory is nobody's yet to prove a domain."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, organization: Organization) -> HttpResponse:
        if organization.is_managed:
            return view(request, organization)
        return render(request, "administration/unmanaged.html", {"organization": organization})

    return wrapped
