"""Faults that tell who is a customer: HUP-QUALITY-9."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import wrapped

_RULE = "HUP-QUALITY-9"
_VIEWS = "portal.program.views"
_CONFIRMATIONS = "portal.program.confirmations"


def _answer(views: ModuleType, change: Any) -> None:
    """Let `change` make an answer to a sign-up other for who is no employee of an eligible customer."""

    @wrapped(views, "get_started")
    def get_started(original: Any, request: Any) -> Any:
        from portal.organizations import lookup  # noqa: PLC0415
        from portal.rules import addresses  # noqa: PLC0415

        response = original(request)
        if request.method == "POST" and response.status_code == 302:
            address = addresses.parse(request.POST["email"])
            if lookup.eligible_employer(address) is None:
                return change(response)
        return response


@fault(_RULE, "Who is no customer's employee is led to another page.", at=_VIEWS)
def strangers_are_led_elsewhere(views: ModuleType) -> None:
    _answer(views, lambda _response: views.redirect("home"))


@fault(_RULE, "The page says at once that an address is not eligible.", at=_VIEWS)
def strangers_are_told_at_once(views: ModuleType) -> None:
    _answer(views, lambda _response: views.HttpResponse("You're not eligible", status=200))


@fault(_RULE, "A cookie tells a customer's address from any other.", at=_VIEWS)
def cookie_tells_customers(views: ModuleType) -> None:
    def mark(response: Any) -> Any:
        response.set_cookie("tracked", "0")
        return response

    _answer(views, mark)


@fault(_RULE, "A header tells a customer's address from any other.", at=_VIEWS)
def header_tells_customers(views: ModuleType) -> None:
    def mark(response: Any) -> Any:
        response["X-Organization"] = "none"
        return response

    _answer(views, mark)


@fault(_RULE, "Only who asks for a customer's address is slowed down.", at=_CONFIRMATIONS)
def strangers_are_never_slowed_down(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "_register")
    def register(original: Any, address: Any) -> Any:
        if confirmations.lookup.eligible_employer(address) is None:
            return confirmations.LinkRequest(address=address.key, requested_at=confirmations.timezone.now())
        return original(address)


@fault(_RULE, "Who asks for an address of no customer is slowed down sooner.", at=_CONFIRMATIONS)
def strangers_are_slowed_down_sooner(confirmations: ModuleType) -> None:
    @wrapped(confirmations, "_register")
    def register(original: Any, address: Any) -> Any:
        request = original(address)
        if confirmations.lookup.eligible_employer(address) is None:
            original(address)
        return request


@fault(_RULE, "The sign-in for work says which address has no account.", at="portal.account.forms")
def sign_in_knows_who_has_an_account(forms: ModuleType) -> None:
    @wrapped(forms.SignInForm, "clean")
    def clean(original: Any, form: Any) -> Any:
        email = form.cleaned_data.get("email", "")
        if email and not forms.Account.objects.filter(email=email).exists():
            raise forms.forms.ValidationError("There is no account with this address.")
        return original(form)


@fault(_RULE, "The sign-in answers at once where there is no account.", at="portal.account.forms")
def sign_in_is_quick_to_strangers(forms: ModuleType) -> None:
    @wrapped(forms, "authenticate")
    def authenticate(original: Any, request: Any, *, username: str, password: str) -> Any:
        known = forms.Account.objects.filter(email=username).exists()
        return original(request, username=username, password=password) if known else None


@fault(
    _RULE,
    "An account that has failed to sign in five times is locked, and says so.",
    at="portal.account.forms",
)
def accounts_are_locked_and_say_so(forms: ModuleType) -> None:
    failed: dict[str, int] = {}

    @wrapped(forms, "authenticate")
    def authenticate(original: Any, request: Any, *, username: str, password: str) -> Any:
        account = original(request, username=username, password=password)
        if account is None and forms.Account.objects.filter(email=username).exists():
            failed[username] = failed.get(username, 0) + 1
        if failed.get(username, 0) >= 5:
            raise forms.forms.ValidationError("This account is locked.")
        return account


@fault(_RULE, "The answer to a sign-up names the organization that an address belongs to.", at=_VIEWS)
def answer_names_the_customer(views: ModuleType) -> None:
    @wrapped(views, "check_your_inbox")
    def check_your_inbox(original: Any, request: Any) -> Any:
        response = original(request)
        name = request.session.get("customer", "")
        response.content = response.content.replace(b"</main>", f"<p>{name}</p></main>".encode())
        return response

    @wrapped(views, "get_started")
    def get_started(original: Any, request: Any) -> Any:
        from portal.organizations.models import Domain  # noqa: PLC0415

        domain = Domain.objects.filter(name=request.POST.get("email", "").partition("@")[2]).first()
        request.session["customer"] = domain.organization.name if domain else ""
        return original(request)
