"""What the sign-in pages of personal and of work accounts have in common."""

from django.http import HttpRequest

from portal.account import sessions
from portal.account.forms import SignInForm


def attempt(request: HttpRequest, form_type: type[SignInForm]) -> SignInForm | None:
    """Sign in with what was sent. The form to show, with its errors; None for who is signed in now."""
    if request.method != "POST":
        return None if request.user.is_authenticated else form_type(request)
    form = form_type(request, request.POST)
    if not form.is_valid() or form.account is None:
        return form
    sessions.begin(request, form.account)
    return None
