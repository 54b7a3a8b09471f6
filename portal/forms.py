"""How forms look: labels, hints and errors that assistive technology can follow."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.rules import addresses

ADDRESS_ERRORS: dict[addresses.Fault, str | Promise] = {
    addresses.Fault.MALFORMED: _("Enter an email address in the form name@company.com."),
    addresses.Fault.UNDELIVERABLE: _(
        "We cannot send mail to this address. Before the @ use only letters without accents, digits, dots, "
        "hyphens, underscores, apostrophes, ampersands and plus signs."
    ),
    addresses.Fault.TOO_LONG: _("This email address is too long. Check it for extra characters."),
}


class Renderer(TemplatesSetting):
    """Renders forms with the portal's own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class AddressField(forms.CharField):
    """An email address; cleans to `portal.rules.addresses.Address`."""

    widget = forms.EmailInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 320)
        super().__init__(**kwargs)

    def clean(self, value: object) -> addresses.Address:
        """The address, or a ValidationError that says how to write one."""
        text = super().clean(value)
        try:
            return addresses.parse(text)
        except addresses.AddressError as error:
            raise forms.ValidationError(str(ADDRESS_ERRORS[error.fault]), code=error.fault.value) from error


class PortalForm(forms.Form):
    """A form without the browser's own messages, which differ by browser and vanish at the next key."""

    use_required_attribute = False
    error_css_class = "invalid"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
