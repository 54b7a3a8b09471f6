"""From an employee's address to the organization that stands behind it."""

from portal.organizations.models import Domain, Organization
from portal.rules import addresses


def employer(address: addresses.Address) -> Organization | None:
    """The organization for which the address's domain is validated, if there is one."""
    if addresses.is_public_mailbox(address.domain):
        return None
    # Exactly this domain: those below it and its look-alikes are others.
    domains = Domain.objects.filter(name=address.domain, validated_at__isnull=False)
    domain = domains.select_related("organization").first()
    return domain.organization if domain is not None else None


def eligible_employer(address: addresses.Address) -> Organization | None:
    """The employer, if its employees get the benefit now."""
    organization = employer(address)
    return organization if organization is not None and organization.is_eligible else None
