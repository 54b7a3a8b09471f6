"""The form for choosing market and language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms import PortalForm
from portal.preferences import choice
from portal.rules import markets


class LanguageSelect(forms.Select):
    """Languages named in themselves, and marked so, for voices that read them out."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One language."""
        option = super().create_option(*args, **kwargs)
        option["attrs"]["lang"] = option["value"]
        return option


class ChoiceForm(PortalForm):
    """Market and language."""

    market = forms.ChoiceField(
        label=_("Market"),
        help_text=_("The country or region where you live."),
        choices=markets.named,
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": _("Choose a market."),
            "invalid_choice": _("We know no such market. Choose one from the list."),
        },
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=choice.languages,
        widget=LanguageSelect(attrs={"autocomplete": "language"}),
        error_messages={
            "required": _("Choose a language."),
            "invalid_choice": _("We do not speak that language. Choose one from the list."),
        },
    )

    def choice(self) -> choice.Choice:
        """What was chosen, once it is valid."""
        return choice.Choice(**self.cleaned_data)
