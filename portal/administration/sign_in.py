"""Signing in with a work account: in the admin center, which Store for Business asks who somebody is."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal import errors, single_sign_on
from portal.account import sessions, signing_in
from portal.administration import access
from portal.administration.forms import WorkSignInForm


def safe_next(request: HttpRequest) -> str:
    """Where to go after signing in: a page of this very site, else the front page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else reverse("home")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead administrators to their organization."""
    if access.account_of(request) is None:
        return access.ask_to_sign_in(request)
    organization = access.own_organization(request)
    return access.refuse(request) if organization is None else redirect("organization", organization.key)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a work account."""
    next_path = safe_next(request)
    form = signing_in.attempt(request, WorkSignInForm)
    if form is None:
        return HttpResponseRedirect(next_path)
    return render(request, "administration/sign_in.html", {"form": form, "next": next_path})


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Back from the admin center, in Store for Business."""
    try:
        sign_in, next_path = single_sign_on.finish(request, access.CLIENT)
    except single_sign_on.SignInFailedError:
        return errors.sign_in_failed(request)
    sessions.join(request, sign_in)
    return HttpResponseRedirect(next_path)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in on both sites. Only a form's POST does so, never a link."""
    if request.method == "POST":
        sessions.end(request)
        return redirect("signed-out")
    return render(request, "administration/sign_out.html")


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in any more."""
    return render(request, "administration/signed_out.html")
