"""Signing in and out. Each site has a session of its own; a shared `SignIn` record ends them together."""

from collections.abc import Callable
from enum import StrEnum

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal import sites
from portal.account.models import Account, Kind, SignIn

_SIGN_IN = "sign_in"
# Where the session belongs: a work account's of the admin center must not pass for one of the account site.
_SITE = "site"


class Refusal(StrEnum):
    """Why an account with the right password may not sign in."""

    CLOSED = "closed"
    WORK = "work"
    PERSONAL = "personal"


def refusal(account: Account, wanted: Kind) -> Refusal | None:
    """Why this account may not sign in where accounts of one kind are wanted; None if it may."""
    if not account.is_active:
        return Refusal.CLOSED
    return None if account.kind == wanted else Refusal(account.kind)


def begin(request: HttpRequest, account: Account) -> SignIn:
    """Sign the account in on the account site; an earlier sign-in of this browser ends."""
    end(request)
    sign_in = SignIn.objects.create(account=account, started_at=timezone.now())
    join(request, sign_in)
    return sign_in


def join(request: HttpRequest, sign_in: SignIn) -> None:
    """Sign in to this site what is signed in on the account site. The session gets a new key."""
    auth.login(request, sign_in.account)
    request.session[_SIGN_IN] = sign_in.pk
    request.session[_SITE] = sites.of_request(request).key


def current(request: HttpRequest) -> SignIn | None:
    """The sign-in that this site's session belongs to, if it still lasts."""
    pk = request.session.get(_SIGN_IN)
    return SignIn.objects.filter(pk=pk, ended_at=None).first() if pk is not None else None


def end(request: HttpRequest) -> None:
    """End this site's session and the sign-in behind it, and with that the sessions of all sites."""
    pk = request.session.get(_SIGN_IN)
    if pk is not None:
        end_sign_in(pk)
    auth.logout(request)


def end_sign_in(pk: int) -> None:
    """End one sign-in, wherever its sessions are."""
    SignIn.objects.filter(pk=pk, ended_at=None).update(ended_at=timezone.now())


def _is_stray(request: HttpRequest) -> bool:
    """Whether the session was carried here from another site, or its sign-in was ended on one."""
    return request.session.get(_SITE) != sites.of_request(request).key or current(request) is None


class SignInMiddleware:
    """Ends a site's session once its sign-in was ended on another site, and one that is another site's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _SIGN_IN in request.session and _is_stray(request):
            auth.logout(request)
        return self.get_response(request)
