"""An organization's business subscriptions: what it pays for, apart from all that employees buy."""

from dataclasses import dataclass

from portal.organizations.models import Organization

DEVICES_PER_LICENSE = 5


@dataclass(frozen=True, slots=True)
class Subscription:
    """The licenses of one plan, and the devices that business installs of it run on."""

    plan: str
    licenses: int
    devices: int

    @property
    def device_limit(self) -> int:
        """How many devices the licenses are good for."""
        return self.licenses * DEVICES_PER_LICENSE


def of(organization: Organization) -> list[Subscription]:
    """The organization's subscriptions, by plan."""
    return [
        Subscription(plan, count, organization.devices.get(plan, 0))
        for plan, count in sorted(organization.licenses.items())
    ]
