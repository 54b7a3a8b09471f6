"""Who gets in: the administrators of the organization whose key stands in the address, and nobody else."""

import functools
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Concatenate, ParamSpec, Protocol
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from portal import single_sign_on, sites
from portal.account.models import Account
from portal.organizations.models import Organization

CLIENT = "business"

_log = logging.getLogger(__name__)
_Parameters = ParamSpec("_Parameters")
OrganizationView = Callable[Concatenate[HttpRequest, Organization, _Parameters], HttpResponse]
"""A view of one organization's page, for its administrators."""


class _KeyedView(Protocol[_Parameters]):
    # Django passes what an address holds by name.
    def __call__(
        self, request: HttpRequest, key: str, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> HttpResponse: ...


def administrator_only(
    view: OrganizationView[_Parameters],
) -> _KeyedView[_Parameters]:
    """Turn the ``key`` of an address into its organization, and let its administrators in.

    A visitor is asked to sign in first, and a form that came without that is dropped. A key of nobody's gets
    the answer of a foreign one, so that keys cannot be tried out.
    """

    @functools.wraps(view)
    def wrapped(
        request: HttpRequest, key: str, *args: _Parameters.args, **kwargs: _Parameters.kwargs
    ) -> HttpResponse:
        account = account_of(request)
        if account is None:
            return ask_to_sign_in(request)
        organization = Organization.objects.filter(key=key).first()
        if organization is None or not account.administers(organization):
            return refuse(request)
        return view(request, organization, *args, **kwargs)

    return wrapped


def account_of(request: HttpRequest) -> Account | None:
    """The work account that is signed in."""
    return request.user if isinstance(request.user, Account) else None


def own_organization(request: HttpRequest) -> Organization | None:
    """The organization that the person administers."""
    account = account_of(request)
    organization = account.organization if account is not None else None
    return organization if account is not None and account.administers(organization) else None


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in with a work account, and from there back to this page."""
    if sites.of_request(request).key == CLIENT:
        return single_sign_on.start(request, CLIENT, request.path)
    return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")


def refuse(request: HttpRequest) -> HttpResponse:
    """Say who gets in; whose page it is, or whether it is anybody's, is not told."""
    _log.info("%s refused to %s", request.path, request.user)
    # Nothing in the navigation is where one is now.
    context = {"organization": own_organization(request), "page": None}
    return render(request, "administration/refused.html", context, status=HTTPStatus.FORBIDDEN)
