"""Who a pair of address and password belongs to."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from portal.account.models import Account


class AccountBackend(ModelBackend):
    """Knows closed accounts by their password too, so that their owner can be told; their sessions end."""

    def user_can_authenticate(self, user: AbstractBaseUser | AnonymousUser | None) -> bool:
        """Let every password be tried; who may then sign in is decided in `portal.account.sessions`."""
        return True

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session, unless it was closed meanwhile."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
