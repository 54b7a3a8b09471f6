"""Forms of the program site."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import AddressField, PortalForm


class GetStartedForm(PortalForm):
    """Where to send the confirmation link."""

    email = AddressField(
        label=_("Work email address"),
        help_text=_("The address that your employer gave you, such as name@company.com."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Enter your work email address.")},
    )
