"""The control API: arranges what a test needs, and reads what happened."""

from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from portal import __version__
from portal.account.models import Account, Kind, Role
from portal.control import fields
from portal.control.access import ConflictError, NothingFoundError
from portal.organizations.models import Domain, Organization
from portal.program.models import Confirmation, LinkRequest
from portal.rules import links, pricing, products
from portal.rules.eligibility import Segment, SoftwareAssurance
from portal.store.models import Order

MIN_PASSWORD = 8


def info(request: HttpRequest) -> JsonResponse:
    """What this portal is and sells."""
    offered = []
    for product in (*products.PRODUCTS, *products.OTHER_PRODUCTS):
        quote = pricing.quote(product)
        offered.append(
            {
                "slug": product.slug,
                "name": product.name,
                "term": quote.term,
                "list_price": _amount(quote.list_price),
                "discount_percent": quote.discount_percent,
                "price": str(quote.price),
                "currency": pricing.CURRENCY,
            }
        )
    return JsonResponse({"origins": settings.PORTAL.origins, "version": __version__, "products": offered})


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def create_organization(request: HttpRequest) -> JsonResponse:
    """Make an organization with its domains."""
    body = fields.Body(request.body)
    domains = body.domains("domains")
    claimed = body.domains("claimed_domains", default=[])
    organization = Organization(
        name=body.text("name"),
        segment=body.choice("segment", Segment, default=Segment.COMMERCIAL),
        licenses=body.counts("licenses"),
        software_assurance=body.choice(
            "software_assurance", SoftwareAssurance, default=SoftwareAssurance.NONE
        ),
        subscription_from_software_assurance=body.boolean(
            "subscription_from_software_assurance", default=False
        ),
        previous_program=body.boolean("previous_program", default=False),
        products=body.choices("products", products.SLUGS, default=list(products.SLUGS)),
        volume_licensing=body.boolean("volume_licensing", default=False),
        directory=body.boolean("directory", default=True),
        devices=body.counts("devices"),
    )
    body.finish()
    both = set(domains) & set(claimed)
    if both:
        raise fields.BadRequestError(
            f'Set "claimed_domains" to domains that are not in "domains": "{min(both)}" is in both.'
        )
    now = timezone.now()
    with transaction.atomic():
        taken = Domain.objects.filter(name__in=domains, validated_at__isnull=False).first()
        if taken is not None:
            raise ConflictError(
                f'The domain "{taken.name}" belongs to an organization already. Use another one.'
            )
        organization.save()
        Domain.objects.bulk_create(
            Domain(name=name, organization=organization, created_at=now, validated_at=validated_at)
            for names, validated_at in ((domains, now), (claimed, None))
            for name in names
        )
    return JsonResponse(_organization(organization), status=HTTPStatus.CREATED)


def read_organization(request: HttpRequest, pk: int) -> JsonResponse:
    """One organization."""
    organization = Organization.objects.filter(pk=pk).first()
    if organization is None:
        raise NothingFoundError(f"There is no organization {pk}. Use the id that its creation answered.")
    return JsonResponse(_organization(organization))


def _organization(organization: Organization) -> dict[str, Any]:
    domains = list(organization.domains.order_by("pk"))
    return {
        "id": organization.pk,
        "key": organization.key,
        "name": organization.name,
        "domains": [domain.name for domain in domains if domain.validated_at is not None],
        "claimed_domains": [domain.name for domain in domains if domain.validated_at is None],
        "segment": organization.segment,
        "licenses": organization.licenses,
        "software_assurance": organization.software_assurance,
        "subscription_from_software_assurance": organization.subscription_from_software_assurance,
        "previous_program": organization.previous_program,
        "products": organization.products,
        "volume_licensing": organization.volume_licensing,
        "directory": organization.directory,
        "devices": organization.devices,
        "eligible": organization.is_eligible,
    }


