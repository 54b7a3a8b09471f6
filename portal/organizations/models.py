"""Organizations and the domains their employees' addresses are on."""

from django.db import models

from portal.rules import eligibility, products


def every_product() -> list[str]:
    """The slugs of all products: what a benefit covers unless it is told otherwise."""
    return list(products.SLUGS)


class Organization(models.Model):
    """A customer of business licenses, eligible or not."""

    name = models.CharField(max_length=200)
    segment = models.CharField(max_length=20, default=eligibility.Segment.COMMERCIAL)
    licenses = models.JSONField(default=dict)
    software_assurance = models.CharField(max_length=20, default=eligibility.SoftwareAssurance.NONE)
    subscription_from_software_assurance = models.BooleanField(default=False)
    previous_program = models.BooleanField(default=False)
    products = models.JSONField(default=every_product)

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


class Domain(models.Model):
    """An email domain, as lower-case A-labels, that belongs to one organization only."""

    name = models.CharField(max_length=253, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")

    def __str__(self) -> str:
        return self.name
