"""The authorization-code pattern with PKCE: how the other sites learn who signed in on the account site."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal import sites
from portal.account.models import AuthorizationCode, SignIn

CODE_LIFETIME = timedelta(seconds=60)
CHALLENGE_LENGTH = 43

# By client: the site that it is, and the site that knows its people. Personal accounts sign in on the account
# site, work accounts in the admin center.
_CLIENTS = {"hup": ("program", "account"), "store": ("store", "account"), "business": ("business", "admin")}


@dataclass(frozen=True, slots=True)
class Client:
    """A site that may ask who is signed in. ``redirect_uri`` is the only address a code is sent to.

    ``authority`` is the one site that it may ask, and that signs its people in.
    """

    key: str
    redirect_uri: str
    authority: str


class CodeRefusedError(Exception):
    """The code is unknown, used, too old, or was made for another request."""


def client(key: str) -> Client | None:
    """The registered client with this id."""
    if key not in _CLIENTS:
        return None
    site, authority = _CLIENTS[key]
    return Client(key, sites.url(site, "signed-in"), authority)


def new_verifier() -> str:
    """A PKCE code verifier: 384 random bits."""
    return secrets.token_urlsafe(48)


def challenge(verifier: str) -> str:
    """The S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def is_code_expired(created_at: datetime, now: datetime) -> bool:
    """Whether a code made at ``created_at`` is too old to be redeemed."""
    return now - created_at >= CODE_LIFETIME


def issue(sign_in: SignIn, asking: Client, code_challenge: str) -> str:
    """A new code for the client; only its digest is kept."""
    code = secrets.token_urlsafe(32)
    AuthorizationCode.objects.create(
        digest=_digest(code),
        client=asking.key,
        redirect_uri=asking.redirect_uri,
        challenge=code_challenge,
        sign_in=sign_in,
        created_at=timezone.now(),
    )
    return code


def redeem(code: str, asking: Client, verifier: str) -> SignIn:
    """The sign-in that a code stands for; the code is used up. Raises `CodeRefusedError`."""
    now = timezone.now()
    with transaction.atomic():
        record = (
            AuthorizationCode.objects.select_related("sign_in__account").filter(digest=_digest(code)).first()
        )
        if (
            record is None
            or record.used_at is not None
            or is_code_expired(record.created_at, now)
            or record.client != asking.key
            or record.redirect_uri != asking.redirect_uri
            or not constant_time_compare(record.challenge, challenge(verifier))
            or record.sign_in.ended_at is not None
            or not record.sign_in.account.is_active
        ):
            raise CodeRefusedError
        record.used_at = now
        record.save(update_fields=["used_at"])
    return record.sign_in


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
