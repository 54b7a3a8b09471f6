"""The mails of the program site."""

from django.utils.translation import gettext as _

from portal import mail, sites
from portal.organizations.models import Organization
from portal.rules import addresses, links

SENDER_NAME = "Account No Reply"
SENDER_LOCAL_PART = "account-no-reply"


def send_eligible(address: addresses.Address, organization: Organization, token: str) -> None:
    """Mail the confirmation link. Raises `portal.mail.MailNotSentError`."""
    mail.deliver(
        to=str(address),
        subject=_("You're eligible for the Microsoft Home Use Program"),
        sender=(SENDER_NAME, SENDER_LOCAL_PART),
        site="program",
        template="eligible",
        context={
            "organization": organization.name,
            "link": confirmation_link(token),
            "hours": int(links.LIFETIME.total_seconds() // 3600),
        },
    )


def confirmation_link(token: str) -> str:
    """The address that confirms, on the program site's own origin."""
    return sites.url("program", "confirm", token)


def send_not_eligible(address: addresses.Address) -> None:
    """Mail that there is no benefit. Raises `portal.mail.MailNotSentError`."""
    mail.deliver(
        to=str(address),
        subject=_("You're not eligible for the Microsoft Home Use Program"),
        sender=(SENDER_NAME, SENDER_LOCAL_PART),
        site="program",
        template="not_eligible",
        context={},
    )
