"""The client's half of the authorization-code pattern: a site sends people to its authority and back."""

import secrets
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.crypto import constant_time_compare

from portal import sites
from portal.account import authorization
from portal.account.models import SignIn

_SESSION_KEY = "single_sign_on"
# As many as a person may have tabs waiting at the sign-in page; older ones are forgotten.
_PENDING_LIMIT = 5


class SignInFailedError(Exception):
    """What came back is not the answer to a question of this browser's session."""


def start(request: HttpRequest, client_key: str, next_path: str) -> HttpResponseRedirect:
    """Ask the client's authority who this is; ``next_path`` stays in the session: where to go then."""
    client = authorization.client(client_key)
    if client is None:
        raise LookupError(client_key)
    state = secrets.token_urlsafe(24)
    verifier = authorization.new_verifier()
    pending = request.session.get(_SESSION_KEY, [])
    request.session[_SESSION_KEY] = [*pending, [state, verifier, next_path]][-_PENDING_LIMIT:]
    query = urlencode(
        {
            "response_type": "code",
            "client_id": client.key,
            "redirect_uri": client.redirect_uri,
            "state": state,
            "code_challenge": authorization.challenge(verifier),
            "code_challenge_method": "S256",
        }
    )
    return HttpResponseRedirect(f"{sites.url(client.authority, 'authorize')}?{query}")


def finish(request: HttpRequest, client_key: str) -> tuple[SignIn, str]:
    """Who signed in, and where to go now. Raises `SignInFailedError`."""
    client = authorization.client(client_key)
    given = request.GET.get("state", "")
    pending = request.session.get(_SESSION_KEY, [])
    match = next((entry for entry in pending if constant_time_compare(entry[0], given)), None)
    if client is None or match is None:
        raise SignInFailedError
    request.session[_SESSION_KEY] = [entry for entry in pending if entry is not match]
    _state, verifier, next_path = match
    try:
        return authorization.redeem(request.GET.get("code", ""), client, verifier), next_path
    except authorization.CodeRefusedError as error:
        raise SignInFailedError from error
