"""Faults of which people are eligible, and how they learn of it: HUP-ELIGIBLE-6, -7 and -8."""

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_RULES = "portal.rules.eligibility"
_LOOKUP = "portal.organizations.lookup"


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


@fault("HUP-ELIGIBLE-8", "An address of any length passes.", at="portal.rules.addresses")
def addresses_have_any_length(addresses: ModuleType) -> None:
    replace(addresses, "MAX_LENGTH", 320)
    replace(addresses, "MAX_LOCAL_LENGTH", 320)


@fault("HUP-ELIGIBLE-8", "An address passes whose domain is a single word.", at="portal.rules.addresses")
def single_words_are_domains(addresses: ModuleType) -> None:
    replace(addresses, "MIN_LABELS", 1)


@fault("HUP-ELIGIBLE-8", "Two addresses at once pass for one.", at="portal.rules.addresses")
def second_recipient_passes(addresses: ModuleType) -> None:
    @wrapped(addresses, "parse")
    def parse(original: Any, text: str) -> Any:
        return original(re.split("[,;]", text)[0])
