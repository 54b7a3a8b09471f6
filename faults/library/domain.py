"""Faults of the domains that make employees eligible: HUP-DOMAIN."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_LOOK_UP = "portal.organizations.lookup"
_PROOF = "portal.organizations.proof"
_DOMAINS = "portal.rules.domains"


def _count_as_well(lookup: ModuleType, counts: Callable[[str, str], bool]) -> None:
    """Let the benefit go to addresses that are not on a domain, but `counts` says that they are."""

    @wrapped(lookup, "eligible_employer")
    def eligible_employer(original: Any, address: Any) -> Any:
        proven = lookup.Domain.objects.filter(validated_at__isnull=False).select_related("organization")
        alike = [one.organization for one in proven if counts(address.domain, one.name)]
        return original(address) or next((one for one in alike if one.is_eligible), None)


@fault("HUP-DOMAIN-1", "A claim without a proof makes employees eligible.", at=_LOOK_UP)
def claim_makes_eligible(lookup: ModuleType) -> None:
    @wrapped(lookup, "employer")
    def employer(original: Any, address: Any) -> Any:
        claim = lookup.Domain.objects.filter(name=address.domain).first()
        return original(address) or (claim.organization if claim else None)


@fault("HUP-DOMAIN-1", "Whoever has an address below a domain counts as its employee.", at=_LOOK_UP)
def subdomains_count(lookup: ModuleType) -> None:
    _count_as_well(lookup, lambda of_address, domain: of_address.endswith(f".{domain}"))


@fault("HUP-DOMAIN-1", "A domain counts that ends like that of the organization.", at=_LOOK_UP)
def domain_with_a_prefix_counts(lookup: ModuleType) -> None:
    _count_as_well(lookup, lambda of_address, domain: of_address.endswith(domain))


@fault("HUP-DOMAIN-1", "A domain counts that begins like that of the organization.", at=_LOOK_UP)
def domain_with_a_suffix_counts(lookup: ModuleType) -> None:
    _count_as_well(lookup, lambda of_address, domain: of_address.startswith(domain))


@fault("HUP-DOMAIN-1", "Whoever has proven a subdomain lends the benefit to those above.", at=_LOOK_UP)
def parent_of_a_domain_counts(lookup: ModuleType) -> None:
    _count_as_well(lookup, lambda of_address, domain: domain.endswith(f".{of_address}"))


@fault(
    "HUP-DOMAIN-1", "A domain that is proven makes nobody eligible until the portal restarts.", at=_LOOK_UP
)
def new_domain_counts_after_a_restart(lookup: ModuleType) -> None:
    from portal.organizations import proof  # noqa: PLC0415

    new = set()

    @wrapped(proof, "verify")
    def verify(original: Any, domain: Any) -> None:
        original(domain)
        new.add(domain.name)

    @wrapped(lookup, "employer")
    def employer(original: Any, address: Any) -> Any:
        return None if address.domain in new else original(address)


@fault("HUP-DOMAIN-1", "Removing a domain has no effect.", at=_PROOF)
def removal_has_no_effect(proof: ModuleType) -> None:
    replace(proof, "remove", lambda _domain: None)


@fault("HUP-DOMAIN-1", "Removing one domain removes them all.", at=_PROOF)
def removal_takes_all_domains(proof: ModuleType) -> None:
    replace(proof, "remove", lambda domain: domain.organization.domains.all().delete())


@fault("HUP-DOMAIN-1", "A domain that is removed disappears from the list and still counts.", at=_LOOK_UP)
def removed_domain_still_counts(lookup: ModuleType) -> None:
    from portal.organizations import proof  # noqa: PLC0415

    removed: dict[str, Any] = {}

    @wrapped(proof, "remove")
    def remove(original: Any, domain: Any) -> None:
        removed[domain.name] = domain.organization
        original(domain)

    @wrapped(lookup, "employer")
    def employer(original: Any, address: Any) -> Any:
        return original(address) or removed.get(address.domain)


@fault("HUP-DOMAIN-1", "To look at what a removal ends ends it.", at="portal.administration.domains")
def looking_at_the_removal_removes(domains: ModuleType) -> None:
    @wrapped(domains, "render")
    def render(original: Any, request: Any, name: str, context: Any) -> Any:
        response = original(request, name, context)
        if name == "administration/remove_domain.html":
            domains.proof.remove(context["domain"])
        return response


@fault(
    "HUP-DOMAIN-1",
    "A link that was sent before the domain was removed still works.",
    at="portal.program.confirmations",
)
def old_links_outlive_the_domain(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "use")
    def use(original: Any, token: str) -> Any:
        try:
            return original(token)
        except confirmations.NoLongerEligibleError:
            confirmation = confirmations.find(token)
            confirmation.used_at = confirmations.timezone.now()
            confirmation.save()
            return confirmation


@fault("HUP-DOMAIN-1", "Who had the benefit keeps it after the domain is gone.", at="portal.program.benefits")
def benefit_outlives_the_domain(benefits: ModuleType) -> None:
    replace(benefits, "holds", lambda _benefit: True)


@fault("HUP-DOMAIN-1", "With the domain the orders of its employees are gone.", at=_PROOF)
def removal_deletes_orders(proof: ModuleType) -> None:
    @wrapped(proof, "remove")
    def remove(original: Any, domain: Any) -> None:
        from portal.store.models import Order  # noqa: PLC0415

        Order.objects.filter(work_address__endswith=f"@{domain.name}").delete()
        original(domain)


@fault("HUP-DOMAIN-1", "A domain in capitals is another domain.", at=_DOMAINS)
def capitals_make_another_domain(domains: ModuleType) -> None:
    @wrapped(domains, "claimable")
    def claimable(original: Any, text: str) -> str:
        name: str = original(text)
        return text.strip() if text.isupper() else name


@fault("HUP-DOMAIN-1", "A dot at the end makes another domain.", at=_DOMAINS)
def dot_makes_another_domain(domains: ModuleType) -> None:
    @wrapped(domains, "claimable")
    def claimable(original: Any, text: str) -> str:
        return f"{original(text)}." if text.strip().endswith(".") else original(text)


@fault("HUP-DOMAIN-1", "A domain in another script is shown as DNS has it alone.", at=_DOMAINS)
def other_scripts_are_not_readable(domains: ModuleType) -> None:
    replace(domains, "readable", lambda name: name)


def _refuse(domains: ModuleType, flawed: Callable[[str], bool]) -> None:
    """Let claims be refused that `flawed` says are none."""

    @wrapped(domains, "claimable")
    def claimable(original: Any, text: str) -> str:
        if flawed(text):
            raise domains.ClaimError(domains.Fault.MALFORMED)
        return str(original(text))


@fault("HUP-DOMAIN-1", "A domain in another script cannot be claimed in capitals.", at=_DOMAINS)
def other_scripts_have_no_capitals(domains: ModuleType) -> None:
    _refuse(domains, lambda text: not text.isascii() and text != text.lower())


@fault("HUP-DOMAIN-1", "A domain has 100 characters at most.", at=_DOMAINS)
def domains_are_short(domains: ModuleType) -> None:
    _refuse(domains, lambda text: len(text) > 100)


@fault("HUP-DOMAIN-1", "The list of domains breaks on one that only begins like another script.", at=_DOMAINS)
def seeming_script_breaks_the_list(domains: ModuleType) -> None:
    @wrapped(domains, "readable")
    def readable(_original: Any, name: str) -> str:
        return name.encode("ascii").decode("idna")


@fault("HUP-DOMAIN-1", "The domain of a public mail service can be claimed.", at=_DOMAINS)
def public_mailboxes_can_be_claimed(domains: ModuleType) -> None:
    @wrapped(domains, "claimable")
    def claimable(_original: Any, text: str) -> str:
        return str(domains.addresses.normal_domain(text))


@fault("HUP-DOMAIN-1", "An email address is taken for its domain.", at=_DOMAINS)
def email_address_is_claimed(domains: ModuleType) -> None:
    @wrapped(domains, "claimable")
    def claimable(original: Any, text: str) -> str:
        return str(original(text.rpartition("@")[2]))


@fault("HUP-DOMAIN-1", "A web address is taken for its domain.", at=_DOMAINS)
def web_address_is_claimed(domains: ModuleType) -> None:
    @wrapped(domains, "claimable")
    def claimable(original: Any, text: str) -> str:
        return str(original(text.rpartition("//")[2].partition("/")[0]))


@fault("HUP-DOMAIN-1", "Whoever has a plus tag in the address is no employee.", at=_LOOK_UP)
def plus_tags_are_nobodys(lookup: ModuleType) -> None:
    @wrapped(lookup, "employer")
    def employer(original: Any, address: Any) -> Any:
        return None if "+" in address.local else original(address)


@fault("HUP-DOMAIN-1", "Addresses with an apostrophe get no mail.", at="portal.rules.addresses")
def apostrophes_are_refused(addresses: ModuleType) -> None:
    @wrapped(addresses, "parse")
    def parse(original: Any, text: str) -> Any:
        if "'" in text:
            raise addresses.AddressError(addresses.Fault.MALFORMED)
        return original(text)


@fault(
    "HUP-DOMAIN-1", "What stands before the at sign has 40 characters at most.", at="portal.rules.addresses"
)
def names_are_short(addresses: ModuleType) -> None:
    replace(addresses, "MAX_LOCAL_LENGTH", 40)
