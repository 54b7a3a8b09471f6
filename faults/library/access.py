"""Faults of the administrators' ways to the benefit, and of who gets in: HUP-ACCESS."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_GUARD = "portal.administration.access"
_GATES = "portal.administration.gates"


@fault("HUP-ACCESS-1", "Customers with Volume Licensing are sent to the admin center.", at=_GATES)
def licensed_customers_are_sent_away(gates: ModuleType) -> None:
    replace(gates, "door", lambda _organization: "admin")


template(
    "store-for-business-has-no-program",
    "HUP-ACCESS-1",
    "The benefits to manage on Store for Business do not include the program.",
    file="administration/business/manage.html",
    old="""<li><a href="{% url 'hup' organization.key %}">Microsoft Home Use Program</a></li>""",
    new="",
)

template(
    "program-leads-to-the-domains",
    "HUP-ACCESS-1",
    "Among the benefits to manage, the program leads to the domains.",
    file="administration/business/manage.html",
    old="{% url 'hup' organization.key %}",
    new="{% url 'domains' organization.key %}",
)

template(
    "benefits-without-a-way-to-manage",
    "HUP-ACCESS-1",
    "The benefits on Store for Business have no way to manage them.",
    file="administration/business/benefits.html",
    old="""<a class="button" href="{% url 'manage' organization.key %}">Manage</a>""",
    new="Manage",
)


template(
    "admin-center-has-no-hup-tab",
    "HUP-ACCESS-2",
    "There is no HUP tab on the benefits of the admin center.",
    file="administration/admin_center/tabs.html",
    old="""{% if page != "products" %}<nav""",
    new="""{% if not page %}<nav""",
)

template(
    "hup-tab-on-its-own-page-only",
    "HUP-ACCESS-2",
    "The HUP tab shows on no page but its own, so that nobody finds it.",
    file="administration/admin_center/tabs.html",
    old="""{% if page != "products" %}""",
    new="""{% if page == "hup" %}""",
)

template(
    "your-products-leads-home",
    "HUP-ACCESS-2",
    "Billing > Your products leads back to the front page of the admin center.",
    file="administration/admin_center/navigation.html",
    old="""<a href="{% url 'products' organization.key %}\"""",
    new="""<a href="{% url 'organization' organization.key %}\"""",
)

template(
    "benefits-tab-is-no-link",
    "HUP-ACCESS-2",
    "The Benefits tab of the admin center cannot be followed.",
    file="administration/admin_center/tabs.html",
    old="""<li><a href="{% url 'benefits' organization.key %}\"""",
    new="""<li><a role="link\"""",
)


@fault("HUP-ACCESS-3", "The benefit is managed by whichever door one comes.", at=_GATES)
def any_door_will_do(gates: ModuleType) -> None:
    replace(gates, "right_door_only", lambda view: view)


@fault(
    "HUP-ACCESS-3", "The domains are open on Store for Business to customers of the other site.", at=_GATES
)
def domains_open_by_either_door(gates: ModuleType) -> None:
    replace(gates, "licensed_only", lambda view: view)


@fault("HUP-ACCESS-3", "Whoever tries the other door is told that there is no such page.", at=_GATES)
def wrong_door_is_not_found(gates: ModuleType) -> None:
    @wrapped(gates, "_show_door")
    def show_door(_original: Any, _request: object, _organization: object) -> Any:
        from django.http import Http404  # noqa: PLC0415

        raise Http404


@fault("HUP-ACCESS-3", "Whoever tries the other door is back at the front page without a word.", at=_GATES)
def wrong_door_leads_home(gates: ModuleType) -> None:
    @wrapped(gates, "_show_door")
    def show_door(_original: Any, _request: object, organization: Any) -> Any:
        from django.shortcuts import redirect  # noqa: PLC0415

        return redirect("organization", organization.key)


@fault("HUP-ACCESS-3", "Schools with Volume Licensing are sent to the admin center.", at=_GATES)
def schools_are_sent_to_the_admin_center(gates: ModuleType) -> None:
    @wrapped(gates, "door")
    def door(original: Any, organization: Any) -> Any:
        return "admin" if organization.segment == "education" else original(organization)


template(
    "right-door-leads-in-circles",
    "HUP-ACCESS-3",
    "The way to the admin center leads to Store for Business, where one is already.",
    file="administration/other_door.html",
    old="{% site_url 'admin' 'hup' organization.key %}",
    new="{% site_url 'business' 'hup' organization.key %}",
)

template(
    "right-door-leads-to-its-front-page",
    "HUP-ACCESS-3",
    "The way to Store for Business leads to its front page and not to the benefit.",
    file="administration/other_door.html",
    old="{% site_url 'business' 'hup' organization.key %}",
    new="{% site_url 'business' 'home' %}",
)


