"""Forms of the administrators' sites."""

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise

from portal.account.forms import SignInForm
from portal.account.models import Kind
from portal.account.sessions import Refusal


class WorkSignInForm(SignInForm):
    """Address and password of a work account."""

    kind = Kind.WORK
    refusals: ClassVar[Mapping[Refusal, str | Promise]] = {
        Refusal.CLOSED: "This account is closed. Ask an administrator of your organization to open it again.",
        Refusal.PERSONAL: "This is a personal account. Sign in with the work account of your organization.",
    }
