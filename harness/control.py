"""The portal's control API: arrange what a scenario begins with, and read what the portal did.

It is for tests only, off in a portal started without a control secret, and open to the same machine only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

from harness.api_client import ApiClient

if TYPE_CHECKING:
    from harness.targets import Target

TIMEOUT = 15.0
"""Seconds that the portal may take to answer; it needs milliseconds, a busy machine more."""
_SHOWN = 500
"""Characters of an answer that an error repeats."""

Segment = Literal["commercial", "government", "education", "nonprofit"]
SoftwareAssurance = Literal["active", "lapsed", "none"]
AccountKind = Literal["personal", "work"]
Role = Literal["administrator", "employee"]
ConfirmationState = Literal["open", "used", "expired", "void"]


class ControlError(RuntimeError):
    """The portal refused a request to its control API, or did not answer."""

    def __init__(self, request: str, status: int | None, body: str) -> None:
        what = "no answer" if status is None else f"status {status}"
        super().__init__(f"control API: {request}: {what}: {body[:_SHOWN]}")
        self.request = request
        """Method and path."""
        self.status = status
        """HTTP status, or None where no answer came."""
        self.body = body


class _Answer(BaseModel):
    # A newer portal may say more than is needed here.
    model_config = ConfigDict(frozen=True, extra="ignore")


_AnswerT = TypeVar("_AnswerT", bound=_Answer)


class PortalInfo(_Answer):
    origins: dict[str, str]
    version: str
    products: tuple[Any, ...] = ()


class RegisteredOrganization(_Answer):
    """A customer as the portal has it; `eligible` is the portal's own verdict.

    `key` stands for it in the addresses of its administrators' pages, where the portal has such.
    """

    id: int | str
    key: str = ""
    name: str
    domains: tuple[str, ...]
    eligible: bool


class RegisteredAccount(_Answer):
    """A Microsoft account, personal or work."""

    email: str
    kind: AccountKind = "personal"
    active: bool = True


class OrderLine(_Answer):
    product: str
    list_price: Decimal | None
    """None, like the discount, where there is no list price to take one from."""
    discount_percent: int | None
    price: Decimal


class Order(_Answer):
    number: str
    account: str
    work_email: str
    organization: str
    lines: tuple[OrderLine, ...]
    total: Decimal
    currency: str
    placed_at: datetime


class Confirmation(_Answer):
    """One confirmation link that was sent; its token is never told."""

    state: ConfirmationState
    created_at: datetime


class ControlClient(ApiClient):
    """Keeps one connection; to be used by one thread. Every method raises ControlError."""

    def __init__(
        self, url: str, secret: str, *, timeout: float = TIMEOUT, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(f"{url}/control/", secret, timeout=timeout, transport=transport)

    @classmethod
    def for_target(cls, target: Target) -> Self:
        """Raise ValueError for a target without control API: ask `target.can("control")` first."""
        if target.control_url is None or target.control_secret is None:
            raise ValueError(f"the target {target.name} has no control API")
        return cls(target.control_url, target.control_secret.get_secret_value())

    def info(self) -> PortalInfo:
        return self._parsed(PortalInfo, "GET", "info")

    def create_organization(
        self,
        name: str,
        domains: Sequence[str],
        *,
        segment: Segment = "commercial",
        licenses: Mapping[str, int] | None = None,
        software_assurance: SoftwareAssurance = "none",
        subscription_from_software_assurance: bool = False,
        previous_program: bool = False,
        products: Sequence[str] | None = None,
        claimed_domains: Sequence[str] = (),
        volume_licensing: bool = False,
        directory: bool = True,
        devices: Mapping[str, int] | None = None,
    ) -> RegisteredOrganization:
        """Make a customer; `licenses` and `devices` count by plan ("E3", "E5", …).

        `domains` are validated, `claimed_domains` are not yet. A domain that is taken: status 409.
        """
        body: dict[str, Any] = {
            "name": name,
            "domains": list(domains),
            "segment": segment,
            "licenses": dict(licenses or {}),
            "software_assurance": software_assurance,
            "subscription_from_software_assurance": subscription_from_software_assurance,
            "previous_program": previous_program,
            "claimed_domains": list(claimed_domains),
            "volume_licensing": volume_licensing,
            "directory": directory,
            "devices": dict(devices or {}),
        }
        if products is not None:
            body["products"] = list(products)
        return self._parsed(RegisteredOrganization, "POST", "organizations", body=body)

    def organization(self, organization_id: int | str) -> RegisteredOrganization:
        return self._parsed(RegisteredOrganization, "GET", f"organizations/{organization_id}")

    def create_account(
        self,
        email: str,
        password: str,
        *,
        display_name: str = "",
        kind: AccountKind = "personal",
        active: bool = True,
        organization: int | str | None = None,
        role: Role | None = None,
    ) -> RegisteredAccount:
        """Make a Microsoft account that can sign in at once. An address that has one: status 409.

        A work account has the id of its organization, and its holder's role there.
        """
        body: dict[str, Any] = {
            "email": email,
            "password": password,
            "display_name": display_name or email.partition("@")[0],
            "kind": kind,
            "active": active,
        }
        if organization is not None:
            body |= {"organization": organization, "role": role or "employee"}
        return self._parsed(RegisteredAccount, "POST", "accounts", body=body)

    def age_confirmations(self, email: str, seconds: int) -> int:
        """Make every open confirmation of a work address, and what asked for it, `seconds` older.

        Returns how many confirmations, never 0.
        """
        body = {"email": email, "seconds": seconds}
        return int(self._object("POST", "confirmations/age", body=body).get("aged", 0))

    def orders(self, account: str) -> tuple[Order, ...]:
        """Return what the personal account `account` (its email address) has bought."""
        return self._parsed(_Orders, "GET", "orders", params={"account": account}).orders

    def confirmations(self, email: str) -> tuple[Confirmation, ...]:
        return self._parsed(_Confirmations, "GET", "confirmations", params={"email": email}).confirmations

    def _parsed(
        self,
        model: type[_AnswerT],
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> _AnswerT:
        answer = self._object(method, path, body=body, params=params)
        try:
            return model.model_validate(answer)
        except ValidationError as error:
            raise ControlError(f"{method} /control/{path}", 200, f"not what was agreed: {error}") from error

    def _object(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        request = f"{method} /control/{path}"
        try:
            response = self._http.request(method, path, json=body, params=params)
        except httpx.HTTPError as error:
            raise ControlError(request, None, f"{type(error).__name__}: {error}") from error
        if not response.is_success:
            raise ControlError(request, response.status_code, response.text)
        try:
            answer = response.json()
        except ValueError as error:
            raise ControlError(request, response.status_code, f"no JSON: {response.text}") from error
        if not isinstance(answer, dict):
            raise ControlError(request, response.status_code, f"no JSON object: {response.text}")
        return answer


class _Orders(_Answer):
    orders: tuple[Order, ...]


class _Confirmations(_Answer):
    confirmations: tuple[Confirmation, ...]