@fault("HUP-ACCESS-4", "Administrators get into every organization's benefit.", at="portal.account.models")
def any_administrator_gets_in(models: ModuleType) -> None:
    @wrapped(models.Account, "administers")
    def administers(_original: Any, account: Any, organization: Any) -> bool:
        return organization is not None and account.role == models.Role.ADMINISTRATOR


@fault("HUP-ACCESS-4", "Employees get into their organization's benefit.", at="portal.account.models")
def employees_get_in(models: ModuleType) -> None:
    @wrapped(models.Account, "administers")
    def administers(_original: Any, account: Any, organization: Any) -> bool:
        return organization is not None and account.organization_id == organization.pk


@fault("HUP-ACCESS-4", "The domains can be seen without signing in.", at=_GUARD)
def domains_open_without_signing_in(access: ModuleType) -> None:
    _leave_open(access, "portal.administration.domains", "overview", to=lambda account: account is None)


@fault("HUP-ACCESS-4", "One page, that of the licenses, opens to any work account.", at=_GUARD)
def licenses_open_to_any_work_account(access: ModuleType) -> None:
    _leave_open(access, "portal.administration.admin_center.views", "products", to=bool)


@fault("HUP-ACCESS-4", "Any work account creates any organization's directory account.", at=_GUARD)
def directory_account_made_by_anybody(access: ModuleType) -> None:
    _leave_open(access, "portal.administration.benefit", "create_directory", to=bool)


@fault("HUP-ACCESS-4", "Who is kept off a page can still send its form.", at=_GUARD)
def forms_are_taken_from_anybody(access: ModuleType) -> None:
    _leave_open(access, "", "", to=bool, method="POST")


def _leave_open(access: ModuleType, module: str, name: str, *, to: Any, method: str = "") -> None:
    """Let those into a view (or all of them) whom its guard should keep out."""

    @wrapped(access, "administrator_only")
    def administrator_only(original: Any, view: Any) -> Any:
        guarded = original(view)
        if module not in {"", view.__module__} or name not in {"", view.__name__}:
            return guarded

        def let_in(request: Any, key: str, *arguments: Any, **named: Any) -> Any:
            organization = access.Organization.objects.filter(key=key).first()
            if organization and to(access.account_of(request)) and method in {"", request.method}:
                return view(request, organization, *arguments, **named)
            return guarded(request, key, *arguments, **named)

        return let_in


@fault("HUP-ACCESS-4", "A domain is removed by its number, whosever it is.", at=_GUARD)
def domains_are_removed_by_number(access: ModuleType) -> None:
    @wrapped(access, "administrator_only")
    def administrator_only(original: Any, view: Any) -> Any:
        if view.__name__ != "remove":
            return original(view)

        def remove(request: Any, organization: Any, pk: int) -> Any:
            domain = organization.domains.model.objects.filter(pk=pk).first()
            return view(request, domain.organization if domain else organization, pk)

        return original(remove)


@fault(
    "HUP-ACCESS-4", "An address of no organization is not found, so that keys can be tried out.", at=_GUARD
)
def keys_can_be_tried_out(access: ModuleType) -> None:
    @wrapped(access, "refuse")
    def refuse(original: Any, request: Any) -> Any:
        from django.http import Http404  # noqa: PLC0415

        key = request.resolver_match.kwargs.get("key", "")
        if key and not access.Organization.objects.filter(key=key).exists():
            raise Http404
        return original(request)


@fault("HUP-ACCESS-4", "Who is refused reads whose page it is.", at=_GUARD)
def refusal_names_the_organization(access: ModuleType) -> None:
    @wrapped(access, "refuse")
    def refuse(original: Any, request: Any) -> Any:
        response = original(request)
        owner = access.Organization.objects.filter(key=request.resolver_match.kwargs.get("key", "")).first()
        if owner:
            response.content = response.content.replace(b"one organization", owner.name.encode())
        return response


@fault("HUP-ACCESS-4", "Who is refused is not told that it takes an administrator.", at=_GUARD)
def refusal_gives_no_reason(access: ModuleType) -> None:
    @wrapped(access, "refuse")
    def refuse(_original: Any, request: Any) -> Any:
        from portal import errors  # noqa: PLC0415

        return errors.forbidden(request, PermissionError())


@fault("HUP-ACCESS-4", "Who signs in at an address comes to the front page instead.", at=_GUARD)
def address_is_forgotten_at_the_sign_in(access: ModuleType) -> None:
    @wrapped(access, "ask_to_sign_in")
    def ask_to_sign_in(original: Any, request: Any) -> Any:
        request.path = "/"
        return original(request)


@fault("HUP-ACCESS-4", "Employees who are refused are still shown the administrators' navigation.", at=_GUARD)
def employees_are_shown_the_navigation(access: ModuleType) -> None:
    @wrapped(access, "own_organization")
    def own_organization(original: Any, request: Any) -> Any:
        account = access.account_of(request)
        return original(request) or (account.organization if account else None)
