"""Faults of what has to stay apart from the organization: HUP-APART."""

import dataclasses
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped


@fault(
    "HUP-APART-1",
    "Devices of employees count towards the organization's.",
    at="portal.administration.subscriptions",
)
def devices_at_home_count(subscriptions: ModuleType) -> None:
    @wrapped(subscriptions, "of")
    def of(original: Any, organization: Any) -> Any:
        from portal.store.models import Installation  # noqa: PLC0415

        there = Installation.objects.filter(order__organization=organization.name).count()
        return [dataclasses.replace(one, devices=one.devices + there) for one in original(organization)]


@fault(
    "HUP-APART-1",
    "A purchase takes one license from the organization.",
    at="portal.administration.subscriptions",
)
def purchase_takes_a_license(subscriptions: ModuleType) -> None:
    @wrapped(subscriptions, "of")
    def of(original: Any, organization: Any) -> Any:
        from portal.store.models import Order  # noqa: PLC0415

        sold = Order.objects.filter(organization=organization.name).count()
        return [dataclasses.replace(one, licenses=one.licenses - sold) for one in original(organization)]


@fault("HUP-APART-1", "A license is good for four devices.", at="portal.administration.subscriptions")
def license_is_good_for_four(subscriptions: ModuleType) -> None:
    replace(subscriptions, "DEVICES_PER_LICENSE", 4)


@fault("HUP-APART-2", "A work account signs in like a personal one.", at="portal.account.sessions")
def work_account_signs_in(sessions: ModuleType) -> None:
    @wrapped(sessions, "refusal")
    def refusal(original: Any, account: Any, wanted: str) -> Any:
        found = original(account, wanted)
        return None if found == "work" else found


@fault("HUP-APART-2", "A work account is refused as if its password were wrong.", at="portal.account.forms")
def work_account_is_not_told_why(forms: ModuleType) -> None:
    @wrapped(forms, "authenticate")
    def authenticate(original: Any, *arguments: Any, **named: Any) -> Any:
        account = original(*arguments, **named)
        return None if getattr(account, "kind", "") == forms.Kind.WORK else account


@fault(
    "HUP-APART-2",
    "The personal account installs, and the device is not counted.",
    at="portal.store.installing",
)
def installing_is_forgotten(installing: ModuleType) -> None:
    replace(installing.Installation.objects, "get_or_create", lambda **_named: None)


@fault(
    "HUP-APART-3",
    "The administrators' page of the benefit lists what employees bought.",
    at="portal.administration.benefit",
)
def administrators_see_orders(benefit: ModuleType) -> None:
    @wrapped(benefit, "render")
    def render(original: Any, request: Any, name: str, context: Any) -> Any:
        from portal.store.models import Order  # noqa: PLC0415

        response = original(request, name, context)
        orders = Order.objects.filter(organization=context["organization"].name)
        numbers = ", ".join(orders.values_list("number", flat=True))
        response.content = response.content.replace(b"</main>", f"<p>{numbers}</p></main>".encode())
        return response


@fault(
    "HUP-APART-3",
    "The admin center tells which employees use the benefit.",
    at="portal.administration.benefit",
)
def administrators_see_who_takes_part(benefit: ModuleType) -> None:
    @wrapped(benefit, "render")
    def render(original: Any, request: Any, name: str, context: Any) -> Any:
        from portal.program.models import Benefit  # noqa: PLC0415

        response = original(request, name, context)
        confirmed = Benefit.objects.filter(organization=context["organization"])
        people = ", ".join(confirmed.values_list("address", flat=True))
        response.content = response.content.replace(b"</main>", f"<p>{people}</p></main>".encode())
        return response


@fault(
    "HUP-APART-3",
    "An administrator signs in at the store with the work account.",
    at="portal.account.sessions",
)
def administrator_is_let_into_the_store(sessions: ModuleType) -> None:
    @wrapped(sessions, "refusal")
    def refusal(original: Any, account: Any, wanted: str) -> Any:
        return None if account.role == "administrator" else original(account, wanted)


template(
    "privacy-of-purchases-goes-unsaid",
    "HUP-APART-3",
    "Administrators are not told that purchases are private, and go on looking for them.",
    file="administration/benefit.html",
    old="purchases are private, and neither shown",
    new="they are neither shown",
)
