"""Pages of the account site."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal import sites
from portal.account import authorization, sessions, signing_in
from portal.account.forms import CreateForm, SignInForm
from portal.account.models import Account
from portal.forms import PortalForm


def safe_next(request: HttpRequest) -> str:
    """Where to go after signing in: back to a pending authorization of our own, else the home page.

    Anything but a path and query of this very page is dropped, so no address can lead to another site.
    """
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted.startswith(reverse("authorize") + "?") else reverse("home")


def asking_client(next_path: str) -> str:
    """The client that a pending authorization is for; empty if there is none."""
    return QueryDict(urlsplit(next_path).query).get("client_id", "")


def _sign_in_context(form: PortalForm, next_path: str) -> dict[str, Any]:
    return {"form": form, "next": next_path, "asking": asking_client(next_path)}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The person's account."""
    if not request.user.is_authenticated:
        return redirect("sign-in")
    return render(request, "account/home.html")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a personal account."""
    next_path = safe_next(request)
    form = signing_in.attempt(request, SignInForm)
    if form is None:
        return HttpResponseRedirect(next_path)
    return render(request, "account/sign_in.html", _sign_in_context(form, next_path))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Make a personal account, and sign in with it."""
    next_path = safe_next(request)
    form = CreateForm(request.POST) if request.method == "POST" else CreateForm()
    if form.is_bound and form.is_valid():
        try:
            account = Account.objects.register(**form.cleaned_data)
        except IntegrityError:
            form.refuse_taken()
        else:
            sessions.begin(request, account)
            return HttpResponseRedirect(next_path)
    return render(request, "account/create.html", _sign_in_context(form, next_path))


@require_safe
def authorize(request: HttpRequest) -> HttpResponse:
    """Send a code to the site that asks, after a sign-in if there is none yet."""
    asked = request.GET
    client = authorization.client(asked.get("client_id", ""))
    if (
        client is None
        or client.authority != sites.of_request(request).key
        or asked.get("redirect_uri") != client.redirect_uri
        or asked.get("response_type") != "code"
        or asked.get("code_challenge_method") != "S256"
        or len(asked.get("code_challenge", "")) != authorization.CHALLENGE_LENGTH
        or not asked.get("state")
    ):
        return render(request, "account/bad_authorization.html", status=HTTPStatus.BAD_REQUEST)
    current = sessions.current(request) if request.user.is_authenticated else None
    if current is None:
        return HttpResponseRedirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    code = authorization.issue(current, client, asked["code_challenge"])
    return HttpResponseRedirect(f"{client.redirect_uri}?{urlencode({'code': code, 'state': asked['state']})}")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sign-in, on whichever of the sites the person is. Only a form's POST does so, never a link."""
    if request.method == "POST":
        sessions.end(request)
        return redirect("signed-out")
    return render(request, "account/sign_out.html")


@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in any more."""
    return render(request, "account/signed_out.html")
