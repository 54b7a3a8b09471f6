"""Whether an organization would qualify: answered from what is entered, and from no customer's record."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.forms import PortalForm
from portal.rules import eligibility
from portal.rules.eligibility import Holdings, Segment, SoftwareAssurance

MOST_LICENSES = 100_000_000
_OTHER_PLANS = "other plans"
_MINUS = re.compile(r"[-\u2212\u2013]\s*(?=\d)")
# Whichever sign a language groups by; three digits after it are thousands, for nobody has parts of licenses.
# Arabic and Swiss ones are among them.
_SIGNS = r"[.,'\u2019\u066c\s]"
_GROUPED = re.compile(rf"\d{{1,3}}({_SIGNS}\d{{3}})+")


class CountField(forms.CharField):
    """How many licenses there are; nothing means none. Cleans to `int`, however thousands are set apart."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attributes), **kwargs)

    def clean(self, value: object) -> int:
        """The count, or a ValidationError that says what to enter instead."""
        text = str(value or "").strip()
        if _MINUS.match(text):
            raise ValidationError(_("A number of licenses cannot be negative. Enter 0 if there are none."))
        if _GROUPED.fullmatch(text):
            text = re.sub(_SIGNS, "", text)
        if not text:
            return 0
        # Not int() at once: it takes signs and underscores, and gives up on thousands of digits.
        if not re.fullmatch(r"\d+", text):
            raise ValidationError(_("Enter a whole number of licenses in digits, such as 2000."))
        if len(text.lstrip("0")) > len(str(MOST_LICENSES)) or int(text) > MOST_LICENSES:
            raise ValidationError(_("No organization has that many. Enter at most 100,000,000."))
        return int(text)


class QualifyForm(PortalForm):
    """All that the decision depends on."""

    segment = forms.ChoiceField(
        label=_("Kind of customer"),
        choices=[
            ("", _("Choose one")),
            (Segment.COMMERCIAL, _("Commercial")),
            (Segment.GOVERNMENT, _("Government")),
            (Segment.EDUCATION, _("Education")),
            (Segment.NONPROFIT, _("Non-profit")),
        ],
        error_messages={
            "required": _("Choose the kind of customer that your organization is."),
            "invalid_choice": _("Choose the kind of customer from the list."),
        },
    )
    e3 = CountField(label=_("Microsoft 365 E3 licenses"))
    e5 = CountField(label=_("Microsoft 365 E5 licenses"))
    other = CountField(label=_("Licenses of other plans"), help_text=_("Such as E1, F3 or Business Premium."))
    assurance = forms.ChoiceField(
        label=_("Software Assurance for qualifying Office applications"),
        required=False,
        choices=[
            (SoftwareAssurance.NONE, _("None")),
            (SoftwareAssurance.ACTIVE, _("Active")),
            (SoftwareAssurance.LAPSED, _("Lapsed")),
        ],
        error_messages={"invalid_choice": _("Choose the state of Software Assurance from the list.")},
    )
    from_assurance = forms.BooleanField(
        label=_("Our Microsoft 365, or Microsoft 365 E3 or E5, is from Software Assurance"), required=False
    )

    @property
    def holdings(self) -> Holdings:
        """What was entered, once it is valid."""
        entered = self.cleaned_data
        return Holdings(
            segment=Segment(entered["segment"]),
            licenses={"E3": entered["e3"], "E5": entered["e5"], _OTHER_PLANS: entered["other"]},
            software_assurance=SoftwareAssurance(entered["assurance"] or SoftwareAssurance.NONE),
            subscription_from_software_assurance=entered["from_assurance"],
        )


@require_safe
def qualify(request: HttpRequest) -> HttpResponse:
    """Explain the criteria, and answer whoever enters what an organization has."""
    is_asked = any(name in request.GET for name in QualifyForm.base_fields)
    form = QualifyForm(request.GET) if is_asked else QualifyForm()
    context: dict[str, Any] = {
        "form": form,
        "threshold": eligibility.LICENSE_THRESHOLD,
    }
    if form.is_bound and form.is_valid():
        holdings = form.holdings
        context |= {
            "holdings": holdings,
            "met": eligibility.criteria_met(holdings),
            "counted": eligibility.counted_licenses(holdings.licenses),
            "others": holdings.licenses[_OTHER_PLANS],
        }
    return render(request, "program/qualify.html", context)
