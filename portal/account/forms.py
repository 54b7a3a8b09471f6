"""Forms of the account site."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.account import sessions
from portal.account.models import Account, Kind
from portal.forms import AddressField, PortalForm

REFUSALS = {
    sessions.Refusal.CLOSED: _(
        "This account is closed. Sign in with another account, or create a new one "
        "with another email address."
    ),
    sessions.Refusal.WORK: _(
        "This is a work account. Products of the Home Use Program are bought and activated with a personal "
        "account: sign in with the Microsoft account of your personal email address."
    ),
}


class SignInForm(PortalForm):
    """Address and password of an account; ``account`` is set once they are right."""

    kind: ClassVar[Kind] = Kind.PERSONAL
    refusals: ClassVar[Mapping[sessions.Refusal, str | Promise]] = REFUSALS

    email = forms.CharField(
        label=_("Email address"),
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Enter the email address of your account.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any]:
        """Check the pair, and say no more of a wrong one than that it is wrong."""
        cleaned = self.cleaned_data
        if "email" not in cleaned or "password" not in cleaned:
            return cleaned
        account = authenticate(self.request, username=cleaned["email"], password=cleaned["password"])
        if not isinstance(account, Account):
            raise forms.ValidationError(
                _("That email address and password do not match an account."), code="mismatch"
            )
        refusal = sessions.refusal(account, self.kind)
        if refusal is not None:
            raise forms.ValidationError(str(self.refusals[refusal]), code=refusal.value)
        self.account = account
        return cleaned


class CreateForm(PortalForm):
    """A new personal account."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = AddressField(
        label=_("Email address"),
        help_text=_("Your personal address, not the one at work. Receipts go here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your personal email address.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        help_text=_("At least 8 characters, and not one that many people use."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )

    def clean_email(self) -> str:
        """The address in the form in which it is kept."""
        email = str(self.cleaned_data["email"])
        if Account.objects.filter(email=email).exists():
            self.refuse_taken()
        return email

    def clean_password(self) -> str:
        """The password, if it is good enough."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password

    def refuse_taken(self) -> None:
        """Say that the address has an account."""
        self.add_error(
            "email", _("There is already an account with this email address. Sign in with it instead.")
        )