def create_account(request: HttpRequest) -> JsonResponse:
    """Make an account that can sign in, unless it is made as a closed one."""
    body = fields.Body(request.body)
    email = str(body.address("email"))
    password = body.text("password")
    display_name = body.text("display_name")
    kind = body.choice("kind", Kind.values, default=Kind.PERSONAL)
    active = body.boolean("active", default=True)
    organization = _employer(body)
    role = body.choice("role", Role.values, default="")
    body.finish()
    if len(password) < MIN_PASSWORD:
        raise fields.BadRequestError(f'Set "password" to at least {MIN_PASSWORD} characters.')
    if (organization is None) != (role == ""):
        raise fields.BadRequestError('Set both "organization" and "role", or leave out both.')
    if role and kind != Kind.WORK:
        raise fields.BadRequestError('Set "kind" to "work" for an account with an organization and a role.')
    try:
        account = Account.objects.register(
            email=email,
            password=password,
            display_name=display_name,
            kind=kind,
            active=active,
            organization=organization,
            role=role,
        )
    except IntegrityError as error:
        raise ConflictError(
            f'There is an account with the address "{email}" already. Use another address.'
        ) from error
    answer = {
        "id": account.pk,
        "email": account.email,
        "display_name": account.display_name,
        "kind": account.kind,
        "active": account.is_active,
        "organization": account.organization_id,
        "role": account.role,
    }
    return JsonResponse(answer, status=HTTPStatus.CREATED)


def _employer(body: fields.Body) -> Organization | None:
    pk = body.key("organization")
    if pk is None:
        return None
    organization = Organization.objects.filter(pk=pk).first()
    if organization is None:
        raise fields.BadRequestError(
            f'There is no organization {pk}. Set "organization" to the id that its creation answered.'
        )
    return organization


def age_confirmations(request: HttpRequest) -> JsonResponse:
    """Make every open confirmation of an address older, as if it had been asked for and sent earlier."""
    body = fields.Body(request.body)
    address = body.address("email")
    older_by = timedelta(seconds=body.number("seconds"))
    body.finish()
    now = timezone.now()
    with transaction.atomic():
        candidates = Confirmation.objects.filter(address=address.key)
        aged = [record for record in candidates if record.state(now) is links.LinkState.OPEN]
        if not aged:
            raise NothingFoundError(f'"{address}" has no open confirmation. Ask for a link first.')
        for record in aged:
            record.created_at -= older_by
            record.save(update_fields=["created_at"])
        asked = LinkRequest.objects.filter(address=address.key)
        asked.update(requested_at=F("requested_at") - older_by)
    return JsonResponse({"aged": len(aged)})


def read_confirmations(request: HttpRequest) -> JsonResponse:
    """What became of the links of an address, oldest first; never the links."""
    address = fields.address(request.GET.get("email", ""), "email")
    now = timezone.now()
    records = Confirmation.objects.filter(address=address.key).order_by("pk")
    answer = [{"state": record.state(now), "created_at": record.created_at.isoformat()} for record in records]
    return JsonResponse({"confirmations": answer})


def read_orders(request: HttpRequest) -> JsonResponse:
    """What an account bought, oldest first."""
    address = fields.address(request.GET.get("account", ""), "account")
    account = Account.objects.filter(email=str(address)).first()
    if account is None:
        raise NothingFoundError(f'There is no account with the address "{address}". Create it first.')
    return JsonResponse({"orders": [_order(order) for order in account.orders.order_by("pk")]})


def _order(order: Order) -> dict[str, Any]:
    line = {
        "product": order.product_name,
        "term": order.term,
        "list_price": _amount(order.list_price),
        "discount_percent": order.discount_percent,
        "price": str(order.price),
    }
    return {
        "number": order.number,
        "account": order.account.email,
        "work_email": order.work_address,
        "organization": order.organization,
        "market": order.market,
        "lines": [line],
        "total": str(order.price),
        "currency": order.currency,
        "placed_at": order.placed_at.isoformat(),
    }
