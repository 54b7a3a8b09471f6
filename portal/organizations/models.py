"""Organizations and the domains their employees' addresses are on."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from portal.rules import domains, eligibility, products


def every_product() -> list[str]:
    """The slugs of all products: what a benefit covers unless it is told otherwise."""
    return list(products.SLUGS)


def new_key() -> str:
    """What stands for an organization in addresses: 64 random bits, so that nobody guesses another's."""
    return secrets.token_hex(8)


def new_record() -> str:
    """The text of a DNS record that proves a domain: 128 random bits, other for every claim."""
    return f"hup-verification={secrets.token_hex(16)}"


class Organization(models.Model):
    """A customer of business licenses, eligible or not.

    One with ``volume_licensing`` manages its benefit in Store for Business, every other in the admin center.
    ``directory``: whether it has an Azure Active Directory account. ``devices`` counts, by plan, the devices
    on which its business licenses are in use.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key)
    name = models.CharField(max_length=200)
    segment = models.CharField(max_length=20, default=eligibility.Segment.COMMERCIAL)
    licenses = models.JSONField(default=dict)
    software_assurance = models.CharField(max_length=20, default=eligibility.SoftwareAssurance.NONE)
    subscription_from_software_assurance = models.BooleanField(default=False)
    previous_program = models.BooleanField(default=False)
    products = models.JSONField(default=every_product)
    volume_licensing = models.BooleanField(default=False)
    directory = models.BooleanField(default=True)
    devices = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name

    @property
    def holdings(self) -> eligibility.Holdings:
        """What the eligibility rules decide on."""
        return eligibility.Holdings(
            segment=eligibility.Segment(self.segment),
            licenses=self.licenses,
            software_assurance=eligibility.SoftwareAssurance(self.software_assurance),
            subscription_from_software_assurance=self.subscription_from_software_assurance,
        )

    @property
    def is_eligible(self) -> bool:
        """Whether its employees get the benefit now."""
        return eligibility.is_eligible(self.holdings)

    @property
    def validated_domains(self) -> models.QuerySet["Domain"]:
        """The domains that make their addresses' owners its employees, in the order of their names."""
        return self.domains.filter(validated_at__isnull=False).order_by("name")

    @property
    def is_managed(self) -> bool:
        """Whether its directory is a managed tenant: somebody has proven a domain of its own."""
        return self.directory and self.validated_domains.exists()


class Domain(models.Model):
    """An email domain, as lower-case A-labels: claimed, and once its ``record`` was found in DNS, validated.

    Several organizations may claim a domain, and only one can have it validated.
    """

    name = models.CharField(max_length=253)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    record = models.CharField(max_length=80, default=new_record)
    created_at = models.DateTimeField(default=timezone.now)
    validated_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="one_claim_each"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(validated_at__isnull=False), name="one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def readable_name(self) -> str:
        """The name as its owners write it, where that is not how DNS does."""
        return domains.readable(self.name)
