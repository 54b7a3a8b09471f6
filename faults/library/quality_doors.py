"""Faults that let in what should stay outside: HUP-QUALITY-4, 5 and 6."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, wrapped

_CONTROL = "portal.control.access"
_PREFERENCES = "portal.preferences.hand_over"


def _let_in(access: ModuleType, knows: Callable[[Any, str], bool]) -> None:
    @wrapped(access, "knows_secret")
    def knows_secret(original: Any, request: Any, secret: str) -> bool:
        return original(request, secret) or knows(request, secret)


@fault("HUP-QUALITY-4", "Whoever says anything for a secret arranges accounts.", at=_CONTROL)
def any_secret_will_do(access: ModuleType) -> None:
    _let_in(access, lambda request, _secret: "Authorization" in request.headers)


@fault("HUP-QUALITY-4", "Whoever says nothing for a secret arranges accounts.", at=_CONTROL)
def no_secret_will_do(access: ModuleType) -> None:
    _let_in(access, lambda request, _secret: "Authorization" not in request.headers)


@fault("HUP-QUALITY-4", "An empty secret opens what arranges accounts.", at=_CONTROL)
def empty_secret_will_do(access: ModuleType) -> None:
    _let_in(access, lambda request, _secret: request.headers.get("Authorization", "").strip() == "Bearer")


@fault("HUP-QUALITY-4", "The beginning of the secret opens what arranges accounts.", at=_CONTROL)
def beginning_of_the_secret_will_do(access: ModuleType) -> None:
    def knows(request: Any, secret: str) -> bool:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return len(given) > 1 and secret.startswith(given)

    _let_in(access, knows)


@fault("HUP-QUALITY-4", "The secret may stand in the address, which logs and histories keep.", at=_CONTROL)
def secret_in_the_address_will_do(access: ModuleType) -> None:
    _let_in(access, lambda request, secret: secret in request.GET.values())


@fault("HUP-QUALITY-4", "A header that says where one is makes a secret needless.", at=_CONTROL)
def forwarded_address_will_do(access: ModuleType) -> None:
    _let_in(access, lambda request, _secret: request.headers.get("X-Forwarded-For") == "127.0.0.1")


@fault("HUP-QUALITY-4", "The orders of every account can be read without the secret.", at=_CONTROL)
def orders_need_no_secret(access: ModuleType) -> None:
    _let_in(access, lambda request, _secret: request.path == "/control/orders")


@fault("HUP-QUALITY-4", "Accounts are made first, and the secret is asked for after that.", at=_CONTROL)
def accounts_are_made_before_the_secret(access: ModuleType) -> None:
    @wrapped(access, "controlled")
    def controlled(original: Any, method: str, view: Any) -> Any:
        guarded = original(method, view)

        def eager(request: Any, *arguments: Any, **named: Any) -> Any:
            if request.path != "/control/accounts":
                return guarded(request, *arguments, **named)
            made = view(request, *arguments, **named)
            knows = access.knows_secret(request, access.settings.PORTAL.control_secret)
            return made if knows else guarded(request, *arguments, **named)

        eager.csrf_exempt = True  # type: ignore[attr-defined]
        return eager


@fault(
    "HUP-QUALITY-4", "What arranges accounts is open at the program's address, too.", at="portal.program.urls"
)
def control_is_open_at_the_program(urls: ModuleType) -> None:
    from portal.control import urls as control  # noqa: PLC0415

    urls.urlpatterns.extend(control.urlpatterns[1:])


def _anywhere(_request: Any) -> str:
    return _request.POST.get("next") or _request.GET.get("next") or "/"


@fault("HUP-QUALITY-5", "After signing in one is sent wherever the address says.", at="portal.account.views")
def sign_in_leads_anywhere(views: ModuleType) -> None:
    replace(views, "safe_next", _anywhere)


@fault("HUP-QUALITY-5", "After signing in for work one is sent anywhere.", at="portal.administration.sign_in")
def work_sign_in_leads_anywhere(sign_in: ModuleType) -> None:
    replace(sign_in, "safe_next", _anywhere)


@fault(
    "HUP-QUALITY-5",
    "Two slashes lead from the sign-in for work to a foreign site.",
    at="portal.administration.sign_in",
)
def two_slashes_lead_away(sign_in: ModuleType) -> None:
    @wrapped(sign_in, "safe_next")
    def safe_next(_original: Any, request: Any) -> str:
        wanted = _anywhere(request)
        return wanted if wanted.startswith("/") else "/"


@fault("HUP-QUALITY-5", "The choice of a market leads to any site whose name begins alike.", at=_PREFERENCES)
def choice_leads_to_a_namesake(hand_over: ModuleType) -> None:
    origins = hand_over.sites.origin
    replace(hand_over, "is_own_page", lambda address: address.startswith(origins("program")))


@fault("HUP-QUALITY-5", "The choice of a market leads anywhere.", at=_PREFERENCES)
def choice_leads_anywhere(hand_over: ModuleType) -> None:
    replace(hand_over, "is_own_page", lambda _address: True)


@fault("HUP-QUALITY-5", "A sign-in for another site answers to whoever asks.", at="portal.account.views")
def sign_in_answers_to_anybody(views: ModuleType) -> None:
    @wrapped(views, "authorize")
    def authorize(original: Any, request: Any) -> Any:
        wanted = request.GET.get("redirect_uri", "")
        own = [views.authorization.client(key).redirect_uri for key in ("hup", "store", "business")]
        return original(request) if wanted in own else views.HttpResponseRedirect(wanted)


@fault("HUP-QUALITY-5", "Signing out leads wherever the address says.", at="portal.account.views")
def signing_out_leads_anywhere(views: ModuleType) -> None:
    @wrapped(views, "sign_out")
    def sign_out(original: Any, request: Any) -> Any:
        response = original(request)
        return views.redirect(_anywhere(request)) if request.method == "POST" else response


@fault("HUP-QUALITY-5", "Coming back from a sign-in that failed leads anywhere.", at="portal.store.views")
def failed_sign_in_leads_anywhere(views: ModuleType) -> None:
    @wrapped(views, "signed_in")
    def signed_in(original: Any, request: Any) -> Any:
        response = original(request)
        return views.redirect(_anywhere(request)) if response.status_code != 302 else response


def _open_to_foreign_forms(views: ModuleType, name: str) -> None:
    view = getattr(views, name)
    view.csrf_exempt = True


@fault("HUP-QUALITY-6", "No form is protected from foreign sites.", at="portal.settings")
def no_form_is_protected(settings: ModuleType) -> None:
    replace(settings, "MIDDLEWARE", [one for one in settings.MIDDLEWARE if "Csrf" not in one])


@fault("HUP-QUALITY-6", "A foreign site signs employees up.", at="portal.program.views")
def sign_up_takes_foreign_forms(views: ModuleType) -> None:
    _open_to_foreign_forms(views, "get_started")


@fault("HUP-QUALITY-6", "A foreign site uses up an employee's link.", at="portal.program.views")
def confirmation_takes_foreign_forms(views: ModuleType) -> None:
    _open_to_foreign_forms(views, "confirm")


@fault(
    "HUP-QUALITY-6", "A foreign site signs employees in to an account of its own.", at="portal.account.views"
)
def sign_in_takes_foreign_forms(views: ModuleType) -> None:
    _open_to_foreign_forms(views, "sign_in")


@fault("HUP-QUALITY-6", "A foreign site signs employees out.", at="portal.account.views")
def signing_out_takes_foreign_forms(views: ModuleType) -> None:
    _open_to_foreign_forms(views, "sign_out")


@fault("HUP-QUALITY-6", "A foreign site pays at an employee's checkout.", at="portal.store.views")
def checkout_takes_foreign_forms(views: ModuleType) -> None:
    _open_to_foreign_forms(views, "checkout")


@fault("HUP-QUALITY-6", "A foreign site takes domains away.", at="portal.administration.domains")
def removal_takes_foreign_forms(domains: ModuleType) -> None:
    _open_to_foreign_forms(domains, "remove")


@fault("HUP-QUALITY-6", "A link on a foreign site signs employees out.", at="portal.account.views")
def link_signs_out(views: ModuleType) -> None:
    @wrapped(views, "sign_out")
    def sign_out(original: Any, request: Any) -> Any:
        views.sessions.end(request)
        return original(request) if request.method == "POST" else views.redirect("signed-out")


@fault(
    "HUP-QUALITY-6",
    "A link on a foreign site creates the directory account.",
    at="portal.administration.benefit",
)
def link_creates_a_directory_account(benefit: ModuleType) -> None:
    @wrapped(benefit, "create_directory")
    def create_directory(original: Any, request: Any, key: str) -> Any:
        request.method = "POST"
        return original(request, key)
