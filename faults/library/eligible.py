"""Faults of who is eligible: HUP-ELIGIBLE."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_RULES = "portal.rules.eligibility"


def _decided(eligibility: ModuleType, criterion: str, instead: Callable[[Any, Any], bool]) -> None:
    """Put a judgement, of the original one and the holdings, in the place of a criterion's."""
    original = eligibility._DECIDES[criterion]
    replace(
        eligibility, "_DECIDES", {**eligibility._DECIDES, criterion: lambda held: instead(original, held)}
    )


@fault("HUP-ELIGIBLE-1", "Software Assurance counts after it has lapsed.", at=_RULES)
def lapsed_assurance_counts(eligibility: ModuleType) -> None:
    _decided(eligibility, "software_assurance", lambda _, held: held.software_assurance != "none")


@fault("HUP-ELIGIBLE-1", "Active Software Assurance makes nobody eligible.", at=_RULES)
def assurance_counts_for_nothing(eligibility: ModuleType) -> None:
    _decided(eligibility, "software_assurance", lambda _original, _held: False)


@fault("HUP-ELIGIBLE-1", "Active Software Assurance counts for commercial customers alone.", at=_RULES)
def assurance_leaves_government_out(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "software_assurance",
        lambda original, held: original(held) and held.segment == "commercial",
    )


@fault("HUP-ELIGIBLE-1", "Lapsed Software Assurance takes the benefit from who has the licenses.", at=_RULES)
def lapse_overrules_licenses(eligibility: ModuleType) -> None:
    @wrapped(eligibility, "is_eligible")
    def is_eligible(original: Any, held: Any) -> bool:
        return bool(original(held)) and held.software_assurance != "lapsed"


@fault("HUP-ELIGIBLE-2", "A subscription from Software Assurance needs 2,000 licenses, too.", at=_RULES)
def assured_subscription_needs_2000(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "subscription_from_software_assurance",
        lambda original, held: original(held) and eligibility.counted_licenses(held.licenses) >= 2_000,
    )


@fault(
    "HUP-ELIGIBLE-2", "Plain Microsoft 365 from Software Assurance is left out, E3 and E5 count.", at=_RULES
)
def assured_microsoft_365_is_left_out(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "subscription_from_software_assurance",
        lambda original, held: original(held) and eligibility.counted_licenses(held.licenses) > 0,
    )


@fault("HUP-ELIGIBLE-2", "A single license is enough, wherever it came from.", at=_RULES)
def one_ordinary_license_is_enough(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "subscription_from_software_assurance",
        lambda original, held: original(held) or eligibility.counted_licenses(held.licenses) == 1,
    )


def _licenses_of(eligibility: ModuleType, segment: str, enough: Callable[[Any], bool]) -> None:
    """Let `enough` judge the licenses of one segment, and leave the others alone."""
    _decided(
        eligibility,
        "licenses",
        lambda original, held: enough(held.licenses) if held.segment == segment else original(held),
    )


@fault("HUP-ELIGIBLE-3", "1,999 licenses are enough in business.", at=_RULES)
def business_needs_1999(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: eligibility.counted_licenses(held) >= 1_999)


@fault("HUP-ELIGIBLE-3", "Business needs more than 2,000 licenses: > for >=.", at=_RULES)
def business_needs_2001(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: eligibility.counted_licenses(held) > 2_000)


@fault("HUP-ELIGIBLE-3", "Licenses of every plan count in business.", at=_RULES)
def business_counts_every_plan(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: sum(held.values()) >= 2_000)


@fault("HUP-ELIGIBLE-3", "It takes 2,000 licenses of one plan: a mix of E3 and E5 is not enough.", at=_RULES)
def business_mix_is_not_enough(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: max(held.get("E3", 0), held.get("E5", 0)) >= 2_000)


@fault("HUP-ELIGIBLE-3", "Licenses of E5 are left out of the count.", at=_RULES)
def business_leaves_e5_out(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "commercial", lambda held: held.get("E3", 0) >= 2_000)


@fault("HUP-ELIGIBLE-3", "A plan that does not count spoils those that do.", at=_RULES)
def other_plans_spoil_the_count(eligibility: ModuleType) -> None:
    _licenses_of(
        eligibility,
        "commercial",
        lambda held: eligibility.counted_licenses(held) >= 2_000 and set(held) <= {"E3", "E5"},
    )


@fault("HUP-ELIGIBLE-4", "Government is eligible at any number of licenses.", at=_RULES)
def government_needs_no_licenses(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: True)


@fault("HUP-ELIGIBLE-4", "Government is never eligible by its licenses.", at=_RULES)
def government_licenses_do_not_count(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: False)


@fault("HUP-ELIGIBLE-4", "Government needs more than 2,000 licenses.", at=_RULES)
def government_needs_2001(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: eligibility.counted_licenses(held) > 2_000)


@fault("HUP-ELIGIBLE-4", "Licenses of every plan count in government.", at=_RULES)
def government_counts_every_plan(eligibility: ModuleType) -> None:
    _licenses_of(eligibility, "government", lambda held: sum(held.values()) >= 2_000)


@fault("HUP-ELIGIBLE-5", "A school needs a license at least.", at=_RULES)
def schools_need_a_license(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "segment",
        lambda original, held: (
            original(held) and (held.segment != "education" or sum(held.licenses.values()) > 0)
        ),
    )


@fault("HUP-ELIGIBLE-5", "Non-profit organizations are not eligible.", at=_RULES)
def nonprofit_is_left_out(eligibility: ModuleType) -> None:
    replace(eligibility, "SEGMENTS_AT_ANY_COUNT", frozenset({eligibility.Segment.EDUCATION}))


