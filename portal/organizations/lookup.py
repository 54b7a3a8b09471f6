"""From an employee's address to the organization that stands behind it."""

from portal.organizations.models import Domain, Organization
from portal.rules import addresses


def employer(address: addresses.Address) -> Organization | None:
    """The organization on whose domain the address is, if that is a customer's."""
    if addresses.is_public_mailbox(address.domain):
        return None
    domain = Domain.objects.select_related("organization").filter(name=address.domain).first()
    if domain is None or not addresses.is_on_domain(address, domain.name):
        return None
    return domain.organization


def eligible_employer(address: addresses.Address) -> Organization | None:
    """The employer, if its employees get the benefit now."""
    organization = employer(address)
    return organization if organization is not None and organization.is_eligible else None
