"""Forms of the administrators' sites."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from portal.account.forms import SignInForm
from portal.account.models import Kind
from portal.account.sessions import Refusal
from portal.forms import PortalForm
from portal.organizations import proof
from portal.organizations.models import Organization
from portal.rules import domains

CLAIM_ERRORS: Mapping[domains.Fault, str] = {
    domains.Fault.MALFORMED: (
        "Enter a domain in the form contoso.com: no web address, no email address, and no spaces."
    ),
    domains.Fault.SINGLE_LABEL: "Enter the whole domain, such as contoso.com: one word alone is none.",
    domains.Fault.PUBLIC_MAILBOX: (
        "This is the domain of a public mail service, where anybody can have an address. Enter a domain that "
        "belongs to your organization."
    ),
}
TAKEN_ERRORS: Mapping[proof.Taken, str] = {
    proof.Taken.YOURS: "Your organization has this domain already: you find it in the list above.",
    proof.Taken.ANOTHERS: (
        "This domain is validated for another organization, and can belong to one only. If it is yours, ask "
        "that organization to remove it first."
    ),
}


class WorkSignInForm(SignInForm):
    """Address and password of a work account."""

    kind = Kind.WORK
    refusals: ClassVar[Mapping[Refusal, str | Promise]] = {
        Refusal.CLOSED: "This account is closed. Ask an administrator of your organization to open it again.",
        Refusal.PERSONAL: "This is a personal account. Sign in with the work account of your organization.",
    }


class AddDomainForm(PortalForm):
    """A domain that the organization claims; valid once the claim is made."""

    name = forms.CharField(
        label="Domain",
        help_text="What follows the @ in your employees' addresses, such as contoso.com.",
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}
        ),
        error_messages={
            "required": "Enter a domain, such as contoso.com.",
            "max_length": CLAIM_ERRORS[domains.Fault.MALFORMED],
        },
    )

    def __init__(self, organization: Organization, *args: Any, **kwargs: Any) -> None:
        self._organization = organization
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """Claim the domain."""
        try:
            name = domains.claimable(self.cleaned_data["name"])
            proof.claim(self._organization, name)
        except domains.ClaimError as error:
            raise forms.ValidationError(CLAIM_ERRORS[error.fault], code=error.fault.value) from error
        except proof.TakenError as error:
            raise forms.ValidationError(TAKEN_ERRORS[error.by], code=error.by.value) from error
        return name