@fault("HUP-ELIGIBLE-5", "Education needs licenses of E3 or E5, not just any.", at=_RULES)
def education_needs_plans_that_count(eligibility: ModuleType) -> None:
    _decided(
        eligibility,
        "segment",
        lambda original, held: (
            original(held) and (not held.licenses or eligibility.counted_licenses(held.licenses) > 0)
        ),
    )


@fault(
    "HUP-ELIGIBLE-6",
    "The page says at once that an organization is not eligible.",
    at="portal.program.confirmations",
)
def page_tells_who_is_eligible(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "request_link")
    def request_link(original: Any, address: Any, market: str) -> None:
        original(address, market)
        if confirmations.lookup.eligible_employer(address) is None:
            raise confirmations.AskedTooOftenError(1)


@fault("HUP-ELIGIBLE-6", "The address of the answer tells who is eligible.", at="portal.program.views")
def address_tells_who_is_eligible(views: ModuleType) -> None:
    lookup = views.benefits.lookup

    @wrapped(views, "get_started")
    def get_started(original: Any, request: Any) -> Any:
        response = original(request)
        if response.status_code == 302:
            employer = lookup.eligible_employer(lookup.addresses.parse(request.POST["email"]))
            response["Location"] += f"?eligible={int(employer is not None)}"
        return response


@fault(
    "HUP-ELIGIBLE-6", "Who is not eligible gets no mail, and never learns of it.", at="portal.program.mails"
)
def ineligible_get_no_mail(mails: ModuleType) -> None:
    replace(mails, "send_not_eligible", lambda address: None)


@fault("HUP-ELIGIBLE-6", "Everybody is told to be eligible, and mailed a link.", at=_RULES)
def everybody_is_eligible(eligibility: ModuleType) -> None:
    replace(eligibility, "is_eligible", lambda held: True)


@fault("HUP-ELIGIBLE-7", "A closed account signs in.", at="portal.account.sessions")
def closed_account_signs_in(sessions: ModuleType) -> None:
    @wrapped(sessions, "refusal")
    def refusal(original: Any, account: Any, wanted: str) -> Any:
        found = original(account, wanted)
        return None if found == "closed" else found


@fault(
    "HUP-ELIGIBLE-7",
    "An account without a confirmed address gets a colleague's benefit.",
    at="portal.program.benefits",
)
def benefit_needs_no_confirmation(benefits: ModuleType) -> None:
    @wrapped(benefits, "current")
    def current(original: Any, account: Any) -> Any:
        from portal.organizations.models import Organization  # noqa: PLC0415

        own = original(account)
        return own or benefits.Benefit(
            account=account, address=account.email, organization=Organization.objects.last()
        )


@fault(
    "HUP-ELIGIBLE-7", "Signing in with an account that does not exist makes one.", at="portal.account.forms"
)
def unknown_account_signs_in(forms: ModuleType) -> None:
    @wrapped(forms, "authenticate")
    def authenticate(original: Any, request: Any, *, username: str, password: str) -> Any:
        found = original(request, username=username, password=password)
        if found is None and not forms.Account.objects.filter(email=username).exists():
            forms.Account.objects.register(email=username, password=password, display_name=username)
            found = original(request, username=username, password=password)
        return found


_LOOKUP = "portal.organizations.lookup"


def _employer_by(lookup: ModuleType, matches: Callable[[str, str], bool]) -> None:
    """Take an address for an employee's whose domain `matches` one that is validated."""

    @wrapped(lookup, "employer")
    def employer(original: Any, address: Any) -> Any:
        known = lookup.Domain.objects.select_related("organization").filter(validated_at__isnull=False)
        found = (domain.organization for domain in known if matches(address.domain, domain.name))
        return original(address) or next(found, None)


@fault("HUP-ELIGIBLE-8", "Addresses on a subdomain count as the organization's.", at=_LOOKUP)
def subdomain_counts(lookup: ModuleType) -> None:
    _employer_by(lookup, lambda domain, name: domain.endswith(f".{name}"))


@fault("HUP-ELIGIBLE-8", "A domain that ends like the organization's counts: xcontoso.com.", at=_LOOKUP)
def prefixed_domain_counts(lookup: ModuleType) -> None:
    _employer_by(lookup, lambda domain, name: domain.endswith(name) and not domain.endswith(f".{name}"))


@fault("HUP-ELIGIBLE-8", "A domain that begins like the organization's counts: contoso.com.evil.", at=_LOOKUP)
def suffixed_domain_counts(lookup: ModuleType) -> None:
    _employer_by(lookup, lambda domain, name: domain.startswith(name))


@fault("HUP-ELIGIBLE-8", "An address at gmail.com counts as corporate.", at=_LOOKUP)
def gmail_counts(lookup: ModuleType) -> None:
    _employer_by(lookup, lambda domain, name: domain == "gmail.com")


@fault("HUP-ELIGIBLE-8", "An address with two dots in a row passes.", at="portal.rules.addresses")
def two_dots_pass(addresses: ModuleType) -> None:
    replace(addresses, "_PLAIN", re.compile(r"[a-z0-9&'+_.-]+", re.IGNORECASE))


@fault("HUP-ELIGIBLE-8", "Two addresses at once pass for one.", at="portal.rules.addresses")
def second_recipient_passes(addresses: ModuleType) -> None:
    @wrapped(addresses, "parse")
    def parse(original: Any, text: str) -> Any:
        return original(re.split("[,;]", text)[0])
