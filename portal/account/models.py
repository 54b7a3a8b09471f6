"""Accounts, their sign-ins, and the codes that tell other sites of a sign-in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from portal.organizations.models import Organization
from portal.rules import addresses


class Kind(models.TextChoices):
    """Whose account it is: a person's own, or one that an employer hands out."""

    PERSONAL = "personal"
    WORK = "work"


class Role(models.TextChoices):
    """What the holder of a work account is to the organization that handed it out."""

    ADMINISTRATOR = "administrator"
    EMPLOYEE = "employee"


class AccountManager(BaseUserManager["Account"]):
    """Finds and makes accounts."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of an address, however it was typed. Raises `Account.DoesNotExist`."""
        try:
            return self.get(email=str(addresses.parse(username or "")))
        except addresses.AddressError as error:
            raise self.model.DoesNotExist from error

    def register(
        self,
        *,
        email: str,
        password: str,
        display_name: str,
        kind: str = Kind.PERSONAL,
        active: bool = True,
        organization: Organization | None = None,
        role: str = "",
    ) -> "Account":
        """Make an account. Raises IntegrityError when the address has one."""
        account = self.model(
            email=email,
            display_name=display_name,
            kind=kind,
            is_active=active,
            organization=organization,
            role=role,
        )
        account.set_password(password)
        account.save(force_insert=True)
        return account


class Account(AbstractBaseUser):
    """Somebody who can sign in."""

    # In SQLite's collation without case, so that two spellings of one address are one account.
    email = models.CharField(max_length=254, unique=True, db_collation="NOCASE")
    display_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERSONAL)
    is_active = models.BooleanField(default=True)
    # Of work accounts only.
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, related_name="accounts"
    )
    role = models.CharField(max_length=20, choices=Role, blank=True, default="")
    # Nobody reads it, and it would cost a write on every site at every sign-in.
    last_login = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.email

    def administers(self, organization: Organization | None) -> bool:
        """Whether this is an administrator of that very organization."""
        return (
            organization is not None
            and self.kind == Kind.WORK
            and self.role == Role.ADMINISTRATOR
            and self.organization_id == organization.pk
        )


class SignIn(models.Model):
    """One sign-in of one browser, shared by its sessions on all sites, so that one sign-out ends them all."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} since {self.started_at:%Y-%m-%d %H:%M:%S}"


class AuthorizationCode(models.Model):
    """A one-time code (RFC 6749, 4.1) bound to a client, its redirect URI and a PKCE challenge (RFC 7636)."""

    digest = models.CharField(max_length=64, unique=True)
    client = models.CharField(max_length=20)
    redirect_uri = models.CharField(max_length=200)
    challenge = models.CharField(max_length=43)
    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"code for {self.client}"
