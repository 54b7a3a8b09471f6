"""What the tests are about: organizations, employees, their mail and their way through the portal."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

import httpx
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from portal.account.models import Account
from portal.organizations.models import Domain, Organization
from tests.portal.visitor import Page, Visitor

PORT = 8000
PROGRAM = f"http://hup.localhost:{PORT}"
ACCOUNT = f"http://account.localhost:{PORT}"
STORE = f"http://store.localhost:{PORT}"
ADMIN = f"http://admin.localhost:{PORT}"
BUSINESS = f"http://business.localhost:{PORT}"
PASSWORD = "correct horse battery"
CARD = {"number": "4242 4242 4242 4242", "expiry": "12/99", "security_code": "123"}

_numbers = itertools.count(1)


@dataclass(frozen=True)
class World:
    """Makes what a test needs, under names that no other test has."""

    transport: httpx.WSGITransport

    def visitor(self) -> Visitor:
        """Somebody with a fresh browser."""
        return Visitor(self.transport)

    def organization(self, domain: str | None = None, **traits: object) -> Organization:
        """An organization, eligible unless its traits say otherwise."""
        number = next(_numbers)
        traits = {"name": f"Contoso {number}", "segment": "education"} | traits
        made = Organization.objects.create(**traits)
        Domain.objects.create(
            name=domain or f"contoso-{number}.example", organization=made, validated_at=timezone.now()
        )
        return made

    def work_address(self, organization: Organization) -> str:
        """An employee's address."""
        domain = organization.domains.first()
        assert domain is not None
        return f"anna.{next(_numbers)}@{domain.name}"

    def account(self, **traits: object) -> Account:
        """A personal account with `PASSWORD`."""
        traits = {
            "email": f"anna.{next(_numbers)}@home.example",
            "password": PASSWORD,
            "display_name": "Anna",
        } | traits
        return Account.objects.register(**traits)  # type: ignore[arg-type]

    def request_link(self, visitor: Visitor, address: str) -> Page:
        """Enter a work address."""
        return visitor.submit(visitor.get(f"{PROGRAM}/get-started/"), {"email": address})

    def link(self, address: str) -> str:
        """The link in the last mail to the address."""
        (found,) = re.findall(r"http://\S+", str(mails_to(address)[-1].body))
        return str(found)

    def confirm(self, visitor: Visitor, address: str) -> Page:
        """Ask for a link and follow it, up to the sign-in page."""
        self.request_link(visitor, address)
        return visitor.submit(visitor.get(self.link(address)))

    def sign_in(self, visitor: Visitor, page: Page, account: Account) -> Page:
        """Fill in the sign-in page."""
        assert page.heading == "Sign in"
        return visitor.submit(page, {"email": account.email, "password": PASSWORD})

    def employee(self, organization: Organization | None = None) -> tuple[Visitor, Account, Page]:
        """Somebody who has confirmed and signed in, on the store's front page."""
        visitor, account = self.visitor(), self.account()
        address = self.work_address(organization or self.organization())
        page = self.sign_in(visitor, self.confirm(visitor, address), account)
        assert page.heading == "Your discounts"
        return visitor, account, page

    def checkout(self, visitor: Visitor, product: str = "family") -> Page:
        """A checkout page."""
        page = visitor.get(f"{STORE}/checkout/{product}/")
        assert page.heading == "Checkout"
        return page


def mails_to(address: str) -> list[EmailMultiAlternatives]:
    """The mails that were sent to an address, however it was typed."""
    return [
        message
        for message in getattr(mail, "outbox", [])
        if isinstance(message, EmailMultiAlternatives) and message.to[0].lower() == address.lower()
    ]
