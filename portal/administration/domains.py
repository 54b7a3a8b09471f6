"""The email domains of an organization: claimed, proven, given up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.administration.access import administrator_only
from portal.administration.forms import AddDomainForm
from portal.administration.gates import directory_only, licensed_only
from portal.organizations import proof
from portal.organizations.models import Domain, Organization
from portal.rules import domains

_NEWS = "domain-news"


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_only
@licensed_only
@directory_only
def overview(request: HttpRequest, organization: Organization) -> HttpResponse:
    """All domains, with the records to create; and one more to claim."""
    if request.method != "POST":
        return _page(request, organization)
    form = AddDomainForm(organization, request.POST)
    if not form.is_valid():
        return _page(request, organization, form=form)
    return _see_list(request, organization, "claimed", form.cleaned_data["name"])


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_only
@licensed_only
@directory_only
def verify(request: HttpRequest, organization: Organization, pk: int) -> HttpResponse:
    """Look for the record of a claim; say what came of it. Only a form's POST does so, never a link."""
    domain = organization.domains.filter(pk=pk).first()
    if domain is None or request.method != "POST":
        return redirect("domains", organization.key)
    was_managed = organization.is_managed
    try:
        proof.verify(domain)
    except Domain.DoesNotExist:
        return redirect("domains", organization.key)
    except proof.TakenError:
        return _page(request, organization, problem={"reason": "taken", "domain": domain})
    except proof.NotProvenError as error:
        problem = {
            "reason": error.reason.value,
            "domain": domain,
            "found": domains.shown(error.found),
            "more": max(0, len(error.found) - domains.MAX_SHOWN),
            "place": error.place,
        }
        return _page(request, organization, problem=problem)
    return _see_list(request, organization, "validated" if was_managed else "managed", domain.name)


@require_http_methods(["GET", "HEAD", "POST"])
@administrator_only
@licensed_only
@directory_only
def remove(request: HttpRequest, organization: Organization, pk: int) -> HttpResponse:
    """Say what removing a domain ends; only the button there does it."""
    domain = organization.domains.filter(pk=pk).first()
    if domain is None:
        return redirect("domains", organization.key)
    if request.method == "POST":
        proof.remove(domain)
        return _see_list(request, organization, "removed", domain.name)
    is_last = domain.validated_at is not None and organization.validated_domains.count() == 1
    context = {"organization": organization, "domain": domain, "is_last": is_last}
    return render(request, "administration/remove_domain.html", context)


def _see_list(request: HttpRequest, organization: Organization, what: str, name: str) -> HttpResponse:
    # Told on the next page, once: reloading that repeats neither the news nor what led to it.
    request.session[_NEWS] = [what, name]
    return redirect("domains", organization.key)


def _page(
    request: HttpRequest,
    organization: Organization,
    *,
    form: AddDomainForm | None = None,
    problem: dict[str, Any] | None = None,
) -> HttpResponse:
    what, name = request.session.pop(_NEWS, None) or ("", "")
    context = {
        "organization": organization,
        "claims": sorted(
            organization.domains.filter(validated_at=None), key=lambda claim: claim.readable_name
        ),
        "form": form or AddDomainForm(organization),
        "problem": problem,
        "news": {"what": what, "name": name, "readable": domains.readable(name)},
    }
    return render(request, "administration/domains.html", context)
