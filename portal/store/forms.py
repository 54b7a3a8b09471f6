"""Forms of the store."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm
from portal.rules import cards


class ForgetfulInput(forms.TextInput):
    """A text field that is never sent back filled in."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the field's template shows: no value."""
        return super().get_context(name, None, attrs)


class PaymentForm(PortalForm):
    """A card. What is typed here is checked and forgotten: only the last digits reach an order."""

    number = forms.CharField(
        label=_("Card number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "cc-number", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the number on the front of your card.")},
    )
    expiry = forms.CharField(
        label=_("Expiry date"),
        help_text=_("MM/YY"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "cc-exp"}),
        error_messages={"required": _("Enter the expiry date of your card.")},
    )
    security_code = forms.CharField(
        label=_("Security code"),
        help_text=_("3 or 4 digits"),
        max_length=10,
        widget=ForgetfulInput(attrs={"autocomplete": "cc-csc", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the security code of your card.")},
    )

    def clean_number(self) -> str:
        """The bare digits."""
        number = cards.digits(self.cleaned_data["number"])
        if not cards.is_card_number(number):
            raise forms.ValidationError(_("Check the card number: a digit is missing or wrong."))
        return number

    def clean_expiry(self) -> tuple[int, int]:
        """Year and month."""
        expiry = cards.parse_expiry(self.cleaned_data["expiry"])
        if expiry is None:
            raise forms.ValidationError(_("Enter the expiry date as month and year, such as 09/29."))
        if cards.is_past(expiry, timezone.now().date()):
            raise forms.ValidationError(_("This card has expired. Use another card."))
        return expiry

    def clean_security_code(self) -> str:
        """The code."""
        code: str = self.cleaned_data["security_code"]
        if not cards.is_security_code(code):
            raise forms.ValidationError(_("Enter the 3 or 4 digits of the security code."))
        return code
